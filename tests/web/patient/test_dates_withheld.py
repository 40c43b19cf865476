"""Does a caregiver who was not let see the dates learn of one anywhere: a page, a file, paper, a message?"""

import io
import re
from datetime import UTC, datetime, time, timedelta

import pypdfium2

from tests.web.patient.conftest import phrase
from tests.web.patient.home import Home
from tracker.demo import stages
from tracker.domain.channels import REMINDER, VISIT
from tracker.jobs.reminders import remind
from tracker.reads import addressees
from tracker.reads.spoken import language
from tracker.store import notices


def test_without_dates_no_day_of_the_visit_stands_anywhere(house):
    home = Home(house, house.told_until("confirmed"))
    visit = home.house.look(home.tale).visit
    assert visit is not None
    assert visit.day_zero is not None
    patient, caregiver = home.patient(), home.caregiver("status", "messages")
    for lang in ("en", "es"):
        with home.house.app.app_context():
            said = language(lang)
        days = [said.day(day) for day in (visit.chemotherapy[0], visit.day_zero)]
        mine, theirs = _all_that_is_read(patient, lang), _all_that_is_read(caregiver, lang)
        assert all(mine.count(day) > 1 for day in days), "on the page and on paper"
        assert [day for day in days if day in theirs] == []
        assert visit.day_zero.isoformat() not in theirs
        for heading in (
            "your_dates",
            "put_in_calendar",
            "insurance_title",
            "prepare",
            "news_title",
        ):
            assert phrase(heading, lang) not in theirs
    assert caregiver.get("/my/dates.ics").status_code == 403


def _all_that_is_read(client, lang):
    """Return what stands on every page this person may open, and on the sheet of paper."""
    parts = ("", "/visit", "/messages", "/people", "/looks", "/ways-in")
    read = [client.get(f"/my{part}?lang={lang}").text for part in parts]
    sheet = pypdfium2.PdfDocument(io.BytesIO(client.get("/my/sheet.pdf").data))
    read += [page.get_textpage().get_text_range() for page in sheet]
    return " ".join(" ".join(read).split())


def test_a_message_about_a_date_goes_to_whoever_may_see_dates_alone(house):
    """That a date is near says which day it is; that it has changed says that there is one."""
    home = Home(house, house.told_until("released"))
    for scopes in (("messages",), ("messages", "dates"), ("messages", "dates", "status")):
        caregiver = home.caregiver(*scopes)
        home.proves(caregiver, f"{'-'.join(scopes)}@example.org")
    patient = home.patient()
    home.house.tell(home.tale, stages.visit_confirmed)
    with home.house.app.app_context():
        visit = home.tale.look().visit
        assert visit is not None
        remind(datetime.combine(visit.chemotherapy[0], time(9), UTC) - timedelta(days=7))
        about_dates = [
            each.notice
            for each in notices.of(home.coi)
            if each.notice.audience == "caregiver" and each.notice.kind in {VISIT, REMINDER}
        ]
        said = {(notice.kind, addressees.of(notice).email) for notice in about_dates}
    allowed = {"messages-dates@example.org", "messages-dates-status@example.org"}
    assert said == {(kind, email) for kind in (VISIT, REMINDER) for email in allowed}
    for path in re.findall(r"/my/people/[^/]+/scopes", patient.get("/my/people").text):
        patient.post(path, data={"scope": ["messages", "status"]})
    with home.house.app.app_context():
        assert {addressees.of(notice).email for notice in about_dates} == {""}
