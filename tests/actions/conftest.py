"""One hospital with its cast in a real database, and journeys told through the real actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tracker.actions import opening, recording
from tracker.demo import cast
from tracker.demo.tale import MEANING, Attempt, Tale
from tracker.domain.events import Actor, Signing
from tracker.domain.journey import Journey
from tracker.domain.standing import POLICY
from tracker.reads import journeys
from tracker.store import patients, sites, staff, standing
from tracker.store.db import db, writing

BEGIN = datetime(2026, 3, 2, 14, tzinfo=UTC)


@dataclass
class Hospital:
    """A cast that works here, and as many journeys as a test tells."""

    people: dict[str, Actor]
    told: int = 0
    tales: list[tuple[str, Tale]] = field(default_factory=list)

    def signing(self, who: str, *scans: str) -> Signing:
        return Signing(self.people[who], MEANING, scans)

    def open(self, protocol: str = "example-frozen") -> tuple[str, Tale]:
        """Open a journey at Rochester and return it with the tale that tells it."""
        self.told += 1
        wish = opening.Opening(
            protocol=protocol,
            site="RST",
            patient=patients.Patient(
                patients.new_id(),
                f"Pia Example {self.told}",
                date(1961, 5, 4),
                f"MRN-{self.told}",
            ),
            actor=self.people["cora"],
            signings=(self.signing("cora"),),
            indication="LBCL",
        )
        sealed = opening.open_journey(wish, recording.request(BEGIN))
        coi = sealed.entry.coi
        tale = Tale(
            protocol=journeys.library().latest(protocol),
            submit=lambda attempt: self.submit(coi, attempt),
            look=lambda: self.look(coi),
            clock=BEGIN,
            fin="A9990",
            serial=self.told,
        )
        return coi, tale

    def look(self, coi: str) -> Journey:
        return journeys.tell(coi).journey

    def submit(self, coi: str, attempt: Attempt) -> None:
        """Record an attempt as its person, at the time it happens."""
        claim = recording.Claim(
            coi=coi,
            kind=attempt.kind.value,
            happened_at=attempt.happened_at,
            data=attempt.data,
            actor=self.people[attempt.who],
            scans=attempt.scans,
            signings=attempt.signings(self.people.__getitem__),
        )
        recording.record(claim, recording.request(attempt.happened_at))


@pytest.fixture
def hospital(stored: Flask) -> Hospital:  # noqa: ARG001 - it is the context, not a value
    """The cast of the demonstration, on SQLite and again on PostgreSQL."""
    return settled()


def settled() -> Hospital:
    """Put sites, plants and people into the database of this context."""
    writing()
    for site in cast.SITES:
        sites.save(site, sites.Contact())
    for code, name in cast.MAKERS.items():
        sites.save_maker(code, name)
    people = {}
    for member in (*cast.STAFF, cast.COURIER, cast.AUDITOR, cast.ADMIN):
        account = staff.add(
            member.username,
            member.name,
            password=f"{member.username} has a password",
            now=BEGIN,
        )
        staff.grant(account.id, cast.grants(member))
        standing.train(account.id, (member.role,), date(2099, 12, 31), BEGIN)
        standing.accept(account.id, POLICY, BEGIN)
        people[member.username] = account.id
    db.session.commit()
    return Hospital({name: _present(staff.actor(number)) for name, number in people.items()})


def _present(actor: Actor | None) -> Actor:
    assert actor is not None
    return actor
