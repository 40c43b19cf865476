"""Holds that stop exactly what they name, and deviations that somebody must close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain.events import SERVICE, Entry, Event, Facts, Person
from tracker.domain.journey import Container, Deviation, Hold, Journey
from tracker.domain.kinds import Kind, Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

CLOSE_WITHIN: Final = timedelta(days=30)
"""By when a deviation is closed unless somebody says another day."""

EVERYTHING: Final = "everything"

STOPS: Final[Mapping[str, frozenset[Kind]]] = {
    "collection": frozenset({Kind.COLLECTION_STARTED}),
    "shipping": frozenset({Kind.SHIPMENT_PACKED}),
    "manufacturing": frozenset({Kind.LOT_OPENED, Kind.LOT_FILLED, Kind.DISPOSITION_DECIDED}),
    "visit": frozenset({Kind.VISIT_CONFIRMED, Kind.CHEMOTHERAPY_STARTED}),
    "infusion": frozenset({Kind.DAY_ZERO_CLEARED, Kind.THAW_STARTED, Kind.INFUSION_STARTED}),
}
"""What each hold stops; "everything" stops all of these together."""

LEAVING: Final = frozenset({Kind.CUSTODY_OFFERED, Kind.CUSTODY_ACCEPTED})
"""Of a packed shipper, what a hold on shipping stops as well: it stays with whoever packed it.

No other hand-over waits: a bag at the chair goes into the cold, and what is on the road gets there.
"""


def require_free(journey: Journey, kind: Kind, shipment: str = "") -> None:
    """Refuse a kind of entry that an open hold stops; `shipment` is the one it is about."""
    known = journey.shipments.get(shipment)
    leaves = kind in LEAVING and known is not None and known.state == "packed"
    for hold in journey.open_holds():
        if kind in _stopped(hold) or (leaves and hold.stops in {"shipping", EVERYTHING}):
            raise Refused("on_hold", hold=hold.id, reason=hold.reason)


def _stopped(hold: Hold) -> frozenset[Kind]:
    if hold.stops == EVERYTHING:
        return frozenset().union(*STOPS.values())
    return STOPS.get(hold.stops, frozenset())


def place(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Stop a part of the journey, or one container, with a reason."""
    name = facts.data.get("container")
    if name and name not in journey.containers:
        raise Refused("container_unknown", container=name)
    return (Event(facts.kind, {**facts.data, "hold": f"H{journey.last_seq + 1}"}),)


def placed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the hold stands; one that names a container quarantines it."""
    data = entry.data
    name = data.get("container", "")
    stops = "containers" if name else data["stops"]
    names = (name,) if name else ()
    hold = Hold(data["hold"], stops, names, data["reason"], entry.happened_at)
    return stop(journey, hold)


def stop(journey: Journey, hold: Hold) -> Journey:
    """Return the journey with a hold, and its containers quarantined where nothing did so before.

    Cells that were divided, pooled or made into a lot are the same cells: what is held is held in all
    that came of it. A logger is often read out when the bag it travelled with is used already.
    """
    kin = {name for own in hold.containers for name in (own, *journey.descendants(own))}
    hold = replace(hold, containers=tuple(name for name in journey.containers if name in kin))
    journey = replace(journey, holds={**journey.holds, hold.id: hold})
    named = (item for item in journey.present() if item.id in kin)
    return journey.with_containers(
        replace(item, quarantine=item.quarantine or _why(hold)) for item in named
    )


def require_none_on(journey: Journey, containers: Iterable[str]) -> None:
    """Refuse to go on with a lot while an open hold names what it was made of."""
    names = {*containers}
    for hold in journey.open_holds():
        if names & {*hold.containers}:
            raise Refused("on_hold", hold=hold.id, reason=hold.reason)


def awaiting(journey: Journey, hold: Hold, shipment: str) -> Journey:
    """Return the journey with a hold that waits for the other patient's bag found in a shipper."""
    strange = (item for item in journey.open_deviations() if item.shipment == shipment)
    waiting = {item.id: replace(item, hold=hold.id) for item in strange}
    return replace(journey, deviations={**journey.deviations, **waiting})


def _why(hold: Hold) -> str:
    return f"{hold.reason} ({hold.id})"


