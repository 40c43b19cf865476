"""Does each step say when it was reached and on what that rests, also where it takes more than a day?"""

import re
from zoneinfo import ZoneInfo

import pytest

from tests.web.patient.conftest import words_on_paper
from tests.web.patient.test_status import steps_of
from tracker import languages
from tracker.demo.tale import DOCTOR, PLANT, SECOND_PLANT
from tracker.domain.kinds import Kind

HERE = re.compile(
    r'aria-current="step">.*?class="title">(.*?)</p>.*?class="when">(.*?)</p>', re.DOTALL
)


def test_each_step_that_was_reached_has_its_day_and_says_on_what_it_rests(kitchen_of):
    kitchen = kitchen_of("collected")
    tale = kitchen.tale
    for group, tell in (
        (2, tale.decide),
        (3, lambda: (tale.freeze(), tale.ship_out())),
        (4, lambda: tale.receive(PLANT, SECOND_PLANT)),
        (5, tale.begin_lot),
    ):
        tell()
        ((title, when),) = HERE.findall(kitchen.page())
        assert title == languages.load().get("en").title(tale.protocol, group)
        day = tale.clock.astimezone(ZoneInfo("America/Chicago"))
        assert f"{day:%A, %B} {day.day}, {day.year}" in when
        assert "Confirmed by" in when


def test_between_two_days_of_collection_the_page_says_so_and_promises_no_third(kitchen_of):
    """Cells were taken, and are not enough: to get ready for the first time would be a wrong word."""
    kitchen = kitchen_of("banded")
    tale = kitchen.tale
    assert "They go over your tests" in kitchen.page()
    tale.collect(cd3_e6=520)
    told = "We collected cells from you on Friday, March 6, 2026."
    page = kitchen.page()
    assert told in page
    assert "more than one day until there are enough" in page
    assert "They go over your tests" not in page
    tale.decide("repeat")
    assert told not in kitchen.page(), "that one more day is needed waits for a voice"
    tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="one more day")
    tale.freeze()
    assert told in kitchen.page()
    assert "Le tomamos células el viernes, 6 de marzo de 2026." in kitchen.page("es")
    assert "We collected cells from you" in words_on_paper(kitchen, "en")
    tale.later(hours=17)
    tale.collect(cd3_e6=510)
    assert "We collected cells from you on Saturday, March 7, 2026." in kitchen.page()
    assert steps_of(kitchen.page())[1] == "ahead"
    tale.decide()
    page = kitchen.page()
    assert "more than one day" not in page
    assert steps_of(page)[:2] == ["done", "now"]


@pytest.mark.parametrize("protocol", ["example-frozen", "example-fresh"])
def test_cells_are_frozen_on_the_page_only_where_the_product_is(kitchen_of, protocol):
    kitchen = kitchen_of("decided", protocol=protocol)
    frozen = "your cells are frozen and kept very cold" in kitchen.page()
    assert (
        frozen == kitchen.tale.protocol.material.freezes_at_site == (protocol[8:] == "frozen")
    )


def test_whether_to_stay_the_night_is_said_by_the_doctor_and_assumed_by_nobody(kitchen_of):
    kitchen = kitchen_of("cleared")
    assert "Your doctor tells you after that if you stay the night." in kitchen.page()
    assert "Después el médico le dice si se queda esa noche." in kitchen.page("es")
    kitchen.tale.infuse()
    for said in (kitchen.page(), words_on_paper(kitchen, "en")):
        assert not re.search(r"overnight|the night|discharge|go home (?:on|today)", said)
