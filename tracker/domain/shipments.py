"""Packing, the courier's news, and what becomes of a shipper until it is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from tracker.domain import collection, custody, devices, holds, labelling, visit_dates
from tracker.domain.authority import person
from tracker.domain.chain import moment
from tracker.domain.events import SERVICE, Entry, Event, Facts, SiteRules
from tracker.domain.journey import Container, Hold, Journey, Shipment
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

OUT, BACK = "out", "back"
RESOLVE_WITHIN: Final = timedelta(days=3)
"""Until when somebody says what became of what was not as it should be."""


def pack(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Pack scanned containers for the plant, or the released doses for the hospital."""
    who = person(journey, facts)
    direction = BACK if who.site == journey.maker else OUT
    expected = journey.site if direction == BACK else journey.maker
    if facts.data["to_site"] != expected:
        raise Refused("destination_unknown", place=expected, given=facts.data["to_site"])
    arrival = moment(facts.data["expected_arrival"])
    if arrival < facts.happened_at:
        raise Refused("end_before_start", field="expected_arrival")
    for name in facts.data["containers"]:
        container = custody.require_usable(journey, facts, name)
        _require_packable(journey, container)
        if direction == OUT:
            _require_ready_out(journey, protocol, facts, container)
        else:
            require_released(journey, container)
        if container.expires_on and container.expires_on < visit_dates.local(
            arrival, facts.site
        ):
            raise Refused("expires_in_transit", container=name)
    # Last, so that an old entry, written before this was asked, is judged by all the rest when somebody
    # strikes what it rests on.
    fit = devices.require_fit(facts, arrival)
    named = {"shipment": f"S{journey.last_seq + 1}", "direction": direction}
    return (Event(facts.kind, {**facts.data, **fit, **named, "from_site": who.site}),)


def _require_packable(journey: Journey, container: Container) -> None:
    """Refuse what is stored, unlabelled, or on its way to the vein already: it does not travel again."""
    if container.state != "open":
        raise Refused("container_not_here", container=container.id, state=container.state)
    if container.stored:
        state = f"in storage at {container.stored}; take it out first"
        raise Refused("container_not_here", container=container.id, state=state)
    labelling.require_bound(journey, container)


def _require_ready_out(
    journey: Journey, protocol: Protocol, facts: Facts, container: Container
) -> None:
    if journey.sufficiency not in {"enough", "exception"}:
        if not journey.sufficiency:
            raise Refused("not_decided")
        total = collection.total_cells(journey).cd3_e6
        raise Refused("not_enough_cells", total=total, target=protocol.target.cd3_e6)
    if protocol.material.freezes_at_site:
        if container.frozen_at is None:
            raise Refused("not_frozen", container=container.id)
        return
    _require_hold_limit(journey, facts.site, facts.data["expected_arrival"], container)


def _require_hold_limit(
    journey: Journey, site: SiteRules, arrival: str, container: Container
) -> None:
    """Fresh cells wait only so long; the makers do not publish how long, so the site must say it."""
    limit = site.max_fresh_hold_hours
    if limit is None:
        raise Refused("hold_limit_missing")
    hours = collection.hours_since(journey, container, arrival)
    if hours > limit:
        raise Refused("hold_limit_exceeded", limit=limit, hours=round(hours))


def require_released(journey: Journey, container: Container) -> None:
    """Refuse a dose whose lot no signed disposition has released."""
    lot = journey.lots.get(container.lot)
    if lot is None:
        raise Refused("unknown_lot", lot=container.lot or "of this container")
    if lot.released_at is None:
        raise Refused("not_released", lot=lot.id, state=lot.state)


def packed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the containers are sealed in a shipper, still with the packer."""
    data = entry.data
    shipment = Shipment(
        id=data["shipment"],
        direction=data["direction"],
        from_site=data["from_site"],
        to_site=data["to_site"],
        containers=tuple(data["containers"]),
        shipper=data["shipper"],
        seal=data["seal"],
        logger=data["logger"],
        waybill=data["waybill"],
        packed_at=entry.happened_at,
        expected_arrival=moment(data["expected_arrival"]),
    )
    inside = [journey.containers[name] for name in shipment.containers]
    journey = journey.with_containers(replace(item, shipment=shipment.id) for item in inside)
    return journey.with_shipment(shipment)


def due(happened_at: datetime) -> str:
    """Return the day by which somebody says what became of what was not as it should be."""
    return (happened_at + RESOLVE_WITHIN).date().isoformat()


def misdirect(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Say that a closed shipper stands where it was not sent: it is held, and somebody owns that."""
    shipment = find(journey, facts.data["shipment"])
    if shipment.state not in custody.MOVING:
        raise Refused("shipment_state", shipment=shipment.id, state=shipment.state)
    if facts.data["seen_at"].strip().casefold() == shipment.to_site.casefold():
        raise Refused("right_destination", shipment=shipment.id, place=shipment.to_site)
    about = (
        f"Shipment {shipment.id}: came to {facts.data['seen_at']}, sent to {shipment.to_site}."
    )
    opened = {
        "about": about,
        "deviation": f"D{journey.last_seq + 2}",
        "due_on": due(facts.happened_at),
    }
    told = Event(facts.kind, {**facts.data, "direction": shipment.direction})
    return (told, Event(Kind.DEVIATION_OPENED, opened, by=SERVICE))


def misdirected(journey: Journey, entry: Entry) -> Journey:
    """Fold: what is inside is quarantined, still in the same hands and still on its way."""
    shipment = journey.shipments[entry.data["shipment"]]
    why = f"came to the wrong place: {entry.data['reason']}"
    names = shipment.containers
    return holds.stop(
        journey, Hold(f"H{entry.seq}", "containers", names, why, entry.happened_at)
    )


def find(journey: Journey, name: str) -> Shipment:
    """Return a shipment of this journey. Raises Refused for an unknown one."""
    shipment = journey.shipments.get(name)
    if shipment is None:
        raise Refused("unknown_shipment", shipment=name)
    return shipment


def follow(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record what the courier says, by hand or machine, while the shipment is under way."""
    shipment = find(journey, facts.data["shipment"])
    if shipment.state not in custody.MOVING:
        raise Refused("shipment_state", shipment=shipment.id, state=shipment.state)
    return (Event(facts.kind, {**facts.data, "direction": shipment.direction}),)


def followed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the courier's latest word."""
    shipment = journey.shipments[entry.data["shipment"]]
    return journey.with_shipment(replace(shipment, courier=entry.data["status"]))


def unpack(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Open a shipper again that was never sent: only the post that packed it, and with a reason."""
    shipment = find(journey, facts.data["shipment"])
    if shipment.state != "packed":
        raise Refused("shipment_state", shipment=shipment.id, state=shipment.state)
    for name in shipment.containers:
        custody.require_post(journey, facts, name)
    return (Event(facts.kind, facts.data),)


def unpacked(journey: Journey, entry: Entry) -> Journey:
    """Fold: the containers are as they were before packing, in the same hands."""
    shipment = journey.shipments[entry.data["shipment"]]
    inside = [journey.containers[name] for name in shipment.containers]
    journey = journey.with_containers(replace(item, shipment="") for item in inside)
    return journey.with_shipment(replace(shipment, state="unpacked"))
