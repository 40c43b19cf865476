"""How is something recorded? Load, fold, ask the rule, append, refresh, commit: one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from tracker.actions import consequences
from tracker.domain import identity, recording, summary
from tracker.domain.events import Actor, Entry, Facts, Signing, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import derived, log, refused_scans, visit_places
from tracker.store.db import db

TRIES: Final = 3
"""After a clash the rule is asked again, so that people hear the true reason; not for ever."""

LOOK_AHEAD: Final = timedelta(days=400)


@dataclass(frozen=True)
class Claim:
    """What somebody says happened, before any rule has judged it."""

    coi: str
    kind: str
    happened_at: datetime
    data: Mapping[str, Any]
    actor: Actor
    scans: tuple[str, ...] = ()
    signings: tuple[Signing, ...] = ()


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
    for _ in range(TRIES):
        try:
            return _once(claim, kind, asked)
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
    log.writing(claim.coi)
    told = journeys.seen_by(claim.actor, claim.coi)
    plain = _facts(claim, kind, told.site)
    try:
        facts = _informed(plain, told.journey)
        if kind is Kind.ENTRY_STRUCK:
            _require_strikable(told, facts)
        entries = recording.record(told.journey, told.protocol, facts, asked.now)
    except Refused as refused:
        _keep_evidence(told, plain, refused, asked)
        raise
    return write(told.journey, told.protocol, entries, asked, capacity=_capacity(told, kind))


def _require_strikable(told: journeys.Told, facts: Facts) -> None:
    number = facts.data.get("struck")
    if isinstance(number, int) and 1 <= number <= told.journey.last_seq:
        recording.require_no_dependants(told.entries, told.protocol, facts)


def _capacity(told: journeys.Told, kind: Kind) -> int | None:
    """Return the site's limit where this entry takes a place; other entries keep what they hold."""
    taking = kind in {Kind.VISIT_CONFIRMED, Kind.VISIT_MOVED}
    return told.site.infusions_per_day if taking else None


def _facts(claim: Claim, kind: Kind, site: SiteRules) -> Facts:
    return Facts(
        kind=kind,
        happened_at=claim.happened_at,
        data=claim.data,
        actor=claim.actor,
        site=site,
        scans=claim.scans,
        signings=claim.signings,
    )


def _informed(facts: Facts, journey: Journey) -> Facts:
    """Add what only the store knows: whose the identifiers are, and which days are taken."""
    first = facts.happened_at.date() - timedelta(days=1)
    booked = visit_places.counts(facts.site.code, first, first + LOOK_AHEAD, but=journey.coi)
    return _with(facts, journeys.owner(identity.named(facts)), booked)


def _with(facts: Facts, owners: Mapping[str, str], booked: Mapping[date, int]) -> Facts:
    return Facts(
        **{**vars(facts), "owners": owners, "booked": booked},
    )


def write(
    journey: Journey,
    protocol: Protocol,
    entries: tuple[Entry, ...],
    asked: Request,
    *,
    capacity: int | None = None,
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
    found = derived.Derived(summary.summary(after, protocol), summary.identifiers(after))
    last = sealed[-1]
    derived.refresh(found, (last.entry.seq, last.digest), capacity=capacity)
    consequences.follow(journey, after, protocol, entries, asked.now)
    if asked.also is not None:
        asked.also(sealed)
    db.session.commit()
    return sealed


def _keep_evidence(told: journeys.Told, facts: Facts, refused: Refused, asked: Request) -> None:
    """Keep what was scanned in vain, in a transaction of its own that stands whatever follows."""
    try:
        entry = recording.kept(told.journey, facts, refused, asked.now)
    except Refused:
        return
    if entry is not None:
        evidence = Request(asked.now, asked.id)
        write(told.journey, told.protocol, (entry,), evidence)


def keep_stray(raw: str, actor: Actor, code: str, asked: Request) -> None:
    """Keep a scan that was refused where no journey is known that could hold it."""
    log.writing()
    site = next((grant.place for grant in actor.grants), "")
    kept = refused_scans.RefusedScan(asked.now, actor.id, site, raw, code, asked.id)
    refused_scans.keep(kept)
    db.session.commit()
