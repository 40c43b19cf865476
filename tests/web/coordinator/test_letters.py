"""Do those whose it is hear by e-mail that something is due: once a day, by day, if they want, and no more?"""

import re
from datetime import UTC, datetime, time, timedelta
from email import message_from_string
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from tests.jobs.conftest import mailbox, smtp_url
from tracker.jobs.duties import tell_of_duties
from tracker.jobs.sending import send_due
from tracker.store import log, staff, tasks
from tracker.store.db import db, writing

CHICAGO = ZoneInfo("America/Chicago")
__all__ = ["mailbox", "smtp_url"]


@pytest.fixture
def letters(house, smtp_url, mailbox):
    """A release that waits for its visit, and people with an address; say who got a letter."""
    house.app.config["TRACKER_SMTP_URL"] = smtp_url
    tale = house.told_until("released")
    with house.app.app_context():
        writing()
        for name in ("cora", "dana", "fay", "lena", "max", "nora", "quinn", "theo"):
            staff.write_to(house.people[name].id, f"{name}@example.org")
        db.session.commit()

    def got(days: int, hour: int = 12) -> list[str]:
        day = tale.clock.astimezone(CHICAGO).date() + timedelta(days=days)
        moment = datetime.combine(day, time(hour), CHICAGO).astimezone(UTC)
        before = len(mailbox.letters)
        with house.app.app_context():
            tell_of_duties(moment)
            send_due(moment)
        found = (message_from_string(each, policy=default) for each in mailbox.letters[before:])
        return sorted(
            each["To"] for each in found if each["Subject"] == "Something is due today"
        )

    return got


BOTH = ["cora@example.org", "dana@example.org"]


def test_who_plans_hears_once_a_day_and_by_day_that_something_is_late(letters, mailbox):
    assert letters(8, 8) == BOTH
    assert letters(8) == []
    assert (letters(8, 23), letters(9, 0), letters(9, 7)) == ([], [], []), "it is night there"
    assert letters(9, 19) == BOTH
    said = " ".join(each for each in mailbox.letters if "Something is due" in each)
    assert said
    assert not re.search(r"(?i)wanda|cha99|release|visit|chemo|cells", said)


@pytest.mark.parametrize(
    ("kind", "about", "also"),
    [
        ("secure_bed", "V1", []),
        ("check_insurance", "V1", ["fay"]),
        ("out_of_storage", "B1", ["lena", "nora", "theo"]),
        ("late_milestone", "AUTHORIZED", ["fay"]),
        ("late_milestone", "QA_RELEASED", ["lena", "max", "quinn"]),
    ],
)
def test_whoever_looks_after_a_task_hears_of_it_beside_those_who_plan(
    house, letters, kind, about, also
):
    with house.app.app_context():
        writing()
        (coi,) = log.journeys()
        now = house.now
        tasks.done_of_kind(coi, "plan_visit", now)
        tasks.raise_once(tasks.Task(coi, kind, about, now, now))
        db.session.commit()
    assert letters(8) == sorted([*BOTH, *(f"{name}@example.org" for name in also)])


def test_a_person_does_without_and_takes_it_up_again(house, letters):
    cora = house.client_of("cora")
    assert "Do without these letters" in cora.get("/account").text
    assert cora.post("/account/letters", data={"duties": ""}).status_code == 302
    assert "Send me these letters" in cora.get("/account").text
    assert letters(8) == ["dana@example.org"]
    assert cora.post("/account/letters", data={"duties": "yes"}).status_code == 302
    assert letters(9) == BOTH


def test_nobody_hears_of_a_day_on_which_nothing_is_due(letters):
    assert letters(0) == [], "a release asks for its visit by the end of the next working day"
