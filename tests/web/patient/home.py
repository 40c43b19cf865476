"""The people around one patient's page, each in a browser of their own."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import WANDA, House
from tracker.demo.tale import Tale
from tracker.jobs.sending import send_due
from tracker.languages.letters import words
from tracker.reads import addressees
from tracker.reads.spoken import language
from tracker.store import links, notices
from tracker.store.db import db, writing

SPOKEN_CODE = re.compile(r"\b(\d{4}) (\d{4})\b")
ADDRESS = re.compile(r"/my/(?:join/)?[\w-]{20,}")


@dataclass
class Home:
    """One journey of a told house, whose patient and caregivers come and go."""

    house: House
    tale: Tale

    @property
    def coi(self) -> str:
        return self.house.look(self.tale).coi

    def paper(self) -> tuple[str, str]:
        """Return a link's address and its code, as the care team hands them out."""
        with self.house.app.app_context():
            writing()
            ends = self.house.now + timedelta(days=9)
            token, code = links.issue(self.coi, now=self.house.now, expires_at=ends)
            db.session.commit()
        return f"/my/{token}", code

    def patient(self) -> FlaskClient:
        """Return the patient's browser, come in by link, code and birth date."""
        client = self.house.app.test_client()
        assert self.opens(client, *self.paper()).location == "/my"
        return client

    def opens(
        self, client: FlaskClient, address: str, code: str, born: date = WANDA.birth_date
    ) -> TestResponse:
        """Open a link, and type a code and a birth date there."""
        client.get(address)
        typed = {name: str(getattr(born, name)) for name in ("day", "month", "year")}
        return client.post(address, data={"code": code, **typed})

    def lets_in(self, patient: FlaskClient, *scopes: str, **more: str) -> tuple[str, str]:
        """Let a caregiver in; return the address and the code shown once."""
        form = {"name": "Olga Overseer", "scope": list(scopes), "language": "es", **more}
        shown = patient.post("/my/people", data=form)
        assert shown.status_code == 200, shown.text
        return self.handed(shown)

    def handed(self, shown: TestResponse) -> tuple[str, str]:
        """Return the address and the code on a page that shows them once."""
        (code, *_) = SPOKEN_CODE.findall(shown.text)
        return ADDRESS.findall(shown.text)[0], "".join(code)

    def caregiver(self, *scopes: str) -> FlaskClient:
        """Return the browser of a caregiver with these scopes, come in."""
        address, code = self.lets_in(self.patient(), *scopes)
        client = self.house.app.test_client()
        assert self.opens(client, address, code).location == "/my"
        return client

    def letters(self, kind: str) -> list[str]:
        """Return the texts of the messages of a kind, as whoever gets them reads them."""
        with self.house.app.app_context():
            send_due(self.house.now)
            found = [each.notice for each in notices.of(self.coi) if each.notice.kind == kind]
            return [
                words(
                    kind,
                    language(addressees.of(notice).language),
                    addressees.secret(notice.words),
                )[1]
                for notice in found
            ]

    def mailed_code(self) -> str:
        """Return the code of the latest letter."""
        return "".join(SPOKEN_CODE.findall(self.letters("come_in")[-1])[0])

    def proves(self, client: FlaskClient, email: str) -> TestResponse:
        """Set an e-mail address as a way in."""
        client.post("/my/ways-in/e-mail", data={"email": email})
        return client.post("/my/ways-in/e-mail/code", data={"code": self.mailed_code()})
