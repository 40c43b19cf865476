"""A patient lives by another clock than the hospital: are days, calls, quiet hours and reminders right by both?

Madrid puts its clocks back a week before Chicago: in between they are six hours apart, otherwise seven.
Sydney puts its clocks back a week after Madrid puts them forward: ten hours apart become nine, then eight.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.jobs.conftest import mailbox, smtp_url
from tests.vein_to_vein.planning import Story, release_on, to_the_end
from tracker.demo import cast
from tracker.domain import after_day_zero
from tracker.jobs.reminders import remind
from tracker.jobs.sending import send_due
from tracker.reads import journeys
from tracker.store import sites
from tracker.store.db import db, writing

__all__ = ["mailbox", "smtp_url"]


@dataclass(frozen=True)
class Far:
    """Two clocks, a visit whose days lie around the nights on which they change, and what is read then.

    `answered` has for a day when the telephone is answered until, there and where the patient lives.
    """

    site: str
    home: str
    released: datetime
    day_zero: date
    generic: str
    answered: dict[date, str]


BACK = Far(
    "America/Chicago",
    "Europe/Madrid",
    datetime(2026, 10, 9, 15, tzinfo=UTC),
    date(2026, 11, 2),
    "Central Time (Chicago)",
    {
        date(2026, 10, 23): "Central Daylight Time), or Saturday, October 24, 2026, 12:00 AM",
        date(2026, 10, 30): "Central Daylight Time), or Friday, October 30, 2026, 11:00 PM",
        date(2026, 11, 2): "Central Standard Time), or Tuesday, November 3, 2026, 12:00 AM",
    },
)
FORWARD = Far(
    "Europe/Madrid",
    "Australia/Sydney",
    datetime(2026, 3, 24, 15, tzinfo=UTC),
    date(2026, 4, 6),
    "Central European Time (Madrid)",
    {
        date(
            2026, 3, 27
        ): "Central European Standard Time), or Saturday, March 28, 2026, 3:00 AM",
        date(2026, 4, 3): "Central European Summer Time), or Saturday, April 4, 2026, 2:00 AM",
        date(2026, 4, 6): "Central European Summer Time), or Tuesday, April 7, 2026, 1:00 AM",
    },
)


@pytest.fixture
def abroad(until, house, smtp_url):
    """Tell of a patient whose care team wrote down by which clock they live, until the release."""
    house.app.config["TRACKER_SMTP_URL"] = smtp_url

    def told(far: Far) -> Story:
        story = until("tested")
        with house.app.app_context():
            writing()
            office = sites.Contact(
                "507-284-8707", phone_verified=True, phone_hours="Mon-Fri 08:00-17:00"
            )
            sites.save(replace(cast.SITES[0], zone=far.site), office)
            db.session.commit()
        lives = {"channel": "email", "phone": "", "email": "w@example.org", "zone": far.home}
        address = f"/coordinator/journeys/{story.journey.coi}/messages"
        assert house.client_of("cora").post(address, data=lives).status_code == 302
        release_on(story, far.released)
        return story

    return told


def sent(story: Story, mailbox, home: ZoneInfo, day: date) -> list[datetime]:
    """Let the jobs run through every hour of a day at home; return when letters went, by its clock."""
    went: list[datetime] = []
    first = datetime.combine(day, time(), home).astimezone(UTC)
    with story.house.app.app_context():
        for hour in range(24):
            moment = first + timedelta(hours=hour)
            remind(moment)
            before = len(mailbox.letters)
            send_due(moment)
            went += [moment.astimezone(home)] * (len(mailbox.letters) - before)
    return went


def days_in_calendar(browser, zone: str) -> set[Any]:
    file = Calendar.from_ical(browser.get("/my/dates.ics").data)
    assert file["X-WR-TIMEZONE"] == zone
    events: list[Any] = list(file.walk("VEVENT"))
    return {event["DTSTART"].dt for event in events}


@pytest.mark.parametrize("far", [BACK, FORWARD], ids=["chicago-madrid", "madrid-sydney"])
def test_for_a_patient_abroad_every_day_and_hour_is_right_by_both_clocks(abroad, mailbox, far):
    story, here, home = abroad(far), ZoneInfo(far.site), ZoneInfo(far.home)
    zero = far.day_zero
    answer = story.plan("visit_confirmed", day_zero=zero)
    assert answer.status_code == 302, answer.text
    began = story.visit.chemotherapy[0]
    for day, said in far.answered.items():
        story.house.now = datetime.combine(day, time(12), here).astimezone(UTC)
        browser = story.patient()
        page = browser.get("/my").text.replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert f"5:00 PM ({said} where you live." in page
        assert f"All dates here are days at the hospital: {far.generic}." in page
        assert f"{zero:%B} {zero.day}," in page
        assert {began, zero} <= days_in_calendar(browser, far.site), "days, not moments"
    midnight = datetime.combine(zero, time(), here).astimezone(UTC)
    for moment, count in (
        (midnight - timedelta(minutes=1), "1 day until"),
        (midnight, "Today is day zero."),
    ):
        story.house.now = moment
        assert count in story.patient().get("/my").text
    desk = story.house.client_of("cora")
    call = desk.get(f"/coordinator/journeys/{story.journey.coi}/visit/call").text
    assert f"it is {midnight.astimezone(home):%H:%M} now ({far.home})" in call

    for day in (began - timedelta(days=1), zero - timedelta(days=1)):
        sent(story, mailbox, home, day - timedelta(days=1))
        (went,) = sent(story, mailbox, home, day)
        assert went.astimezone(here).date() == day, "the day before, by the hospital's clock"
        assert time(8) <= went.time() < time(20), "and nobody is woken"
    assert not re.search(r"(?i)cell|chicago|madrid|day zero|wanda", " ".join(mailbox.letters))

    to_the_end(story)
    with story.house.app.app_context():
        assert after_day_zero.given_on(story.journey, journeys.site_rules("RST")) == (zero,)
