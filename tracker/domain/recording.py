"""How an attempt becomes entries: every attempt takes the same steps, in this order, or is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from tracker.domain import (
    authority,
    fields,
    holds,
    identity,
    milestones,
    news,
    receipt,
    second_person,
    signatures,
    standing,
    strikes,
)
from tracker.domain.chain import instant, moment
from tracker.domain.events import (
    SERVICE,
    Actor,
    Entry,
    Event,
    Facts,
    Grant,
    Person,
    Signature,
    Signing,
)
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind, Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.registry import REGISTRY
from tracker.domain.scans import furthest, means_of
from tracker.domain.specs import SPECS

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far a workstation's clock may run ahead of ours before its time is refused."""

AFTER_CLOSING: Final = frozenset(
    {
        Kind.IDENTITY_MISMATCH,
        Kind.SCAN_REFUSED,
        Kind.FOLLOW_UP_RECORDED,
        Kind.PATIENT_INFORMED,
        Kind.DEVIATION_OPENED,
        Kind.DEVIATION_ASSIGNED,
        Kind.DEVIATION_CLOSED,
    }
)
"""What may still be written down once a journey is closed."""


def fold(coi: str, protocol: Protocol, entries: Iterable[Entry]) -> Journey:
    """Return the journey its entries tell, leaving out those that were struck."""
    history = tuple(entries)
    struck = {entry.data["struck"] for entry in history if entry.kind is Kind.ENTRY_STRUCK}
    journey = Journey(coi)
    for entry in history:
        if entry.seq in struck:
            journey = replace(journey, last_seq=entry.seq, last_at=entry.recorded_at)
        else:
            journey = apply(journey, protocol, entry)
    return journey


def apply(journey: Journey, protocol: Protocol, entry: Entry) -> Journey:
    """Return the journey after one more entry. Never refuses: what is recorded has happened."""
    _, meaning = REGISTRY[entry.kind]
    journey = milestones.mark(meaning(journey, entry), protocol, entry)
    journey = news.begun(journey, entry)
    return replace(journey, last_seq=entry.seq, last_at=entry.recorded_at)


def record(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Entry, ...]:
    """Return the entries that follow from an attempt. Raises Refused; writes nothing.

    A strike needs `require_no_dependants` as well, which alone must know the whole history.
    """
    facts = _whole(journey, protocol, facts, now)
    least = signatures.needed(protocol, facts)
    signed = signatures.signed(journey, protocol, facts, now, least=least)
    second_person.require_same(journey, facts)
    events = _judge(journey, protocol, facts, now)
    entries = _entries(journey, facts, now, events, signed)
    return (*entries, *_news(journey, protocol, facts, entries))


def require_new(journey: Journey, history: Iterable[Entry], facts: Facts) -> None:
    """Refuse signatures that came before, for the same thing at the same moment: they were sent again."""
    if not facts.signings or facts.happened_at.tzinfo is None:
        return
    for entry in history:
        if entry.seq not in journey.struck and _repeats(facts, entry):
            raise Refused("recorded_already", seq=entry.seq)


def _repeats(facts: Facts, entry: Entry) -> bool:
    said = (facts.kind, facts.scans, moment(instant(facts.happened_at)))
    if said != (entry.kind, entry.scans, entry.happened_at):
        return False
    signed = [(each.person.id, each.meaning) for each in entry.signatures]
    if signed != [(each.actor.id, each.meaning.strip()) for each in facts.signings]:
        return False
    try:
        data = fields.checked(SPECS[facts.kind], facts.data)
    except Refused:
        data = dict(facts.data)
    return {**entry.data, **data} == dict(entry.data)


def rehearse(journey: Journey, protocol: Protocol, facts: Facts, now: datetime) -> None:
    """Refuse what no further signature would save, before a further person is asked to sign."""
    facts = _whole(journey, protocol, facts, now)
    least = min(len(facts.signings) or 1, signatures.needed(protocol, facts))
    signatures.signed(journey, protocol, facts, now, least=least)
    second_person.require_same(journey, facts)
    _judge(journey, protocol, facts, now)


