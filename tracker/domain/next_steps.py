"""What can be done now? The steps a journey's state suggests, for people to choose from.

A suggestion, not a permission: the rules judge the attempt itself. Its other duty is liveness: unless
a journey is closed, there is always something somebody can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tracker.domain import lots, milestones, second_dose, specs
from tracker.domain.collection import bags_of_use
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol

AT_ENROLMENT: Final = "Verify identity at enrolment, two people"
REST_TITLE: Final = "Say what became of the rest of the bag"


@dataclass(frozen=True)
class Step:
    """One step that may come now, and the containers it may be about ("" for the journey itself).

    `urged` marks a step the journey waits for, though its kind is otherwise a way out.
    """

    kind: Kind
    title: str
    containers: tuple[str, ...] = ("",)
    milestone: str = ""
    urged: bool = False


def steps(journey: Journey, protocol: Protocol) -> tuple[Step, ...]:
    """Return the steps that the state of a journey suggests, the most pressing first."""
    if not journey.open:
        return ()
    return tuple(_all(journey, protocol))


def with_container(possible: Iterable[Step], name: str) -> tuple[Step, ...]:
    """Return the steps that may be about this container: what is due to its sister is not due to it."""
    return tuple(step for step in possible if name in step.containers)


def _all(journey: Journey, protocol: Protocol) -> Iterator[Step]:
    yield from _at_the_bedside(journey)
    yield from _hands(journey)
    yield from _collecting(journey, protocol)
    yield from _material(journey, protocol)
    yield from _plant(journey, protocol)
    yield from _visit(journey)
    yield from _thawing(journey)
    for milestone in milestones.possible(journey, protocol):
        if milestone.on is None:
            kind = Kind.MILESTONE_REACHED
            yield Step(kind, milestone.title, milestone=milestone.code)
    yield from _always(journey)


def _step(kind: Kind, containers: list[Container] | None = None) -> Step:
    names = tuple(item.id for item in containers) if containers else ("",)
    return Step(kind, specs.SPECS[kind].title, names)


def _at_the_bedside(journey: Journey) -> Iterator[Step]:
    by_state: dict[str, list[Container]] = {}
    for item in journey.present():
        by_state.setdefault(item.state, []).append(item)
    if thawing := by_state.get("thawing"):
        yield _step(Kind.THAW_ENDED, thawing)
    if thawed := by_state.get("thawed"):
        yield _step(Kind.IDENTITY_VERIFIED, thawed)
        yield _step(Kind.INFUSION_STARTED, thawed)
    if infusing := by_state.get("infusing"):
        yield _step(Kind.INFUSION_ENDED, infusing)
    if rests := tuple(item.id for item in journey.present() if item.rest_waits):
        yield Step(Kind.CONTAINER_DISCARDED, REST_TITLE, rests, urged=True)


def _hands(journey: Journey) -> Iterator[Step]:
    offered = [item for item in journey.present() if item.offer]
    if offered:
        yield _step(Kind.CUSTODY_ACCEPTED, offered)
        yield _step(Kind.CUSTODY_DECLINED, offered)
        yield _step(Kind.CUSTODY_WITHDRAWN, offered)
    if any(
        shipment.state in {"packed", "under_way"} for shipment in journey.shipments.values()
    ):
        yield _step(Kind.COURIER_UPDATED)
        yield _step(Kind.READINGS_ATTACHED)
        yield _step(Kind.SHIPMENT_RECEIVED)
        yield _step(Kind.SHIPMENT_MISDIRECTED)
    if any(shipment.state == "packed" for shipment in journey.shipments.values()):
        yield _step(Kind.SHIPMENT_UNPACKED)
    if held := [item for item in journey.present() if item.state != "collecting"]:
        yield _step(Kind.CUSTODY_OFFERED, [item for item in held if not item.offer] or held)


def _collecting(journey: Journey, protocol: Protocol) -> Iterator[Step]:
    running = [item for item in journey.present() if item.state == "collecting"]
    if running:
        yield _step(Kind.CONTAINER_LABELLED, running)
        yield _step(Kind.COLLECTION_ENDED, running)
        return
    enrolled = bool(journey.collections) or journey.has_verified("enrolment")
    if not enrolled:
        yield Step(Kind.IDENTITY_VERIFIED, AT_ENROLMENT)
    approved = journey.authorization and journey.authorization.status == "approved"
    if not approved:
        yield _step(Kind.AUTHORIZATION_RECORDED)
    elif journey.sufficiency not in {"enough", "exception"} or not bags_of_use(journey):
        if enrolled:
            yield _step(Kind.IDENTITY_VERIFIED)
        yield _step(Kind.COLLECTION_STARTED)


def _material(journey: Journey, protocol: Protocol) -> Iterator[Step]:
    material = [
        item
        for item in journey.present()
        if item.use in {"collection", "cryobag"} and item.state == "open"
    ]
    bags = [item for item in material if item.use == "collection"]
    if bags:
        yield _step(Kind.CELLS_COUNTED, bags)
    if bags and all(item.cells for item in bags):
        yield _step(Kind.SUFFICIENCY_DECIDED)
    fresh = [item for item in material if item.frozen_at is None]
    if len(fresh) > 1:
        yield _step(Kind.CONTAINERS_POOLED, fresh)
    if fresh and protocol.material.freezes_at_site:
        yield _step(Kind.CONTAINER_SPLIT, fresh)
        yield _step(Kind.FROZEN, fresh)
    yield from _storage(journey)
    if (loose := _loose(material)) and journey.sufficiency in {"enough", "exception"}:
        yield _step(Kind.SHIPMENT_PACKED, loose)


def _loose(containers: list[Container]) -> list[Container]:
    """Return what stands in no position: what does is taken out before it travels or is thawed."""
    return [item for item in containers if not item.stored]


def _storage(journey: Journey) -> Iterator[Step]:
    frozen = [item for item in journey.present() if item.frozen_at and item.state == "open"]
    if loose := _loose(frozen):
        yield _step(Kind.STORED, loose)
    if stored := [item for item in journey.present() if item.stored]:
        yield _step(Kind.REMOVED_FROM_STORAGE, stored)


def _plant(journey: Journey, protocol: Protocol) -> Iterator[Step]:
    here = [
        item
        for item in journey.present()
        if item.use != "dose" and item.custodian and item.custodian.site == journey.maker
    ]
    if here:
        yield _step(Kind.LOT_OPENED, here)
    for lot in journey.lots.values():
        if lot.state == "open":
            yield _step(Kind.LOT_FILLED)
        if lot.state in {"open", "filled", "quarantined"}:
            yield _step(Kind.LOT_TERMINATED)
        if lot.state in {"filled", "quarantined"}:
            yield _step(Kind.TEST_RECORDED)
            yield _step(Kind.DISPOSITION_DECIDED)
    doses = [item for item in journey.present() if item.use == "dose"]
    leaving = _loose([item for item in doses if not item.received_for_use])
    if journey.released and leaving:
        yield _step(Kind.SHIPMENT_PACKED, leaving)


def _visit(journey: Journey) -> Iterator[Step]:
    visit = journey.visit
    if visit is None:
        if journey.released and not any(v.state == "done" for v in journey.visits.values()):
            yield _step(Kind.VISIT_PROPOSED)
        return
    kinds = {
        "provisional": (),
        "proposed": (Kind.VISIT_CONFIRMED,),
        "needed": (Kind.VISIT_CONFIRMED,),
        "confirmed": (Kind.READINESS_RECORDED, Kind.CHEMOTHERAPY_STARTED, Kind.VISIT_MOVED),
        "chemotherapy": (
            Kind.CHEMOTHERAPY_COMPLETED,
            Kind.DAY_ZERO_CLEARED,
            Kind.VISIT_MOVED,
        ),
        "cleared": (Kind.VISIT_MOVED,),
    }
    for kind in kinds[visit.state]:
        yield _step(kind)
    if visit.state == "cleared":
        second = second_dose.awaited(journey, visit)
        title = "Clear the second dose" if second else "Clear another day"
        yield Step(Kind.DAY_ZERO_CLEARED, title)
    yield _step(Kind.VISIT_CANCELLED)


def _thawing(journey: Journey) -> Iterator[Step]:
    doses = [item for item in journey.present() if item.received_for_use]
    ready = [item for item in doses if item.state == "open"]
    if ready and journey.visit is not None and journey.visit.state == "cleared":
        yield _step(Kind.IDENTITY_VERIFIED, ready)
        if loose := _loose(ready):
            yield _step(Kind.THAW_STARTED, loose)


def _always(journey: Journey) -> Iterator[Step]:
    """Yield what is possible at any time: ways out, so that no journey is ever stuck."""
    if journey.review_since is not None:
        yield _step(Kind.PATIENT_INFORMED)
    if any(journey.open_holds()):
        yield _step(Kind.HOLD_LIFTED)
    if any(journey.open_deviations()):
        yield _step(Kind.DEVIATION_ASSIGNED)
        yield _step(Kind.DEVIATION_CLOSED)
    if loose := [label for label in journey.labels.values() if label.state == "printed"]:
        yield Step(
            Kind.LABEL_DESTROYED, "Destroy a label", tuple(item.container for item in loose)
        )
    if present := [item for item in journey.present() if item.state != "collecting"]:
        yield _step(Kind.CONTAINER_DISCARDED, present)
    elif not any(item.state == "collecting" for item in journey.present()) and not any(
        lots.running(journey)
    ):
        yield _step(Kind.JOURNEY_CLOSED)
    if any(item.state == "infused" for item in journey.containers.values()):
        yield _step(Kind.GOING_HOME_PLANNED)
        yield _step(Kind.FOLLOW_UP_RECORDED)
    yield _step(Kind.LABEL_PRINTED)
    yield _step(Kind.HOLD_PLACED)
    yield _step(Kind.DEVIATION_OPENED)
