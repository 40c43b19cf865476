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


def save_checked(what: str, number: str, hours: str) -> None:
    writing()
    directory.save("RST", what, directory.Number(number, hours, date(2026, 3, 2), "Ada"))
    db.session.commit()


def test_at_the_hospital_its_own_team_is_called_and_afterwards_the_care_team_again(kitchen_of):
    kitchen = kitchen_of("ready")
    save_checked(directory.HOSPITAL_TEAM, "507 555 0177", "always")
    assert "0177" not in kitchen.page()
    kitchen.tale.chemotherapy()
    page = kitchen.page()
    assert "507 555 0177" in page
    assert PHONE not in page
    assert "the hospital team takes care of you" in page
    assert "le atiende el equipo del hospital" in kitchen.page("es")
    for chapter in (kitchen.tale.clear, kitchen.tale.infuse, kitchen.tale.finish):
        chapter()
    page = kitchen.page()
    assert "0177" not in page
    assert PHONE in page


def test_a_help_line_is_said_not_to_be_the_care_team_and_comes_after_it(kitchen):
    save_checked(directory.HELP_LINE, "800 555 0123", "always")
    page = kitchen.page()
    assert (
        page.index(PHONE) < page.index("It is not your care team") < page.index("800 555 0123")
    )
    assert "No es su equipo" in kitchen.page("es")


def test_what_to_say_stands_beside_the_number(kitchen):
    page = kitchen.page()
    assert "Say that you wait for your own cells" in page[page.index('id="call-title"') :]


def test_insurance_is_two_facts_in_plain_words_with_two_questions(kitchen_of):
    kitchen = kitchen_of("prepared")
    page = kitchen.page()
    assert "We do not start before" in page
    assert "Does my plan cover care at this hospital?" in page
    kitchen.tale.authorize()
    page = kitchen.page("es")
    assert "Su seguro ya dijo que sí por escrito." in page
    assert "¿Mi plan cubre" not in page
    kitchen.tale.band()
    kitchen.tale.collect()
    kitchen.tale.decide()
    assert "Your insurance" not in kitchen.page()
