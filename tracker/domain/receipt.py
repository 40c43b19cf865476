"""A receipt is blind: the receiver scans what no screen shows, and each difference is resolved by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain import custody, holds, shipments
from tracker.domain.authority import person
from tracker.domain.events import SERVICE, Data, Entry, Event, Facts
from tracker.domain.identity import all_scans, container_of
from tracker.domain.journey import Container, Hold, Journey, Shipment
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.scans import Scan, read


@dataclass(frozen=True)
class Seen:
    """What came out of a shipper, compared with what was packed.

    `strange` says that a bag of another patient was in it, and nobody has resolved that yet.
    """

    found: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    damaged: tuple[str, ...]
    closed: bool
    strange: bool

    @property
    def whole(self) -> bool:
        """Say whether all is as packed, so that the shipment may be accepted."""
        apart = self.missing or self.extra or self.damaged
        return self.closed and not apart and not self.strange


def seen(journey: Journey, shipment: Shipment, found: set[str], said: Data) -> Seen:
    """Compare what was scanned, and what the receiver says of it, with the packing list."""
    packed = set(shipment.containers)
    return Seen(
        found=tuple(sorted(found)),
        missing=tuple(sorted(packed - found)),
        extra=tuple(sorted(found - packed)),
        damaged=tuple(sorted(said.get("damaged", ()))),
        closed=said.get("seal") == shipment.seal and said.get("condition") == "intact",
        strange=any(item.shipment == shipment.id for item in journey.open_deviations()),
    )


def receive(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Open a shipper and compare what was scanned with the packing list, then decide.

    Accepting needs everything: the seal as packed, shipper and bags intact, nothing missing, nothing
    extra. Otherwise two people quarantine or reject it, and say why.
    """
    shipment = shipments.find(journey, facts.data["shipment"])
    if shipment.state not in custody.MOVING:
        raise Refused("shipment_state", shipment=shipment.id, state=shipment.state)
    who = person(journey, facts)
    if who.site != shipment.to_site:
        raise Refused("wrong_destination", shipment=shipment.id, place=shipment.to_site)
    _require_handed_over(journey, shipment, who.site)
    compared = seen(journey, shipment, scanned(journey, facts.scans), facts.data)
    for name in compared.damaged:
        if name not in compared.found:
            raise Refused("scan_missing", what=f"{name}, which is said to be damaged")
    _require_resolved(facts, compared)
    lists = {"found": compared.found, "missing": compared.missing, "extra": compared.extra}
    told = {name: list(value) for name, value in lists.items()}
    receipt = Event(facts.kind, {**facts.data, **told, "direction": shipment.direction})
    return (receipt, *_differences(journey, shipment, facts, compared))


def _differences(
    journey: Journey, shipment: Shipment, facts: Facts, compared: Seen
) -> Iterator[Event]:
    """Yield a deviation for each thing that is not as packed: each is resolved, and by itself."""
    found = [f"{name} is missing" for name in compared.missing]
    found += [f"{name} was not on the packing list" for name in compared.extra]
    found += [f"{name} is damaged" for name in compared.damaged]
    if facts.data["seal"] != shipment.seal:
        found.append(f"the seal reads {facts.data['seal']}, packed with {shipment.seal}")
    if facts.data["condition"] != "intact":
        found.append("the shipper or its seal is damaged")
    if facts.data.get("waybill", shipment.waybill) != shipment.waybill:
        found.append(f"the waybill reads {facts.data['waybill']}, sent with {shipment.waybill}")
    for number, what in enumerate(found, start=journey.last_seq + 2):
        opened = {
            "about": f"Shipment {shipment.id}: {what}.",
            "deviation": f"D{number}",
            "due_on": shipments.due(facts.happened_at),
        }
        yield Event(Kind.DEVIATION_OPENED, opened, by=SERVICE)


def _require_handed_over(journey: Journey, shipment: Shipment, site: str) -> None:
    """Ask that the courier handed the shipper over here before anyone opens it."""
    for name in shipment.containers:
        holder = journey.containers[name].custodian
        if holder is None or holder.site != site:
            named = f"{holder.name}, {holder.role}" if holder else "nobody"
            raise Refused("not_custodian", container=name, custodian=named)


