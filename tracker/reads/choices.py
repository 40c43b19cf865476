"""Which of a journey's own things can a field of an entry name?"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain import milestones
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.visits import courses
from tracker.reads import colleagues
from tracker.reads.journeys import Told

Choice = tuple[str, str]


def of(told: Told, kind: Kind) -> dict[str, tuple[Choice, ...]]:
    """Return, for each field that names something known, what it may name and what that is called."""
    journey, protocol = told.journey, told.protocol
    containers = tuple((item.id, _container(item)) for item in journey.present())
    found = {
        "container": containers,
        "containers": containers,
        "label": _labels(journey, kind),
        "shipment": tuple(
            (item.id, f"{item.id}: {item.state}, to {item.to_site}")
            for item in journey.shipments.values()
        ),
        "visit": _names(item.id for item in journey.visits.values()),
        "hold": tuple((item.id, f"{item.id}: {item.reason}") for item in journey.open_holds()),
        "deviation": tuple(
            (item.id, f"{item.id}: {item.about}") for item in journey.open_deviations()
        ),
        "milestone": _milestones(journey, protocol, kind),
        "test": _tests(protocol, kind),
        "owner": _owners(journey, kind),
        "indication": _names(courses.named(protocol.visit)),
    }
    if kind is not Kind.LOT_OPENED:
        found["lot"] = tuple(
            (lot.id, f"{lot.id}: {lot.state}") for lot in journey.lots.values()
        )
    return {name: choices for name, choices in found.items() if choices}


def _owners(journey: Journey, kind: Kind) -> tuple[Choice, ...]:
    if kind not in {Kind.DEVIATION_OPENED, Kind.DEVIATION_ASSIGNED}:
        return ()
    return tuple(
        (who.id, f"{who.name}, {who.role.replace('_', ' ')}, {who.site}")
        for who in colleagues.of(journey).values()
    )


def _container(item: Container) -> str:
    return f"{item.id} ({item.use.replace('_', ' ')}, {item.volume_ml} mL)"


def _names(names: Iterable[str]) -> tuple[Choice, ...]:
    return tuple((name, name) for name in names)


def _labels(journey: Journey, kind: Kind) -> tuple[Choice, ...]:
    if kind is Kind.LABEL_PRINTED:
        return ()
    return tuple(
        (label.id, f"{label.id}: {label.purpose}, copy {label.copy}")
        for label in journey.labels.values()
        if label.state == "printed"
    )


def _milestones(journey: Journey, protocol: Protocol, kind: Kind) -> tuple[Choice, ...]:
    if kind is Kind.ESTIMATE_RECORDED:
        open_ = [item for item in protocol.milestones if item.code not in journey.milestones]
    else:
        possible = milestones.possible(journey, protocol)
        open_ = [item for item in possible if item.on is None]
    return tuple((item.code, item.title) for item in open_)


def _tests(protocol: Protocol, kind: Kind) -> tuple[Choice, ...]:
    if kind is Kind.READINESS_RECORDED:
        return tuple((test.code, test.title) for test in protocol.visit.readiness)
    return _names(protocol.release_tests)
