"""Does what the receiver scanned agree with what was packed? Asked only after the scans are in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain import receipt, shipments
from tracker.domain.custody import MOVING
from tracker.domain.journey import Journey, Shipment
from tracker.domain.receipt import Seen


@dataclass(frozen=True)
class AsRead:
    """What the receiver read off the shipper, before any list was shown."""

    seal: str
    condition: str
    waybill: str = ""


@dataclass(frozen=True)
class Comparison:
    """The packing list beside what was found."""

    seen: Seen
    seal_same: bool
    waybill_same: bool


def compare(
    journey: Journey, shipment_id: str, scans: Iterable[str], as_read: AsRead
) -> Comparison:
    """Compare scans with a shipment's packing list. Raises Refused for an unreadable scan."""
    shipment = shipments.find(journey, shipment_id)
    said = {"seal": as_read.seal, "condition": as_read.condition}
    return Comparison(
        seen=receipt.seen(journey, shipment, receipt.scanned(journey, tuple(scans)), said),
        seal_same=as_read.seal == shipment.seal,
        waybill_same=as_read.waybill in {"", shipment.waybill},
    )


def expected(journey: Journey, places: Iterable[str]) -> tuple[Shipment, ...]:
    """Return the shipments on their way to these places: their contents are not to be shown."""
    held = set(places)
    return tuple(
        shipment
        for shipment in journey.shipments.values()
        if shipment.state in MOVING and (shipment.to_site in held or "*" in held)
    )


def handed_over(journey: Journey, shipment: Shipment) -> bool:
    """Say whether the courier has handed a shipment over at its destination."""
    holders = [journey.containers[name].custodian for name in shipment.containers]
    return all(holder is not None and holder.site == shipment.to_site for holder in holders)
