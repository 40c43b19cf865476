"""A journey told to the bare rules: no database, and no clock but the tale's own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from tracker.demo import cast
from tracker.demo.tale import Attempt, Tale
from tracker.domain import isbt128, opening, recording
from tracker.domain.events import Actor, Entry, Facts, Person, SiteRules
from tracker.domain.journey import Container, Journey, Visit
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.protocols import load

FIRST_MOMENT = datetime(2026, 3, 2, 14, tzinfo=UTC)
SITE = cast.SITES[0]
MEMBERS = (*cast.STAFF, cast.COURIER, cast.AUDITOR, cast.ADMIN)
CAST: Mapping[str, Actor] = {
    member.username: Actor(member.username, member.name, cast.grants(member))
    for member in MEMBERS
}
COLLEAGUES: Mapping[str, Person] = {
    name: Person(actor.id, actor.name, actor.grants[0].role.value, actor.grants[0].place)
    for name, actor in CAST.items()
}
FROZEN, FRESH = "example-frozen", "example-fresh"


@dataclass
class Telling:
    """One journey with its entries. `tale` tells on; `refusal` says what the rules refuse."""

    protocol: Protocol
    journey: Journey
    entries: list[Entry] = field(default_factory=list)
    clock: datetime = FIRST_MOMENT
    site: SiteRules = SITE
    owners: dict[str, str] = field(default_factory=dict)
    taken: dict[str, dict[date, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tale = Tale(self.protocol, self.submit, lambda: self.journey, self.clock, SITE.fin)

    def facts(self, attempt: Attempt) -> Facts:
        return Facts(
            kind=attempt.kind,
            happened_at=attempt.happened_at,
            data=attempt.data,
            actor=CAST[attempt.who],
            site=self.site,
            scans=attempt.scans,
            signings=attempt.signings(CAST.__getitem__),
            owners=self.owners,
            taken=self.taken,
            colleagues=COLLEAGUES,
        )

    def judged(self, facts: Facts) -> tuple[Entry, ...]:
        """Ask the rules, as the service does, and record nothing."""
        entries = recording.record(self.journey, self.protocol, facts, self.tale.clock)
        if facts.kind is Kind.ENTRY_STRUCK:
            recording.require_no_dependants(tuple(self.entries), self.protocol, facts)
        return entries

    def submit(self, attempt: Attempt) -> None:
        self.add(self.judged(self.facts(attempt)))

    def add(self, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            self.entries.append(entry)
            self.journey = recording.apply(self.journey, self.protocol, entry)
        if any(entry.kind is Kind.ENTRY_STRUCK for entry in entries):
            self.journey = self.folded()

    def folded(self) -> Journey:
        return recording.fold(self.journey.coi, self.protocol, self.entries)

    def do(self, who: str, kind: Kind, **parts: Any) -> Journey:
        return self.tale.do(who, kind, **parts)

    def refusal(self, who: str, kind: Kind, **parts: Any) -> Refused:
        """Return how the rules refuse this; whatever they refuse changes nothing."""
        before, count = self.journey, len(self.entries)
        with pytest.raises(Refused) as caught:
            self.tale.do(who, kind, **parts)
        assert (self.journey, len(self.entries)) == (before, count)
        return caught.value

    def bag(self, use: str, state: str = "open") -> Container:
        """Return the first container of one use in one state."""
        return self.journey.containers[self.tale.bags(use, state)[0]]

    def visit(self) -> Visit:
        """Return the visit that was proposed last."""
        return list(self.journey.visits.values())[-1]

    def last(self, kind: Kind) -> Entry:
        """Return the latest entry of a kind."""
        return next(entry for entry in reversed(self.entries) if entry.kind is kind)


@cache
def product(name: str) -> Protocol:
    """Return the latest version of a product, or the one named, as in `example-frozen@1`."""
    published, _, version = name.partition("@")
    library = load()
    return library.get(published, int(version)) if version else library.latest(published)


def unopened(protocol: Protocol, serial: int = 1) -> Telling:
    """Return a journey that nobody has opened yet."""
    return Telling(protocol, Journey(opening.issue_coi(SITE.fin, 2026, serial)))


def opened(protocol: Protocol, serial: int = 1) -> Telling:
    """Return a journey just opened by the coordinator."""
    told = unopened(protocol, serial)
    told.submit(opening_of(told, serial))
    return told


def opening_of(told: Telling, serial: int = 1, **changed: Any) -> Attempt:
    """Return the attempt that opens a journey."""
    pinned = told.protocol
    data = {
        "protocol": pinned.id,
        "protocol_version": pinned.version,
        "protocol_digest": pinned.digest,
        "site": SITE.code,
        "donor": opening.issue_donor(SITE.fin, 77 + serial),
        "priority": "routine",
        "indication": "LBCL",
        **changed,
    }
    return Attempt("cora", Kind.JOURNEY_OPENED, told.tale.clock, data, signers=(("cora", ()),))


@cache
def _chapters(name: str) -> Mapping[str, Telling]:
    """Return the journey as it stands after each chapter, told once per session."""
    told = opened(product(name))
    found = {"opened": _copy(told)}
    for chapter, tell in told.tale.chapters().items():
        tell()
        found[chapter] = _copy(told)
    return found


def _copy(told: Telling) -> Telling:
    return replace(told, entries=[*told.entries], clock=told.tale.clock, owners={}, taken={})


def at(chapter: str, name: str = FROZEN) -> Telling:
    """Return a journey at the end of a chapter, one's own to act on."""
    return _copy(_chapters(name)[chapter])


def starting(told: Telling, din: str = "") -> dict[str, Any]:
    """Return what the nurse scans, signs and writes to start a collection."""
    number = isbt128.DonationNumber.of(din or told.tale.next_din())
    return {
        "scans": (number.encode(),),
        "signed": ("nora",),
        "device": "Example separator",
        "device_serial": "SEP-1",
        "kit_lot": "9912-K",
        "anticoagulant_lot": "ACD-771",
        "access": "port",
    }


def ending(din: str, **changed: Any) -> dict[str, Any]:
    """Return what the nurse signs and writes to end a collection."""
    return {
        "signed": ("nora",),
        "din": din + isbt128.check_character(din),
        "whole_blood_ml": 11800,
        "product_volume_ml": 190,
        "anticoagulant_ml": 860,
        "symptoms": "none",
        **changed,
    }


def written(moment: datetime) -> str:
    """Return a moment as a form sends it."""
    return moment.isoformat()