def _whole(journey: Journey, protocol: Protocol, facts: Facts, now: datetime) -> Facts:
    """Return an attempt with all that was scanned and known of it, up to its signatures."""
    _require_open(journey, facts.kind)
    authority.require_allowed(journey, protocol, facts)
    facts = standing.judged(journey, protocol, facts, now)
    facts = replace(facts, happened_at=_judged_time(journey, facts, now))
    identity.require_ours(journey, facts)
    fields.require_shape(SPECS[facts.kind], facts.data)
    facts = identity.resolved(journey, facts)
    return replace(facts, data=fields.checked(SPECS[facts.kind], facts.data))


def _require_open(journey: Journey, kind: Kind) -> None:
    if journey.opened_at is None and kind is not Kind.JOURNEY_OPENED:
        raise Refused("not_found")
    if journey.closed and kind not in AFTER_CLOSING:
        raise Refused("journey_closed")


def _judged_time(journey: Journey, facts: Facts, now: datetime) -> datetime:
    """Return when it happened, to the second. Raises Refused for the future or before the opening."""
    if facts.happened_at.tzinfo is None:
        raise Refused("clock_without_zone", field="happened_at")
    at = moment(instant(facts.happened_at))
    if at > now + CLOCK_TOLERANCE:
        raise Refused("time_in_future", field="happened_at")
    if journey.opened_at is not None and at < journey.opened_at:
        raise Refused("time_before_journey", field="happened_at")
    return at


