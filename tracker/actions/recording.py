"""How is something recorded? Load, fold, ask the rule, append, refresh, commit: one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from tracker.actions import consequences
from tracker.domain import identity, receipt, recording
from tracker.domain.events import Actor, Device, Entry, Facts, Signing, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.scans import Scan, furthest, means
from tracker.domain.storage_map import Box
from tracker.domain.visits.places import RESOURCES, capacity
from tracker.reads import colleagues, journeys, ranges
from tracker.store import derived, devices, freezers, log, refused_scans, scanned, visit_places
from tracker.store.db import db

TRIES: Final = 3
"""After a clash the rule is asked again, so that people hear the true reason; not for ever."""

TAKING: Final = frozenset({Kind.VISIT_CONFIRMED, Kind.VISIT_MOVED})
"""What takes places of a site."""

Judged = TypeVar("Judged")

NEAR_MISSES: Final = frozenset({Kind.IDENTITY_MISMATCH, Kind.SCAN_REFUSED})

LOOK_AHEAD: Final = timedelta(days=400)


@dataclass(frozen=True)
class Claim:
    """What somebody says happened, before any rule has judged it.

    `means` is how some of the scans were read, as the page knows it.
    """

    coi: str
    kind: str
    happened_at: datetime
    data: Mapping[str, Any]
    actor: Actor
    scans: tuple[str, ...] = ()
    signings: tuple[Signing, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """When a claim reached us, under which name, and what must be true with it or not at all."""

    now: datetime
    id: str
    also: Callable[[tuple[log.Sealed, ...]], None] | None = None


def request(now: datetime | None = None, request_id: str = "") -> Request:
    """Return a request of this moment, with a name of its own where none was given."""
    return Request(now or datetime.now(UTC), request_id or secrets.token_hex(8))


def record(claim: Claim, asked: Request) -> tuple[log.Sealed, ...]:
    """Record a claim with all that follows from it. Raises Refused, and then nothing was recorded.

    Nothing, but the evidence: what was scanned in vain is kept before the refusal goes on.
    """
    kind = _kind(claim.kind)
    return _tried(lambda: _once(claim, kind, asked))


def rehearse(claim: Claim, asked: Request) -> None:
    """Refuse what a further signature would not save; record nothing but evidence of a refusal."""
    kind = _kind(claim.kind)
    _tried(lambda: _rehearsed(claim, kind, asked))


def _tried(once: Callable[[], tuple[log.Sealed, ...]]) -> tuple[log.Sealed, ...]:
    """Do it, and again where somebody else wrote first. Raises Refused."""
    for _ in range(TRIES):
        try:
            return once()
        except log.Clash:
            db.session.rollback()
        except visit_places.Full:
            db.session.rollback()
        except BaseException:
            db.session.rollback()
            raise
    raise Refused("busy")


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise Refused("unknown_kind", field="kind", kind=name) from None


def _once(claim: Claim, kind: Kind, asked: Request) -> tuple[log.Sealed, ...]:
    told, entries = _judged(claim, kind, asked, recording.record)
    return write(told.journey, told.protocol, entries, asked, limits=_limits(told, kind))


def _rehearsed(claim: Claim, kind: Kind, asked: Request) -> tuple[log.Sealed, ...]:
    _judged(claim, kind, asked, recording.rehearse)
    db.session.rollback()
    return ()


def _judged(
    claim: Claim, kind: Kind, asked: Request, judge: Callable[..., Judged]
) -> tuple[journeys.Told, Judged]:
    """Return the journey and what the rules say of a claim. Raises Refused; evidence is kept."""
    log.writing(claim.coi)
    told = journeys.seen_by(claim.actor, claim.coi)
    plain = _facts(claim, kind, told.site)
    if kind in TAKING:
        visit_places.take_turns(told.site.code)
    try:
        recording.require_new(told.journey, told.entries, plain)
        facts = _informed(plain, told)
        if kind is Kind.ENTRY_STRUCK:
            _require_strikable(told, facts)
        return told, judge(told.journey, told.protocol, facts, asked.now)
    except Refused as refused:
        keep_evidence(told, plain, refused, asked)
        raise


def _require_strikable(told: journeys.Told, facts: Facts) -> None:
    number = facts.data.get("struck")
    if isinstance(number, int) and 1 <= number <= told.journey.last_seq:
        recording.require_no_dependants(told.entries, told.protocol, facts)


def _limits(told: journeys.Told, kind: Kind) -> visit_places.Limits | None:
    """Return the site's limits where this entry takes places; other entries keep what they hold."""
    if kind not in TAKING:
        return None
    return {resource: capacity(told.site, resource) for resource in RESOURCES}


def _facts(claim: Claim, kind: Kind, site: SiteRules) -> Facts:
    return Facts(
        kind=kind,
        happened_at=claim.happened_at,
        data=claim.data,
        actor=claim.actor,
        site=site,
        scans=claim.scans,
        signings=claim.signings,
        means=claim.means,
    )


def _informed(facts: Facts, told: journeys.Told) -> Facts:
    """Add what only the store knows: whose the identifiers are, and which days are taken."""
    journey = told.journey
    first = facts.happened_at.date() - timedelta(days=1)
    last = first + LOOK_AHEAD
    taken = visit_places.counts(facts.site.code, first, last, but=(journey.coi,))
    named = identity.named(facts)
    places = {name.removeprefix("place:") for name in named if name.startswith("place:")}
    known = {place for box in _boxes(facts, places) for place in box.positions()}
    return replace(
        facts,
        owners=journeys.owner(named),
        taken=taken,
        devices=_devices(facts),
        kept=freezers.kept_among(places) if places else {},
        unmapped=frozenset(places - known) if known else frozenset(),
        colleagues=colleagues.of(journey) if facts.data.get("owner") else {},
        usual=_usual(facts, told.protocol, journey.coi),
    )