def lift(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Lift one hold; the person who decides says why.

    What was not as packed is resolved first, each by itself: a hold lifted over open differences would
    let cells be made into a lot while nobody knows where a bag of them is.
    """
    hold = journey.holds.get(facts.data["hold"])
    if hold is None or hold.lifted:
        raise Refused("unknown_hold", hold=facts.data["hold"])
    for deviation in journey.open_deviations():
        if deviation.hold == hold.id:
            raise Refused("deviation_open", deviation=deviation.id)
    return (Event(facts.kind, facts.data),)


def lifted(journey: Journey, entry: Entry) -> Journey:
    """Fold: what the hold stopped may go on, unless another hold names it too."""
    hold = replace(journey.holds[entry.data["hold"]], lifted=True)
    journey = replace(journey, holds={**journey.holds, hold.id: hold})
    named = [journey.containers[name] for name in hold.containers]
    held = [item for item in named if item.quarantine == _why(hold)]
    return journey.with_containers(
        replace(item, quarantine=_still(journey, item)) for item in held
    )


def _still(journey: Journey, container: Container) -> str:
    """Return what else quarantines a container, once one hold on it is lifted."""
    others = (hold for hold in journey.open_holds() if container.id in hold.containers)
    return next((_why(hold) for hold in others), "")


def open_deviation(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Open a deviation: what happened, whose it is, and by when it is to be closed."""
    given = {"due_on": due(facts), **facts.data, "deviation": f"D{journey.last_seq + 1}"}
    return (Event(facts.kind, {**given, **_named(facts)}),)


def _named(facts: Facts) -> dict[str, str]:
    """Return the member of staff who is to own it, as they are now. Raises Refused for anybody else."""
    chosen = facts.data.get("owner")
    if not chosen:
        return {}
    owner = facts.colleagues.get(chosen)
    if owner is None:
        raise Refused("unknown_owner", field="owner")
    return {
        "owner": owner.id,
        "owner_name": owner.name,
        "owner_role": owner.role,
        "owner_site": owner.site,
    }


def due(facts: Facts) -> str:
    """Return the day by which a deviation of now is to be closed when nobody says another."""
    return (facts.happened_at + CLOSE_WITHIN).date().isoformat()


def deviated(journey: Journey, entry: Entry) -> Journey:
    """Fold: the deviation is open and has an owner."""
    data = entry.data
    until = date.fromisoformat(data["due_on"]) if data.get("due_on") else None
    whose = _owner(journey, entry)
    item = Deviation(
        id=data["deviation"],
        about=data["about"],
        owner=whose,
        due_on=until,
        opened_at=entry.happened_at,
        hold=_waiting(journey, entry),
        shipment=data.get("shipment", ""),
    )
    return replace(journey, deviations={**journey.deviations, item.id: item})


def _waiting(journey: Journey, entry: Entry) -> str:
    """Return the hold placed by the act that a rule's deviation follows.

    Entries that follow from an act are sealed right after it, so the one before is the act, which
    gave the hold its number, or the deviation opened just before for the same act.
    """
    before = entry.seq - 1
    if entry.by.role != SERVICE.role:
        return ""
    if sibling := journey.deviations.get(f"D{before}"):
        return sibling.hold
    return f"H{before}" if f"H{before}" in journey.holds else ""


def owner_then(entry: Entry) -> dict[str, Person]:
    """Return the member of staff an entry named, by the id of their account, as they were then."""
    data = entry.data
    if "owner_name" not in data:
        return {}
    owner = Person(data["owner"], data["owner_name"], data["owner_role"], data["owner_site"])
    return {owner.id: owner}


def _owner(journey: Journey, entry: Entry) -> Person:
    """Return who was named; else whoever recorded, or the site's quality for what a rule opened."""
    data, site = entry.data, entry.by.site or journey.site
    if known := owner_then(entry):
        return known[data["owner"]]
    # Entries of before named the owner in a person's own words.
    name, role = data.get("owner", ""), data.get("owner_role", "")
    if name or role:
        return Person("", name, role, site)
    if entry.by.role == SERVICE.role:
        return Person("", "", Role.QA.value, journey.site)
    return entry.by


def assign_deviation(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Give an open deviation an owner, or take it over."""
    _require_open(journey, facts)
    return (Event(facts.kind, {**facts.data, **_named(facts)}),)


def deviation_assigned(journey: Journey, entry: Entry) -> Journey:
    """Fold: the deviation is somebody else's, and due when it was unless a day is named."""
    item = journey.deviations[entry.data["deviation"]]
    named = entry.data.get("due_on")
    until = date.fromisoformat(named) if named else item.due_on
    item = replace(item, owner=_owner(journey, entry), due_on=until)
    return replace(journey, deviations={**journey.deviations, item.id: item})


def _require_open(journey: Journey, facts: Facts) -> None:
    item = journey.deviations.get(facts.data["deviation"])
    if item is None or item.resolution:
        raise Refused("unknown_deviation", deviation=facts.data["deviation"])


def close_deviation(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Close a deviation with its resolution."""
    _require_open(journey, facts)
    return (Event(facts.kind, facts.data),)


def deviation_closed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the deviation is resolved."""
    item = journey.deviations[entry.data["deviation"]]
    item = replace(item, resolution=entry.data["resolution"])
    return replace(journey, deviations={**journey.deviations, item.id: item})
