"""How a journey begins, and which other identifiers belong to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from tracker.domain import indication
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.isbt128 import ChainOfIdentity, DonorNumber
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

SERIAL_DIGITS: Final = 6
DONOR_DIGITS: Final = 16


def issue_coi(fin: str, year: int, serial: int) -> str:
    """Return the chain-of-identity identifier for one therapy episode (structure 040, 15 characters).

    The serial is numeric on purpose: a mixed one makes a linear code too wide for a 50 mm quadrant.
    """
    text = f"CH{fin}{year % 100:02d}{serial:0{SERIAL_DIGITS}d}"
    return ChainOfIdentity.of(text).coi


def issue_donor(fin: str, number: int) -> str:
    """Return the donor number on a wristband (structure 019): means nothing outside this service."""
    return DonorNumber(fin, f"{number:0{DONOR_DIGITS}d}").content()


def open_journey(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Open a journey once, pinned to the exact protocol text it begins with."""
    if journey.opened_at is not None:
        raise Refused("already_open")
    pinned = (
        facts.data["protocol"],
        facts.data["protocol_version"],
        facts.data["protocol_digest"],
    )
    if pinned != (protocol.id, protocol.version, protocol.digest):
        raise Refused("unknown_protocol", protocol=f"{pinned[0]} version {pinned[1]}")
    if facts.data["site"] != facts.site.code:
        raise Refused("unknown_site", site=facts.data["site"])
    data = {**facts.data, "maker": protocol.maker}
    if settled := indication.settled(protocol, data.pop("indication", "")):
        data["indication"] = settled
    return (Event(Kind.JOURNEY_OPENED, data),)


def opened(journey: Journey, entry: Entry) -> Journey:
    """Fold: the journey is open."""
    data = entry.data
    return replace(
        journey,
        protocol=data["protocol"],
        protocol_version=data["protocol_version"],
        protocol_digest=data["protocol_digest"],
        site=data["site"],
        maker=data["maker"],
        donor=data["donor"],
        priority=data["priority"],
        indication=data.get("indication", ""),
        opened_at=entry.happened_at,
    )


def link(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Link a maker's or another site's identifier; one value belongs to one journey only."""
    value = facts.data["value"]
    if value in journey.links:
        raise Refused("identifier_known", value=value)
    if facts.owners.get(f"foreign:{value}", journey.coi) != journey.coi:
        raise Refused("identifier_taken", value=value)
    return (Event(Kind.IDENTIFIER_LINKED, facts.data),)


def linked(journey: Journey, entry: Entry) -> Journey:
    """Fold: this value now means this journey."""
    return replace(journey, links={**journey.links, entry.data["value"]: entry.data["system"]})
