"""Does the patient know whom to call now, in the site's hours and outside of them?"""

from datetime import UTC, date, datetime

import pytest

from tests.web.patient.conftest import PHONE
from tracker.store import directory
from tracker.store.db import db, writing

NIGHT = "507 555 0199"


@pytest.fixture
def kitchen(kitchen_of):
    return kitchen_of()


def save_night(*, verified: bool) -> None:
    writing()
    day = date(2026, 3, 2) if verified else None
    directory.save("RST", directory.DAY_OR_NIGHT, directory.Number(NIGHT, "always", day, "Ada"))
    db.session.commit()


def test_the_page_says_whether_somebody_answers_now(kitchen):
    kitchen.clock.now = datetime(2026, 3, 6, 16, tzinfo=UTC)
    page = kitchen.page()
    assert "Someone answers now." in page
    assert "Monday to Friday: 8:00\u202fAM to 5:00\u202fPM" in page
    kitchen.clock.now = datetime(2026, 3, 6, 23, 30, tzinfo=UTC)
    page = kitchen.page("es")
    assert "Ahora no contesta nadie. Volvemos el lunes, 9 de marzo de 2026" in page


def test_a_number_for_day_and_night_stands_beside_the_red_flags(kitchen):
    save_night(verified=True)
    page = kitchen.page()
    sick = page[page.index('id="sick-title"') : page.index('id="call-title"')]
    assert NIGHT in sick
    assert "Day or night" in sick
    assert PHONE in page


def test_a_night_number_nobody_has_checked_is_never_shown(kitchen):
    save_night(verified=False)
    assert NIGHT not in kitchen.page()


def test_insurance_is_two_facts_in_plain_words_with_two_questions(kitchen_of):
    kitchen = kitchen_of("prepared")
    page = kitchen.page()
    assert "We do not start before" in page
    assert "Does my plan cover care at this hospital?" in page
    kitchen.tale.authorize()
    page = kitchen.page("es")
    assert "Su seguro ya dijo que sí por escrito." in page
    assert "¿Mi plan paga" not in page
    kitchen.tale.band()
    kitchen.tale.collect()
    kitchen.tale.decide()
    assert "Your insurance" not in kitchen.page()
