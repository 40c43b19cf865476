"""How does what the house knows look as JSON? Never with a patient's name, birth date or record number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from tracker.actions.scanning import Found
from tracker.domain import chain, next_steps
from tracker.domain.journey import Container
from tracker.reads.chains import Line, Sealed
from tracker.reads.journeys import Told
from tracker.reads.worklists import Row

Shape = dict[str, Any]

KEYED: Final = (
    "collections",
    "containers",
    "labels",
    "shipments",
    "lots",
    "visits",
    "holds",
    "deviations",
)
PLAIN: Final = (
    "coi",
    "site",
    "maker",
    "protocol",
    "protocol_version",
    "protocol_digest",
    "priority",
    "indication",
    "opened_at",
    "closed",
    "authorization",
    "sufficiency",
    "links",
    "near_misses",
)


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of a journey
    """Return a value as JSON has it: times in UTC, days, lists and objects."""
    if isinstance(value, datetime):
        return chain.instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def journey(told: Told, head: str) -> Shape:
    """Return a whole journey, and what may be done with it."""
    found = told.journey
    held = vars(found)
    everything = {name: [asdict(each) for each in held[name].values()] for name in KEYED}
    return {
        **{name: plain(_object(held[name])) for name in PLAIN},
        **plain(everything),
        "milestones": _milestones(told),
        "verified": plain([asdict(each) for each in found.verified]),
        "steps": [step(each) for each in next_steps.steps(found, told.protocol)],
        "entries": found.last_seq,
        "head": head,
    }


def _object(value: Any) -> Any:  # noqa: ANN401 - a field of a journey
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


def _milestones(told: Told) -> list[Shape]:
    names = told.protocol.by_code
    reached = sorted(told.journey.milestones.items(), key=lambda pair: pair[1].seq)
    return [
        {"code": code, "title": names[code].title, **plain(asdict(each))}
        for code, each in reached
    ]


def container(found: Container) -> Shape:
    shape: Shape = plain(asdict(found))
    return shape


def step(found: next_steps.Step) -> Shape:
    """Return a step; what it may be about is left empty where it is the journey itself."""
    containers = [name for name in found.containers if name]
    return {
        "kind": found.kind.value,
        "title": found.title,
        "containers": containers,
        "milestone": found.milestone,
    }


def line(row: Row) -> Shape:
    """Return a journey as lists show it."""
    shape: Shape = plain(asdict(row.line.summary))
    for inner in ("group", "waiting_since", "booked_on", "review"):
        del shape[inner]
    return {**shape, "late": row.late, "head": row.line.head_digest}


def stored(kept: Line) -> Shape:
    """Return an entry as it is stored, read and in its exact text."""
    return {
        **json.loads(kept.body),
        "body": kept.body,
        "prev": kept.prev,
        "digest": kept.digest,
        "seal": chain.seal(kept.digest),
    }


def recorded(sealed: tuple[Sealed, ...]) -> Shape:
    """Return the entry just recorded, and those that follow from it by rule."""
    first, *others = [_sealed(each) for each in sealed]
    return {**first, "followed_by": others, "head": sealed[-1].digest}


def _sealed(each: Sealed) -> Shape:
    body = chain.body(each.entry)
    return {**json.loads(body), "body": body, "digest": each.digest, "seal": each.seal}


def scanned(found: Found) -> Shape:
    """Return what a scan led to."""
    return {
        "carrier": found.scan.carrier,
        "typed": found.scan.typed,
        "coi": found.told.journey.coi,
        "shipment": found.scan.shipment,
        "container": container(found.container) if found.container else None,
        "steps": [step(each) for each in found.steps],
    }