def _boxes(facts: Facts, places: set[str]) -> tuple[Box, ...]:
    """Return the storage map, where a position is named; a site without one is not held to it."""
    return freezers.boxes(facts.site.code) if places else ()


def _usual(facts: Facts, protocol: Protocol, coi: str) -> Mapping[str, tuple[int, int]]:
    """Return how long the way takes here, where a visit is proposed before its release."""
    if facts.kind not in {Kind.VISIT_PROPOSED, Kind.INDICATION_RECORDED}:
        return {}
    return ranges.usual(facts.site.code, protocol, facts.happened_at, but=coi)


def _devices(facts: Facts) -> Mapping[str, Device]:
    """Return what is known of the shipper and the logger that an attempt to pack names."""
    if facts.kind is not Kind.SHIPMENT_PACKED:
        return {}
    return devices.known(
        (kind, str(facts.data.get(kind, ""))) for kind in ("shipper", "logger")
    )


def write(
    journey: Journey,
    protocol: Protocol,
    entries: tuple[Entry, ...],
    asked: Request,
    *,
    limits: visit_places.Limits | None = None,
) -> tuple[log.Sealed, ...]:
    """Append entries, refresh what is derived, enqueue what follows, and commit.

    Raises `log.Clash` or `visit_places.Full` for the caller to ask the rule again.
    """
    sealed = log.append(entries, request_id=asked.id)
    after = journey
    for entry in entries:
        after = recording.apply(after, protocol, entry)
    if any(entry.kind is Kind.ENTRY_STRUCK for entry in entries):
        after = journeys.tell(journey.coi).journey
    last = sealed[-1]
    found = journeys.derived_from(after, protocol)
    derived.refresh(found, (last.entry.seq, last.digest), limits=limits)
    scanned.keep(_scanned(entries, journey.site or after.site, asked))
    consequences.follow(journey, after, protocol, entries, asked.now)
    if asked.also is not None:
        asked.also(sealed)
    db.session.commit()
    return sealed


def _scanned(
    entries: tuple[Entry, ...], site: str, asked: Request
) -> tuple[scanned.Scanned, ...]:
    """Return what was scanned for these entries; a refused attempt counts once."""
    found = []
    for entry in entries:
        refused = entry.kind in NEAR_MISSES
        code = str(entry.data.get("code", entry.kind.value)) if refused else ""
        for raw, source in [_whole(entry)] if refused else _each(entry):
            found.append(
                scanned.Scanned(
                    at=asked.now,
                    staff_id=entry.by.id,
                    site=site,
                    coi=entry.coi,
                    source=source,
                    raw=raw,
                    code=code,
                    reason=str(entry.data.get("reason", "")),
                    request_id=asked.id,
                )
            )
    return tuple(found)


def _each(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what was scanned for an entry and by those who signed it, with its means."""
    yield from zip(entry.scans, entry.means, strict=True)
    for signature in entry.signatures:
        yield from zip(signature.scans, signature.means, strict=True)


def _whole(entry: Entry) -> tuple[str, str]:
    """Return what was scanned in vain as one text, with its means."""
    said = str(entry.data.get("source", ""))
    return "\n".join(entry.scans), said or furthest(entry.means)


def keep_evidence(
    told: journeys.Told, facts: Facts, refused: Refused, asked: Request
) -> tuple[Entry, ...]:
    """Keep what was scanned in vain, in a transaction of its own that stands whatever follows.

    Where another patient's bag came out of a shipper, the journey it belongs to is told as well.
    """
    evidence = Request(asked.now, asked.id)
    try:
        entries = recording.evidence(told.journey, told.protocol, facts, refused, asked.now)
    except Refused:
        return ()
    if entries:
        write(told.journey, told.protocol, entries, evidence)
    for scan in receipt.strangers(told.journey, facts, refused):
        _tell_owner(told.journey, scan, facts, evidence)
    return entries


def _tell_owner(opened: Journey, scan: Scan, facts: Facts, asked: Request) -> None:
    """Open a deviation in the journey whose bag was found in a shipper of another one."""
    place = opened.shipments[facts.data["shipment"]].to_site
    for coi in sorted({*journeys.owner(scan.values).values()} - {opened.coi}):
        log.writing(coi)
        told = journeys.tell(coi)
        events = receipt.bag_elsewhere(told.journey, scan, place, facts)
        if entries := recording.by_service(told.journey, events, asked.now):
            write(told.journey, told.protocol, entries, asked)


@dataclass(frozen=True)
class Stray:
    """A scan that was refused where no journey is known that could hold it.

    `site` is where it was made; "" takes it for the first place of whoever made it.
    """

    raw: str
    code: str
    means: str = ""
    reason: str = ""
    site: str = ""


def keep_stray(stray: Stray, actor: Actor, asked: Request) -> None:
    """Keep a scan apart from every journey."""
    log.writing()
    site = stray.site or next((grant.place for grant in actor.grants), "")
    raw, code = stray.raw, stray.code
    kept = refused_scans.RefusedScan(asked.now, actor.id, site, raw, code, asked.id)
    refused_scans.keep(kept)
    parts = (site, "", means(raw, stray.means), raw, code, stray.reason, asked.id)
    scanned.keep((scanned.Scanned(asked.now, actor.id, *parts),))
    db.session.commit()
