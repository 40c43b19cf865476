"""Did it stay cold? Readings, and excursions that stop a shipment until a person decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tracker.domain import holds, shipments
from tracker.domain.events import SERVICE, Entry, Event, Facts
from tracker.domain.journey import Hold, Journey, Shipment
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused


def attach(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Attach a logger file's digest and extremes; outside the limits an excursion follows at once."""
    shipment = shipments.find(journey, facts.data["shipment"])
    coldest, warmest = facts.data["min_c_tenths"], facts.data["max_c_tenths"]
    if warmest < coldest:
        raise Refused("end_before_start", field="max_c_tenths")
    readings = Event(Kind.READINGS_ATTACHED, facts.data)
    low, high = limits(protocol, shipment)
    if facts.data["minutes_out"] == 0 and low <= coldest and warmest <= high:
        return (readings,)
    worst = warmest if warmest > high else coldest
    found = {
        "shipment": shipment.id,
        "minutes_out": facts.data["minutes_out"],
        "extreme_c_tenths": worst,
    }
    return (readings, Event(Kind.EXCURSION_FOUND, found, by=SERVICE))


def limits(protocol: Protocol, shipment: Shipment) -> tuple[int, int]:
    """Return the coldest and warmest allowed on this leg, in tenths of a degree Celsius."""
    material = protocol.material
    if shipment.direction == shipments.OUT:
        return material.out_min_c_tenths, material.out_max_c_tenths
    return material.back_min_c_tenths, material.back_max_c_tenths


def attached(journey: Journey, entry: Entry) -> Journey:
    """Fold: readings say how the leg went."""
    shipment = journey.shipments[entry.data["shipment"]]
    return journey.with_shipment(replace(shipment, minutes_out=entry.data["minutes_out"]))


def report(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record an excursion that a person found."""
    shipments.find(journey, facts.data["shipment"])
    return (Event(Kind.EXCURSION_FOUND, facts.data),)


def found(journey: Journey, entry: Entry) -> Journey:
    """Fold: an excursion quarantines what was in the shipment, and what came of it since.

    It stays so until quality lifts the hold.
    """
    shipment = journey.shipments[entry.data["shipment"]]
    reason = f"temperature excursion in shipment {shipment.id}"
    number = f"H{entry.seq}"
    hold = Hold(number, "containers", shipment.containers, reason, entry.happened_at)
    return holds.stop(journey, hold)