def scanned(journey: Journey, raws: tuple[str, ...]) -> set[str]:
    """Return the containers of this journey among what was scanned."""
    found = (container_of(journey, read(raw)) for raw in raws)
    return {container.id for container in found if container is not None}


def _require_resolved(facts: Facts, compared: Seen) -> None:
    if facts.data["outcome"] != "accept":
        if not facts.data.get("reason"):
            raise Refused("reason_missing", field="reason")
        return
    if compared.whole:
        return
    named = (
        ("missing", compared.missing),
        ("extra", compared.extra),
        ("damaged", compared.damaged),
    )
    what = [f"{word}: {', '.join(names)}" for word, names in named if names]
    if not compared.closed:
        what.append("the seal or the shipper is not as packed")
    if compared.strange:
        what.append("another patient's bag was in it")
    raise Refused("receipt_unresolved", what="; ".join(what))


def received(journey: Journey, entry: Entry) -> Journey:
    """Fold: the shipper is open; its containers are here, quarantined unless accepted.

    A quarantine is a hold that quality lifts; what was rejected stays out of use, and so does a bag that
    is damaged. A container that was on the list but not in the shipper stays with whoever received it,
    until they say what became of it.
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
    return holds.awaiting(holds.stop(journey, hold), hold, shipment.id)


def _arrived(container: Container, shipment: Shipment, entry: Entry) -> Container:
    """Return a container as the receiver holds it now."""
    outcome, lost = entry.data["outcome"], container.id not in entry.data["found"]
    why = container.quarantine
    if outcome == "reject":
        why = f"rejected at receipt: {entry.data['reason']}"
    if container.id in entry.data.get("damaged", ()):
        why = custody.DAMAGED_AT_RECEIPT
    if lost:
        why = f"missing at receipt: {entry.data['reason']}"
    return replace(
        container,
        custodian=entry.by,
        offer=None,
        shipment="",
        # A bag that was not on the list may stand in a freezer of the sender, as far as anybody knew.
        stored="",
        place="missing" if lost else entry.by.site,
        quarantine=why,
        unstored_since=entry.happened_at if container.frozen_at and not lost else None,
        came_by="" if lost else shipment.id,
        received_for_use=shipment.direction == shipments.BACK
        and outcome != "reject"
        and not lost,
    )


# --- another patient's bag


def strangers(journey: Journey, facts: Facts, refused: Refused) -> tuple[Scan, ...]:
    """Return the bags that are not this patient's among what was scanned out of a closed shipper."""
    shipment = journey.shipments.get(str(facts.data.get("shipment")))
    asked = facts.kind is Kind.SHIPMENT_RECEIVED and refused.code == "identity_mismatch"
    if not asked or shipment is None or shipment.state not in custody.MOVING:
        return ()
    scans = (read(raw) for raw in all_scans(facts))
    return tuple(
        scan
        for scan in scans
        if (scan.product or scan.foreign) and container_of(journey, scan) is None
    )


def strange_bag(journey: Journey, facts: Facts) -> tuple[Event, ...]:
    """Say, in the journey whose shipper it is, that another patient's bag was in it; said once.

    Nothing of the other patient is said here: whose bag it is, that journey hears for itself.
    """
    name = str(facts.data["shipment"])
    about = f"Shipment {name}: another patient's bag was in it. Keep it apart, in the cold."
    return _opened(journey, facts, about, {"shipment": name})


def bag_elsewhere(journey: Journey, scan: Scan, place: str, facts: Facts) -> tuple[Event, ...]:
    """Say, in the journey whose bag it is, where it was found; nothing of the other patient is said."""
    found = container_of(journey, scan)
    what = found.id if found else f"A bag of donation {scan.din}" if scan.din else scan.foreign
    about = f"{what} came out of a shipper of another journey, opened at {place}."
    return _opened(journey, facts, about, {})


def _opened(journey: Journey, facts: Facts, about: str, more: Data) -> tuple[Event, ...]:
    if any(item.about == about for item in journey.open_deviations()):
        return ()
    opened = {
        "about": about,
        "deviation": f"D{journey.last_seq + 1}",
        "due_on": shipments.due(facts.happened_at),
        **more,
    }
    return (Event(Kind.DEVIATION_OPENED, opened, by=SERVICE),)
