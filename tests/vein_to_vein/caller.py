"""A journey told over HTTP, by everyone of the cast with a token and passwords of their own.

Whatever is scanned was printed first: the label is drawn as the printer's dots, and what a decoder
finds in those dots is what is sent.
"""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import zxingcpp
from flask import Flask
from werkzeug.test import TestResponse

import labels
from tracker.demo import cast
from tracker.demo.tale import MEANING, Attempt, Tale
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.standing import POLICY
from tracker.reads import journeys
from tracker.store import patients, sites, staff, standing, tokens
from tracker.store.db import db, writing
from tracker.web import prints

MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)
PRINTER_DPI = 300
FINAL_PLACES = {"consumed", "infused", "destroyed", "returned", "retained", "transferred"}
COMPOUND = "=+"
"""How the two-dimensional symbol of a label begins; its linear codes begin otherwise."""


@dataclass
class Caller:
    """The whole cast, each calling the service as a program would; the clock is the tale's."""

    app: Flask
    tokens: dict[str, str]
    now: datetime = MONDAY
    read_before: dict[str, str] = field(default_factory=dict)

    def post(self, who: str, path: str, body: dict[str, Any]) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return self.app.test_client().post(f"/api/v1{path}", json=body, headers=headers)

    def get(self, who: str, path: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return self.app.test_client().get(f"/api/v1{path}", headers=headers)

    def open(self, product: str, site: str = "RST", *, number: int = 1) -> "Story":
        """Let the coordinator open a journey."""
        patient = {
            "name": f"Vera Teststrom {number}",
            "birth_date": "1961-04-17",
            "record_number": f"SYNTHETIC-{number}",
        }
        signatures = [_signature("cora", ())]
        wish = {
            "protocol": product,
            "site": site,
            "patient": patient,
            "signatures": signatures,
            "indication": "LBCL",
        }
        answer = self.post("cora", "/journeys", wish)
        assert answer.status_code == 201, answer.text
        return Story(self, json.loads(answer.text)["coi"], product, site, number)


@dataclass
class Story:
    """One journey and its tale."""

    caller: Caller
    coi: str
    product: str
    site: str
    number: int

    def __post_init__(self) -> None:
        with self.caller.app.app_context():
            protocol = journeys.library().latest(self.product)
        fin = next(site.fin for site in cast.SITES if site.code == self.site)
        self.tale = Tale(
            protocol,
            self.submit,
            self.look,
            self.caller.now,
            fin,
            serial=self.number,
            read=self.read,
        )

    def tell_on(self, after: str) -> None:
        """Tell every chapter that comes after one, to the end, and see that nothing is left over."""
        chapters = self.tale.chapters()
        names = list(chapters)
        for name in names[names.index(after) + 1 :]:
            chapters[name]()
        require_whole(self.look(), "completed")

    def look(self) -> Journey:
        """Return the journey as the log tells it now."""
        with self.caller.app.app_context():
            return journeys.tell(self.coi).journey

    def attempt(self, attempt: Attempt) -> TestResponse:
        """Send one attempt, at its own time."""
        self.caller.now = max(self.caller.now, attempt.happened_at)
        body = {
            "kind": attempt.kind.value,
            "happened_at": attempt.happened_at.isoformat(),
            "data": attempt.data,
            "scans": list(attempt.scans),
            "signatures": [
                _signature(name, own) | ({"answers": attempt.answers} if place else {})
                for place, (name, own) in enumerate(attempt.signers)
            ],
        }
        return self.caller.post(attempt.who, f"/journeys/{self.coi}/entries", body)

    def submit(self, attempt: Attempt) -> None:
        answer = self.attempt(attempt)
        assert answer.status_code == 201, f"{attempt.kind}: {answer.text}"

    def refusal(self, who: str, kind: Kind, **parts: Any) -> str:
        """Return the code with which an attempt is refused."""
        said: list[TestResponse] = []
        heard = self.tale.submit
        self.tale.submit = lambda attempt: said.append(self.attempt(attempt))
        self.tale.do(who, kind, **parts)
        self.tale.submit = heard
        assert said[0].status_code == 409, said[0].text
        assert said[0].content_type == "application/problem+json"
        return str(json.loads(said[0].text)["code"])

    def read(self, journey: Journey, container: Container | None, text: str) -> str:
        """Print the label of a container, the wristband, or whatever else, and scan it."""
        if not text.startswith(COMPOUND):
            return _drawn_and_read(text)
        name = container.id if container else "wristband"
        printed = [
            label
            for label in journey.labels.values()
            if label.container == (container.id if container else "")
        ]
        key = f"{journey.coi} {printed[-1].id}"
        if key not in self.caller.read_before:
            dots = self.picture(name)
            codes = [code for code in labels.decode(dots) if code.startswith(COMPOUND)]
            assert len(codes) == 1, f"{name}: {codes}"
            self.caller.read_before[key] = codes[0]
        return self.caller.read_before[key]

    def picture(self, name: str) -> Any:
        """Return the latest label of a container, or the wristband, as the printer's dots."""
        with self.caller.app.app_context():
            told = journeys.tell(self.coi)
            container = "" if name == "wristband" else name
            label = [
                each for each in told.journey.labels.values() if each.container == container
            ][-1]
            shape = prints.shape(prints.Print(told, label, patients.of(self.coi)))
            return labels.picture(shape, PRINTER_DPI)

    def dossier(self, who: str, folder: Path) -> tuple[int, str]:
        """Take the dossier away and let its own verifier judge it, without us."""
        answer = self.caller.get(who, f"/journeys/{self.coi}/dossier")
        assert answer.status_code == 200, answer.text
        with zipfile.ZipFile(BytesIO(answer.data)) as packed:
            packed.extractall(folder)
        return self.dossier_again(folder)

    def dossier_again(self, folder: Path) -> tuple[int, str]:
        """Let the verifier of an unpacked dossier judge it."""
        verifier = next(folder.rglob("verify.py"))
        done = subprocess.run(
            [sys.executable, "-I", verifier.name],
            cwd=verifier.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


def require_whole(end: Journey, outcome: str) -> None:
    """See that a journey closed, each container in its final place and each label accounted for.

    Written again from outside: the rule that closes a journey is not asked.
    """
    assert end.closed == outcome
    for item in end.containers.values():
        assert (item.rest or item.state) in FINAL_PLACES, item.id
        assert (item.custodian, item.offer, item.stored) == (None, None, ""), item.id
    assert {label.state for label in end.labels.values()} <= {"applied", "destroyed"}
    assert not [*end.open_deviations()]
    given = [item.id for item in end.containers.values() if item.state == "infused"]
    assert bool(given) == (outcome == "completed")
    for bag in given:
        assert end.collected_in(bag), f"{bag} goes back to a vein"


def _signature(username: str, own: tuple[str, ...]) -> dict[str, Any]:
    return {
        "username": username,
        "password": password_of(username),
        "meaning": MEANING,
        "scans": list(own),
    }


def password_of(username: str) -> str:
    return f"correct horse {username}"


def hire(app: Flask) -> dict[str, str]:
    """Put the cast, the hospitals and the makers into an empty database; return everyone's token."""
    with app.app_context():
        writing()
        for site in cast.SITES:
            sites.save(site, sites.Contact(phone="507-284-8707", phone_verified=True))
        for code, name in cast.MAKERS.items():
            sites.save_maker(code, name)
        issued = {member.username: _hired(member) for member in cast.EVERYONE}
        db.session.commit()
    return issued


def _hired(member: cast.Member) -> str:
    password = password_of(member.username)
    account = staff.add(member.username, member.name, password=password, now=MONDAY)
    staff.grant(account.id, cast.grants(member))
    standing.train(account.id, (member.role,), date(2099, 12, 31), MONDAY)
    standing.accept(account.id, POLICY, MONDAY)
    return tokens.issue(account.id, "a test", MONDAY)


def entry_kinds(caller: Caller, coi: str) -> list[str]:
    """Return the kinds of a journey's entries, in order, as the API lists them."""
    found: list[str] = []
    path: str | None = f"/journeys/{coi}/entries?limit=200"
    while path:
        page = json.loads(caller.get("olga", path).text)
        found += [item["kind"] for item in page["items"]]
        path = page["next"].removeprefix("/api/v1") if page["next"] else None
    return found


def _drawn_and_read(text: str) -> str:
    """Return what a decoder finds in the bars of an order sheet, a position or a donation number."""
    bars = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    found = zxingcpp.read_barcodes(bars.to_image(scale=3))
    assert len(found) == 1, text
    return found[0].text
