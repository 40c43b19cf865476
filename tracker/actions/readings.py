"""How does a logger's file become an entry? It is judged as it streams by; whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import IO, Any, Final

from tracker.actions import recording
from tracker.domain import authority, conditions, logger_lines, loggers, readings, shipments
from tracker.domain.chain import instant
from tracker.domain.events import Actor, Facts
from tracker.domain.journey import Shipment
from tracker.domain.kinds import Kind
from tracker.domain.logger_lines import Reading, Unread
from tracker.domain.loggers import Profile
from tracker.domain.readings import Judged, Leg
from tracker.domain.recording import CLOCK_TOLERANCE
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.reads.journeys import Told
from tracker.store import readings as store
from tracker.store.log import Sealed

LARGEST: Final = 128 << 20
"""Some four million lines: a reading a second for six weeks."""

JSON_MODEL: Final = "sent as JSON"


@dataclass(frozen=True)
class Delivery:
    """What was handed in for one shipment: by whom, and what the file was called."""

    coi: str
    shipment: str
    actor: Actor
    name: str = ""


def attach_file(
    source: IO[bytes], model: str, delivery: Delivery, asked: recording.Request
) -> tuple[Sealed, ...]:
    """Attach a logger's file, read as the site's profile of its model says. Raises Refused."""
    told = _allowed(delivery, asked.now)
    profile = profile_of(told.site.code, model)
    try:
        with store.arriving(source, LARGEST) as arrived:
            return _attach(told, delivery, profile, arrived, asked)
    except store.TooLarge:
        raise Refused("file_too_large", limit=LARGEST >> 20) from None


def attach_readings(
    raw: bytes,
    said: Iterable[Reading],
    interval: int,
    delivery: Delivery,
    asked: recording.Request,
) -> tuple[Sealed, ...]:
    """Attach readings that a machine sent, and keep them as they were sent. Raises Refused."""
    told = _allowed(delivery, asked.now)
    profile = Profile(model=JSON_MODEL, interval_seconds=interval)
    with store.arriving(BytesIO(raw), LARGEST) as arrived:
        judged = readings.judge(said, _leg(told, delivery.shipment, profile, asked.now))
        return _record(_Whole(told, delivery, profile, arrived), judged, asked)


def profile_of(site: str, model: str) -> Profile:
    """Return a site's profile of a logger. Raises Refused for an unknown one."""
    found = store.profile(site, model)
    if found is None:
        raise Refused("unknown_profile", model=model or "without a name", site=site)
    return loggers.from_data(found)


@dataclass(frozen=True)
class _Whole:
    """A file that was read to its end, and whose it is."""

    told: Told
    delivery: Delivery
    profile: Profile
    arrived: store.Arrived


def _allowed(delivery: Delivery, now: datetime) -> Told:
    """Return the journey, before anything is read for somebody who may not record it."""
    told = journeys.seen_by(delivery.actor, delivery.coi)
    shipments.find(told.journey, delivery.shipment)
    facts = Facts(Kind.READINGS_ATTACHED, now, {}, delivery.actor, told.site)
    authority.require_allowed(told.journey, told.protocol, facts)
    return told


def _leg(told: Told, name: str, profile: Profile, now: datetime) -> Leg:
    shipment: Shipment = shipments.find(told.journey, name)
    low, high = conditions.limits(told.protocol, shipment)
    return Leg(
        since=shipment.packed_at,
        until=shipment.received_at,
        expected=shipment.expected_arrival,
        low=low / 10,
        high=high / 10,
        interval=profile.interval_seconds,
        now=now + CLOCK_TOLERANCE,
    )


def _attach(
    told: Told,
    delivery: Delivery,
    profile: Profile,
    arrived: store.Arrived,
    asked: recording.Request,
) -> tuple[Sealed, ...]:
    with arrived.path.open("rb") as start:
        codec = loggers.readable_as(profile, start.read(4))
    try:
        with arrived.path.open(encoding=codec) as lines:
            # A line is asked for in pieces: one without an end would be held whole.
            pieces = iter(partial(lines.readline, logger_lines.LONGEST_LINE + 1), "")
            said: Iterable[Reading | Unread] = logger_lines.read(pieces, profile)
            judged = readings.judge(said, _leg(told, delivery.shipment, profile, asked.now))
            mixed = isinstance(lines.newlines, tuple)
    except UnicodeError as fault:
        raise Refused("file_unreadable", why=f"it is not {profile.encoding}") from fault
    if mixed:
        more = "Its lines end in more than one way; each was read as a line."
        judged = replace(judged, findings=(*judged.findings, more))
    return _record(_Whole(told, delivery, profile, arrived), judged, asked)


def _record(whole: _Whole, judged: Judged, asked: recording.Request) -> tuple[Sealed, ...]:
    """Record the entry and what was read together with the file, or none of them."""
    delivery, digest = whole.delivery, whole.arrived.digest
    if any(each.digest == digest for each in store.of(delivery.coi, delivery.shipment)):
        raise Refused("readings_known", shipment=delivery.shipment)

    def also(sealed: tuple[Sealed, ...]) -> None:
        whole.arrived.keep()
        store.add(_kept(whole, judged, sealed[0].entry.seq, asked.now))
        if asked.also is not None:
            asked.also(sealed)

    claim = recording.Claim(
        coi=delivery.coi,
        kind=Kind.READINGS_ATTACHED.value,
        happened_at=asked.now,
        data=_data(whole, judged),
        actor=delivery.actor,
    )
    return recording.record(claim, replace(asked, also=also))


def _data(whole: _Whole, judged: Judged) -> dict[str, Any]:
    return {
        "shipment": whole.delivery.shipment,
        "file_digest": whole.arrived.digest,
        "min_c_tenths": judged.min_c_tenths,
        "max_c_tenths": judged.max_c_tenths,
        "minutes_out": judged.minutes_out,
        "readings": judged.readings,
        "profile": whole.profile.model,
        "first_at": instant(judged.first_at),
        "last_at": instant(judged.last_at),
        "findings": list(judged.findings),
    }


def _kept(whole: _Whole, judged: Judged, seq: int, now: datetime) -> store.Kept:
    return store.Kept(
        coi=whole.delivery.coi,
        shipment=whole.delivery.shipment,
        digest=whole.arrived.digest,
        seq=seq,
        name=whole.delivery.name[-200:],
        size=whole.arrived.size,
        profile=loggers.as_data(whole.profile),
        buckets=judged.buckets,
        kept_at=now,
    )
