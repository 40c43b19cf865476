"""Who is in front of the pages in a test, and how far has the journey been told?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.real_browser import served
from tests.web.two_people import Visitor
from tracker import create_app
from tracker.actions import opening, recording
from tracker.demo import cast
from tracker.demo.tale import MEANING, Attempt, Tale
from tracker.domain.events import Actor, Signing
from tracker.domain.journey import Journey
from tracker.domain.standing import POLICY
from tracker.reads import journeys
from tracker.store import log, patients, sites, staff, standing
from tracker.store.db import db
from tracker.web.guards import limiter

START = datetime(2026, 3, 2, 14, tzinfo=UTC)
"""A Monday. The pages' clock follows the tale's."""

WANDA = patients.Patient(
    id="p-00000000000000aa",
    name="Wanda Example",
    birth_date=date(1961, 4, 17),
    record_number="MRN-0012345",
    phone="+1 507 555 0100",
    email="wanda@example.org",
)
WALTER = patients.Patient(
    id="p-00000000000000bb",
    name="Walter Sample",
    birth_date=date(1958, 9, 30),
    record_number="MRN-0067890",
)


def password_of(username: str) -> str:
    return f"correct horse {username}"


def refusal(answer: TestResponse) -> str:
    """Return the code a refused page shows, "" where it shows none."""
    found = re.search(r"Code: (\w+)", answer.text)
    return found[1] if found else ""


@dataclass
class House:
    """The service with its cast at work, on a migrated database of its own."""

    app: Flask
    people: dict[str, Actor]
    now: datetime = START
    tales: dict[str, Tale] = field(default_factory=dict)
    _: KW_ONLY
    town: Town

    def client_of(self, username: str) -> FlaskClient:
        """Return a browser in which this person has signed in."""
        client = self.app.test_client()
        form = {"username": username, "password": password_of(username)}
        answer = client.post("/sign-in", data=form)
        assert answer.status_code == 302, answer.text
        return client

    def told_until(
        self,
        chapter: str = "",
        *,
        patient: patients.Patient = WANDA,
        protocol: str = "example-frozen",
        site: str = "RST",
    ) -> Tale:
        """Open a journey and tell it to the end of a chapter; "" leaves it just opened.

        The tale can tell on: `tale.collect()`; its identifier is `tale.look().coi`.
        """
        told = (chapter, repr(patient), protocol, site)
        first = self.town.take() == self.town.empty
        if first and told in self.town.standing:
            return self._goes_on(self.town.standing[told])
        with self.app.app_context():
            tale = self._opened(patient, protocol, site)
            if chapter:
                tale.tell(chapter)
        self.now = tale.clock
        if first:
            self.town.standing[told] = Standing(self.town.take(), replace(tale))
        return tale

    def _goes_on(self, standing: Standing) -> Tale:
        """Let a journey stand where another test's told one stood: nobody need tell it again."""
        self.town.put(standing.content)
        with self.app.app_context():
            (coi,) = log.journeys()
        self.now = standing.tale.clock
        self.tales[coi] = replace(
            standing.tale,
            submit=lambda attempt: self._record(coi, attempt),
            look=lambda: journeys.tell(coi).journey,
        )
        return self.tales[coi]

    def tell(self, tale: Tale, chapter: Callable[[Tale], object]) -> None:
        """Let a journey go on by one chapter, such as `Tale.collect`."""
        with self.app.app_context():
            chapter(tale)
        self.now = tale.clock

    def look(self, tale: Tale) -> Journey:
        """Return a journey as it is now."""
        with self.app.app_context():
            return tale.look()

    def _opened(self, patient: patients.Patient, protocol: str, site: str) -> Tale:
        desk = self.people["cora"]
        signed = (Signing(desk, MEANING),)
        wish = opening.Opening(protocol, site, patient, desk, signed, indication="LBCL")
        coi = opening.open_journey(wish, recording.request(self.now)).entry.coi
        fin = next(each.fin for each in cast.SITES if each.code == site)
        library = journeys.library().latest(protocol)
        tale = Tale(
            library,
            lambda attempt: self._record(coi, attempt),
            lambda: journeys.tell(coi).journey,
            self.now,
            fin,
            serial=len(self.tales) + 1,
        )
        self.tales[coi] = tale
        return tale

    def _record(self, coi: str, attempt: Attempt) -> None:
        claim = recording.Claim(
            coi,
            attempt.kind.value,
            attempt.happened_at,
            attempt.data,
            self.people[attempt.who],
            attempt.scans,
            attempt.signings(self.people.__getitem__),
        )
        recording.record(claim, recording.request(attempt.happened_at))