def _judge(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Ask the holds, the rule of the kind, and the product's own gates and order.

    The rule comes first: it says what is wrong in its own words ("insurance must be approved"),
    where the product's order only knows that a milestone is missing.
    """
    holds.require_free(journey, facts.kind, facts.data.get("shipment", ""))
    rule, _ = REGISTRY[facts.kind]
    events = rule(journey, protocol, facts, now)
    milestones.require_order(journey, protocol, facts.kind, events[0].data)
    return events


def _news(
    journey: Journey, protocol: Protocol, facts: Facts, entries: tuple[Entry, ...]
) -> tuple[Entry, ...]:
    """Return the wait for a human voice that these entries begin."""
    after = journey
    for entry in entries:
        after = apply(after, protocol, entry)
    now = entries[0].recorded_at
    events = news.follows(journey, after, facts.site, now)
    return by_service(after, events, now)


def by_service(journey: Journey, events: tuple[Event, ...], now: datetime) -> tuple[Entry, ...]:
    """Return the entries of what follows by rule, with nobody acting."""
    return tuple(
        Entry(
            coi=journey.coi,
            seq=journey.last_seq + number,
            kind=event.kind,
            happened_at=moment(instant(now)),
            recorded_at=now,
            by=_service(journey),
            data=event.data,
        )
        for number, event in enumerate(events, start=1)
    )


def _entries(
    journey: Journey,
    facts: Facts,
    now: datetime,
    events: tuple[Event, ...],
    signed: tuple[Signature, ...],
) -> tuple[Entry, ...]:
    """Give the events their numbers; scans and signatures belong to the first, which the person did."""
    entries = []
    for offset, event in enumerate(events):
        first = offset == 0
        by = _service(journey) if event.by == SERVICE else authority.person(journey, facts)
        entries.append(
            Entry(
                coi=journey.coi,
                seq=journey.last_seq + 1 + offset,
                kind=event.kind,
                happened_at=facts.happened_at,
                recorded_at=now,
                by=by,
                data=event.data,
                scans=facts.scans if first else (),
                means=means_of(facts.scans, facts.means) if first else (),
                signatures=signed if first else (),
            )
        )
    return tuple(entries)


def _service(journey: Journey) -> Person:
    return replace(SERVICE, site=journey.site)


def kept(journey: Journey, facts: Facts, refused: Refused, now: datetime) -> Entry | None:
    """Return the entry to keep of a refused attempt, or None when nothing was scanned.

    A refused scan is evidence: what was scanned, by whom, and why it was refused.
    """
    scans = identity.all_scans(facts)
    event = refused.keep
    if event is None and scans:
        words = {"code": refused.code, "sentence": refused.sentence}
        event = Event(Kind.SCAN_REFUSED, {**words, "attempted": facts.kind.value})
    if event is None or journey.opened_at is None:
        return None
    means = means_of(scans, facts.means)
    source = {"source": furthest(means)} if scans else {}
    return Entry(
        coi=journey.coi,
        seq=journey.last_seq + 1,
        kind=event.kind,
        happened_at=moment(instant(now)),
        recorded_at=now,
        by=_whoever(journey, facts),
        data={**event.data, **source},
        scans=scans,
        means=means,
    )


def evidence(
    journey: Journey, protocol: Protocol, facts: Facts, refused: Refused, now: datetime
) -> tuple[Entry, ...]:
    """Return what to keep of a refused attempt, and what it shows to be off plan."""
    entry = kept(journey, facts, refused, now)
    if entry is None:
        return ()
    after = apply(journey, protocol, entry)
    strange = receipt.strangers(journey, facts, refused)
    return (
        entry,
        *by_service(after, receipt.strange_bag(after, facts) if strange else (), now),
    )


def _whoever(journey: Journey, facts: Facts) -> Person:
    """Return who tried, also when they hold no role that fits."""
    try:
        return authority.person(journey, facts)
    except Refused:
        grant = next(iter(facts.actor.grants), Grant(Role.PARTNER, ""))
        return Person(facts.actor.id, facts.actor.name, grant.role.value, grant.place)


def require_no_dependants(history: tuple[Entry, ...], protocol: Protocol, facts: Facts) -> None:
    """Refuse a strike on which later entries rest.

    The history is read twice, with and without the entry: a later entry that the rules refuse without
    it, and with it not, or for something else that was not asked yet when it was written, is the
    dependence. So a new rule needs no list of what depends on what.
    """
    number = facts.data["struck"]
    target = next(entry for entry in history if entry.seq == number)
    strikes.require_strikable(target)
    already = {entry.data["struck"] for entry in history if entry.kind is Kind.ENTRY_STRUCK}
    counted = [entry for entry in history if entry.seq not in already]
    before = [entry for entry in counted if entry.seq < number]
    without = fold(target.coi, protocol, before)
    full = apply(without, protocol, target)
    for entry in counted:
        if entry.seq <= number:
            continue
        again = _as_attempted(entry, facts)
        code = _refusal(without, protocol, again)
        if code and code != _refusal(full, protocol, again):
            words = {"seq": number, "dependant": entry.seq, "kind": entry.kind.value}
            raise Refused("strike_has_dependants", **words)
        without, full = apply(without, protocol, entry), apply(full, protocol, entry)
    strikes.require_held(full, without, facts)


def _refusal(journey: Journey, protocol: Protocol, facts: Facts) -> str:
    """Return the code with which the rules of today refuse an entry, "" where they do not."""
    if facts.kind in {Kind.ENTRY_STRUCK, Kind.IDENTITY_MISMATCH, Kind.SCAN_REFUSED}:
        return ""
    try:
        _judge(journey, protocol, facts, facts.happened_at)
    except Refused as refused:
        return refused.code
    return ""


def _as_attempted(entry: Entry, facts: Facts) -> Facts:
    """Return an old entry as the attempt it once was."""
    return Facts(
        kind=entry.kind,
        happened_at=entry.happened_at,
        data=entry.data,
        actor=_actor(entry.by),
        site=facts.site,
        scans=entry.scans,
        signings=tuple(
            Signing(_actor(signature.person), signature.meaning, signature.scans)
            for signature in entry.signatures
        ),
        colleagues=holds.owner_then(entry),
    )


def _actor(person: Person) -> Actor:
    """Return a person as the actor they were; the service acts as a coordinator would."""
    role = Role.COORDINATOR if person.role == SERVICE.role else Role(person.role)
    return Actor(person.id, person.name, (Grant(role, person.site),))
