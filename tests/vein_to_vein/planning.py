"""A journey whose visit is planned on the coordinator's pages, as a browser sends them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from tests.vein_to_vein.caller import require_whole
from tests.web.conftest import WANDA, House, password_of
from tracker.demo.tale import Tale
from tracker.domain.journey import Journey, Visit
from tracker.store import links, visit_places
from tracker.store.db import db, writing

OFFERED = re.compile(r'name="day_zero" id="day-([\d-]{10})" ')


@dataclass
class Story:
    """One journey whose visit is planned on the pages."""

    house: House
    tale: Tale

    @property
    def journey(self) -> Journey:
        return self.house.look(self.tale)

    @property
    def visit(self) -> Visit:
        return list(self.journey.visits.values())[-1]

    def ask(self, day: date | None = None) -> str:
        """Read the coordinator's page about the visit, perhaps with a question about one day."""
        query = {"day": day.isoformat()} if day else {}
        address = f"/coordinator/journeys/{self.journey.coi}/visit"
        return " ".join(
            self.house.client_of("cora").get(address, query_string=query).text.split()
        )

    def offered(self) -> list[date]:
        """Return the days the page offers."""
        return [date.fromisoformat(found) for found in OFFERED.findall(self.ask())]

    def plan(self, kind: str, **form: Any) -> TestResponse:
        """Let the coordinator send a form of the visit's page, signed."""
        return self._post(f"visit/{kind}", "cora", form)

    def record(self, kind: str, who: str, **form: Any) -> TestResponse:
        """Let somebody of the coordination room record something, signed."""
        return self._post(f"record/{kind}", who, form)

    def _post(self, where: str, who: str, form: dict[str, Any]) -> TestResponse:
        signed = {"sign-0-username": who, "sign-0-password": password_of(who)}
        address = f"/coordinator/journeys/{self.journey.coi}/{where}"
        sent = {name: str(value) for name, value in form.items()}
        return self.house.client_of(who).post(address, data=sent | signed)

    def patient(self) -> Any:
        """Return a browser in which the patient has signed in."""
        with self.house.app.app_context():
            writing()
            until = self.house.now + timedelta(days=90)
            token, code = links.issue(self.journey.coi, now=self.house.now, expires_at=until)
            db.session.commit()
        browser, born = self.house.app.test_client(), WANDA.birth_date
        typed = {"code": code, "year": born.year, "month": born.month, "day": born.day}
        browser.get(f"/my/{token}")
        assert browser.post(f"/my/{token}", data=typed).status_code == 302
        return browser

    def held(self) -> dict[str, Any]:
        """Return what of the hospital is taken in the time around the visit."""
        with self.house.app.app_context():
            first = self.house.now.date() - timedelta(days=30)
            return dict(visit_places.counts("RST", first, first + timedelta(days=200)))


def release_on(story: Story, at: datetime) -> None:
    """Let quality sign the release at a moment of its own."""
    story.tale.clock = at
    story.house.tell(story.tale, lambda tale: tale.release(tale.lot()))


def to_the_end(story: Story) -> None:
    """Tell the rest of a confirmed visit: the cells come home, are given, and the journey closes whole."""
    for chapter in (
        Tale.ship_back,
        Tale.receive_back,
        Tale.make_ready,
        Tale.chemotherapy,
        Tale.clear,
        Tale.infuse,
        Tale.finish,
    ):
        story.house.tell(story.tale, chapter)
    require_whole(story.journey, "completed")