@dataclass(frozen=True)
class Standing:
    """A database as it stood when a chapter had been told, and the tale that can tell on."""

    content: bytes
    tale: Tale


@dataclass(frozen=True)
class Town:
    """One service for all tests of a process; each gets the database anew, with everyone at work."""

    app: Flask
    file: Path
    people: dict[str, Actor]
    empty: bytes
    standing: dict[tuple[str, ...], Standing] = field(default_factory=dict)

    def put(self, content: bytes) -> None:
        """Let the database be `content`, and nothing be left of the one before."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for ending in ("-wal", "-shm"):
            Path(f"{self.file}{ending}").unlink(missing_ok=True)
        self.file.write_bytes(content)

    def take(self) -> bytes:
        """Return the database as it stands now."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        return self.file.read_bytes()


TOWNS: dict[Path, Town] = {}
"""The one town of a process: each folder of tests that asks for the fixture would make its own."""


@pytest.fixture(scope="session")
def town(
    migrated_sqlite: Path,
    secrets_of_tests: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Town:
    """The service; its forms need no token here (test_guards.py asks for it)."""
    if migrated_sqlite not in TOWNS:
        folder = tmp_path_factory.mktemp("town")
        TOWNS[migrated_sqlite] = _founded(migrated_sqlite, secrets_of_tests, folder)
    return TOWNS[migrated_sqlite]


def _founded(migrated: Path, secrets: dict[str, Any], folder: Path) -> Town:
    file = Path(shutil.copy(migrated, folder / "tracker.sqlite"))
    paths = {"TRACKER_DATABASE_URL": f"sqlite:///{file}", "TRACKER_INSTANCE": str(folder)}
    app = create_app({**secrets, **paths, "WTF_CSRF_ENABLED": False})
    app.test_client_class = Visitor
    with app.app_context():
        people = _hired()
    made = Town(app, file, people, b"")
    return replace(made, empty=made.take())


@pytest.fixture
def house(town: Town) -> Iterator[House]:
    town.put(town.empty)
    limiter.reset()
    settings = dict(town.app.config)
    made = House(town.app, town.people, town=town)
    town.app.config["CLOCK"] = lambda: made.now
    yield made
    town.app.config.clear()
    town.app.config.update(settings)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """Where a browser finds the service."""
    yield from served(house.app)


@pytest.fixture
def client_of(house: House) -> Callable[[str], FlaskClient]:
    return house.client_of


@pytest.fixture
def told_until(house: House) -> Callable[..., Tale]:
    return house.told_until


def _hired() -> dict[str, Actor]:
    """Put the cast and its hospitals and makers into the empty database."""
    db.session.rollback()
    for site in cast.SITES:
        sites.save(site, sites.Contact(phone="507-284-8707", phone_verified=True))
    for code, name in cast.MAKERS.items():
        sites.save_maker(code, name)
    people = {}
    for member in cast.EVERYONE:
        account = staff.add(
            member.username, member.name, password=password_of(member.username), now=START
        )
        staff.grant(account.id, cast.grants(member))
        standing.train(account.id, (member.role,), date(2099, 12, 31), START)
        standing.accept(account.id, POLICY, START)
        people[member.username] = Actor(account.id, account.name, cast.grants(member))
    db.session.commit()
    return people
