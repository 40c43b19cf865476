"""One hospital, and a patient at their kitchen table with a link, a code and a birth date."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pypdfium2
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.actions.conftest import BEGIN, Hospital, settled
from tests.conftest import Clock
from tracker import languages
from tracker.demo import cast
from tracker.demo.tale import Tale
from tracker.store import links, sites
from tracker.store.db import db, writing

BORN = date(1961, 5, 4)
SHEET = re.compile(r"<style>.*?</style>", re.DOTALL)
PHONE = "507 555 0142"


def phrase(name: str, code: str, **words: object) -> str:
    """Return what a page says in a language."""
    return languages.load().get(code).say(name, **words)


@dataclass
class Kitchen:
    """What the patient holds in hand, and the browser they use."""

    client: FlaskClient
    clock: Clock
    coi: str
    tale: Tale
    token: str
    code: str

    def sign_in(self, *, code: str = "", born: date = BORN, lang: str = "en") -> TestResponse:
        """Open the link and type the code and the birth date."""
        g.pop("csrf_token", None)  # the context of the test outlives its requests
        door = f"/my/{self.token}?lang={lang}"
        form = self.client.get(door).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        assert token is not None
        typed = {"code": code or self.code, "csrf_token": token[1]}
        typed |= {name: str(getattr(born, name)) for name in ("day", "month", "year")}
        return self.client.post(f"/my/{self.token}", data=typed)

    def page(self, lang: str = "en") -> str:
        """Read the page at the moment the tale has reached, signing in where that is due.

        Its style sheet, which nobody reads, is left out.
        """
        self.clock.now = max(self.clock.now, self.tale.clock)
        if self.client.get("/my").status_code != 200:
            assert self.sign_in(lang=lang).location == "/my"
        answer = self.client.get(f"/my?lang={lang}")
        assert answer.status_code == 200
        return SHEET.sub("", answer.text)

    def later(self, **span: float) -> None:
        self.clock.now = max(self.clock.now, self.tale.clock) + timedelta(**span)


def words_on_paper(kitchen: Kitchen, lang: str) -> str:
    """Return the words of the printed sheet."""
    kitchen.page(lang)
    answer = kitchen.client.get("/my/sheet.pdf")
    assert answer.mimetype == "application/pdf"
    pages = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    found = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(found.split())


@pytest.fixture
def service(app: Flask, clock: Clock) -> Iterator[Flask]:
    clock.now = BEGIN
    app.config["CLOCK"] = clock
    with app.app_context():
        yield app


@pytest.fixture
def hospital(service: Flask) -> Hospital:  # noqa: ARG001 - it is the context, not a value
    hospital = settled()
    writing()
    sites.save(
        cast.SITES[0],
        sites.Contact(PHONE, phone_verified=True, phone_hours="Mon-Fri 08:00-17:00"),
    )
    db.session.commit()
    return hospital


@pytest.fixture
def kitchen_of(service: Flask, hospital: Hospital, clock: Clock) -> Callable[..., Kitchen]:
    """Tell a journey until the end of a chapter, and hand its patient a link."""

    def at(chapter: str = "", protocol: str = "example-frozen") -> Kitchen:
        coi, tale = hospital.open(protocol)
        if chapter:
            tale.tell(chapter)
        writing()
        token, code = links.issue(coi, now=BEGIN, expires_at=BEGIN + timedelta(days=900))
        db.session.commit()
        clock.now = max(BEGIN, tale.clock)
        return Kitchen(service.test_client(), clock, coi, tale, token, code)

    return at
