"""Packing, the courier's news, and a receipt that is blind: the receiver scans what no screen shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from tracker.domain import collection, custody, devices, holds, labelling
from tracker.domain.authority import person
from tracker.domain.chain import moment
from tracker.domain.events import SERVICE, Data, Entry, Event, Facts, SiteRules
from tracker.domain.identity import container_of
from tracker.domain.journey import Container, Hold, Journey, Shipment
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.scans import read

OUT, BACK = "out", "back"
RESOLVE_WITHIN: Final = timedelta(days=3)
"""Until when somebody says what became of what was not as packed."""


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
    fit = devices.require_fit(facts, arrival)
    for name in facts.data["containers"]:
        container = custody.require_usable(journey, facts, name)
        _require_packable(journey, container)
        if direction == OUT:
            _require_ready_out(journey, protocol, facts, container)
        else:
            require_released(journey, container)
        if container.expires_on and container.expires_on < arrival.date():
            raise Refused("expires_in_transit", container=name)
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


def receive(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Open a shipper and compare what was scanned with the packing list, then decide.

    Accepting needs everything: the seal as packed, an intact shipper, nothing missing, nothing extra.
    Otherwise two people quarantine or reject it, and say why.
    """
    shipment = find(journey, facts.data["shipment"])
    if shipment.state not in custody.MOVING:
        raise Refused("shipment_state", shipment=shipment.id, state=shipment.state)
    who = person(journey, facts)
    if who.site != shipment.to_site:
        raise Refused("wrong_destination", shipment=shipment.id, place=shipment.to_site)
    _require_handed_over(journey, shipment, who.site)
    found = _scanned(journey, facts)
    missing = sorted(set(shipment.containers) - found)
    extra = sorted(found - set(shipment.containers))
    _require_resolved(shipment, facts, missing, extra)
    seen = {"found": sorted(found), "missing": missing, "extra": extra}
    receipt = Event(facts.kind, {**facts.data, **seen, "direction": shipment.direction})
    return (receipt, *_differences(journey, shipment, facts, receipt.data))


def _differences(
    journey: Journey, shipment: Shipment, facts: Facts, seen: Data
) -> Iterator[Event]:
    """Yield a deviation for each thing that is not as packed: each is resolved, and by itself."""
    found = [f"{name} is missing" for name in seen["missing"]]
    found += [f"{name} was not on the packing list" for name in seen["extra"]]
    if facts.data["seal"] != shipment.seal:
        found.append(f"the seal reads {facts.data['seal']}, packed with {shipment.seal}")
    if facts.data["condition"] != "intact":
        found.append("the shipper is damaged")
    if facts.data.get("waybill", shipment.waybill) != shipment.waybill:
        found.append(f"the waybill reads {facts.data['waybill']}, sent with {shipment.waybill}")
    due = (facts.happened_at + RESOLVE_WITHIN).date().isoformat()
    for number, what in enumerate(found, start=journey.last_seq + 2):
        about = f"Shipment {shipment.id}: {what}."
        opened = {"about": about, "deviation": f"D{number}", "due_on": due}
        yield Event(Kind.DEVIATION_OPENED, opened, by=SERVICE)


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
        "due_on": (facts.happened_at + RESOLVE_WITHIN).date().isoformat(),
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


def _require_handed_over(journey: Journey, shipment: Shipment, site: str) -> None:
    """Ask that the courier handed the shipper over here before anyone opens it."""
    for name in shipment.containers:
        holder = journey.containers[name].custodian
        if holder is None or holder.site != site:
            named = f"{holder.name}, {holder.role}" if holder else "nobody"
            raise Refused("not_custodian", container=name, custodian=named)


def _scanned(journey: Journey, facts: Facts) -> set[str]:
    found = (container_of(journey, read(raw)) for raw in facts.scans)
    return {container.id for container in found if container is not None}


def _require_resolved(
    shipment: Shipment, facts: Facts, missing: list[str], extra: list[str]
) -> None:
    whole = facts.data["seal"] == shipment.seal and facts.data["condition"] == "intact"
    if facts.data["outcome"] == "accept":
        if missing or extra or not whole:
            nothing = "none" if whole else "none, but the seal or the shipper is not as packed"
            words: dict[str, Any] = {
                "missing": ", ".join(missing) or nothing,
                "extra": ", ".join(extra) or "none",
            }
            raise Refused("receipt_unresolved", **words)
    elif not facts.data.get("reason"):
        raise Refused("reason_missing", field="reason")


def received(journey: Journey, entry: Entry) -> Journey:
    """Fold: the shipper is open; its containers are here, quarantined unless accepted.

    A quarantine is a hold that quality lifts; what was rejected stays out of use. A container that was
    on the list but not in the shipper stays with whoever received it, until they say what became of it.
    """
    data = entry.data
    shipment = journey.shipments[data["shipment"]]
    state = {"accept": "accepted", "quarantine": "quarantined", "reject": "rejected"}
    concerned = [
        item
        for item in journey.present()
        if item.id in {*shipment.containers, *data["found"]} and item.state == "open"
    ]
    journey = journey.with_containers(_arrived(item, shipment, entry) for item in concerned)
    opened = replace(shipment, state=state[data["outcome"]], received_at=entry.happened_at)
    journey = journey.with_shipment(opened)
    if data["outcome"] != "quarantine":
        return journey
    names = tuple(item.id for item in concerned)
    hold = Hold(f"H{entry.seq}", "containers", names, data["reason"], entry.happened_at)
    return holds.stop(journey, hold)


def _arrived(container: Container, shipment: Shipment, entry: Entry) -> Container:
    """Return a container as the receiver holds it now."""
    outcome, lost = entry.data["outcome"], container.id not in entry.data["found"]
    why = container.quarantine
    if outcome == "reject":
        why = f"rejected at receipt: {entry.data['reason']}"
    if lost:
        why = f"missing at receipt: {entry.data['reason']}"
    return replace(
        container,
        custodian=entry.by,
        offer=None,
        shipment="",
        place="missing" if lost else entry.by.site,
        quarantine=why,
        unstored_since=entry.happened_at if container.frozen_at and not lost else None,
        received_for_use=shipment.direction == BACK and outcome != "reject" and not lost,
    )


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
