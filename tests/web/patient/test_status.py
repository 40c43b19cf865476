"""What does the patient's page say, and what does it never say?"""

import re
import sqlite3

import pytest
from sqlalchemy import event, text

from tests.web.patient.conftest import PHONE
from tracker.demo import cast, stages
from tracker.demo.tale import DESK, DOCTOR, PLANT, SECOND_PLANT
from tracker.domain.kinds import Kind
from tracker.reads import journeys
from tracker.store import access, sites, ways
from tracker.store.db import db, writing

NEVER_SAID = re.compile(
    r"fail|reject|terminat|out of spec|lost|problem|delay|excursion|sterility|CAR-T|"
    r"fall[oó]|rechaz|perdid|retras|Fischer|Brandt|Osei|NORTHLIGHT|Northlight|RST-|A9990",
    re.IGNORECASE,
)
DATES = re.compile(r'<dl class="dates">.*?</dl>', re.DOTALL)


def steps_of(page: str) -> list[str]:
    """Return the state of each of the ten steps."""
    return re.findall(r'<li class="(\w+)"', page)


def test_one_step_is_where_the_patient_is_and_later_ones_are_ahead(kitchen_of):
    page = kitchen_of("at_plant").page()
    states = steps_of(page)
    assert len(states) == 10
    assert states[3] == "now"
    assert set(states[4:]) == {"ahead"}
    assert page.count('aria-current="step"') == 1
    assert "At the lab" in page
    assert "Confirmed by scan" in page


@pytest.mark.parametrize("protocol", ["example-frozen", "example-fresh"])
def test_all_along_the_road_nothing_is_shown_that_is_not_so_or_is_for_a_person_to_say(
    kitchen_of, protocol
):
    kitchen = kitchen_of(protocol=protocol)
    for chapter, tell in kitchen.tale.chapters().items():
        tell()
        told = journeys.tell(kitchen.coi)
        pages = [kitchen.page(), kitchen.page("es")]
        assert [NEVER_SAID.findall(page) for page in pages] == [[], []], chapter
        reached = {told.protocol.by_code[code].group for code in told.journey.milestones}
        reached |= {6 for lot in told.journey.lots.values() if lot.tested}
        for group, state in enumerate(steps_of(pages[0]), start=1):
            assert state != "done" or group in reached, chapter
            assert state == "ahead" or group <= max(reached), chapter
        firm = [visit for visit in told.journey.visits.values() if visit.firm]
        shows_dates = bool(DATES.search(pages[0]))
        assert shows_dates == bool(firm), chapter
        counts = {"confirmed": "days until you get", "infused": "Today is day zero"}
        assert counts.get(chapter, "") in pages[0], chapter
        assert ("Your check-ups in the first year" in pages[0]) == (
            chapter in {"infused", "closed"}
        )
        file = kitchen.client.get("/my/dates.ics")
        assert (file.status_code == 200) == ("/my/dates.ics" in pages[0]), chapter


def test_there_is_no_date_before_the_visit_is_confirmed(kitchen_of):
    kitchen = kitchen_of("made")
    tale = kitchen.tale
    tale.do(DESK, Kind.VISIT_PROPOSED, provisional=True)
    assert _days_told(kitchen, "provisional") == []
    tale.test(tale.lot())
    tale.release(tale.lot())
    assert _days_told(kitchen, "proposed") == []
    assert "Your visit has no dates yet" in kitchen.page()


def _days_told(kitchen, state):
    """Return what the page and its file say of the days of a visit in this state."""
    visit = kitchen.tale.look().visit
    assert visit is not None
    assert (visit.state, visit.firm) == (state, False)
    day = visit.day_zero
    page = kitchen.page() + kitchen.page("es") + kitchen.client.get("/my/visit").text
    told = [word for word in (f"{day:%B} {day.day},", day.isoformat()) if word in page]
    told += DATES.findall(page)
    return told + ["file"] * (kitchen.client.get("/my/dates.ics").status_code != 404)


def test_a_confirmed_visit_shows_its_dates_and_the_rules_that_follow(kitchen_of):
    kitchen = kitchen_of("confirmed")
    visit = kitchen.tale.look().visit
    assert visit is not None
    assert visit.day_zero is not None
    page = kitchen.page()
    day = visit.day_zero
    assert f"{day:%A, %B} {day.day}, {day.year}" in page
    for words in (
        "Chemotherapy",
        "Stay near the hospital",
        "Do not drive",
        "up to 6 hours",
        "What they say counts.",
        "June 26, 2025",
    ):
        assert words in page


def test_the_way_to_each_appointment_stands_beside_its_date_and_nowhere_else(kitchen_of):
    """A calendar is shared and a message is read over a shoulder: no building stands in either."""
    kitchen = kitchen_of("released")
    north = {"en": "North campus, green door.", "es": "Sede norte, puerta verde."}
    writing()
    ways.save("RST", {"day_zero": north, "tests": {"en": "South campus."}})
    db.session.commit()
    assert "campus" not in kitchen.page()
    kitchen.tale.ship_back()
    kitchen.tale.confirm_visit()
    page = kitchen.page()
    assert "Where: North campus, green door." in page
    assert "Where: South campus." in page
    assert "Dónde: Sede norte, puerta verde." in kitchen.page("es")
    assert "Dónde: South campus." in kitchen.page("es"), (
        "English where the site wrote nothing else"
    )
    assert "campus" not in kitchen.client.get("/my/dates.ics").text


def test_the_step_at_the_hospital_is_ahead_while_the_product_travels(kitchen_of):
    states = steps_of(kitchen_of("confirmed").page())
    assert states[7] == "ahead"
    assert states[8] == "now"


def test_a_lot_that_came_to_nothing_is_left_to_a_voice(kitchen_of):
    kitchen = kitchen_of("made")
    stages.lot_lost(kitchen.tale)
    page = kitchen.page()
    assert "Your care team is going over the next step." in page
    assert "We will call you by" in page
    assert "Being tested" not in page
    assert steps_of(page) == []
    assert NEVER_SAID.findall(page) == []


def test_after_the_talk_no_step_of_the_lost_lot_stands_as_reached(kitchen_of):
    kitchen = kitchen_of("made")
    stages.lot_lost(kitchen.tale)
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the next step")
    page = kitchen.page()
    assert "plans the next step with you" in page
    assert steps_of(page) == []


def test_a_cancelled_visit_takes_its_dates_with_it(kitchen_of):
    kitchen = kitchen_of("confirmed")
    assert DATES.search(kitchen.page())
    tale = kitchen.tale
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="The patient has a fever.")
    page = kitchen.page()
    assert DATES.search(page) is None
    assert "Your visit has no dates yet" in page
    assert "fever." not in page.replace("have a fever", "")
    assert steps_of(page)[8] == "ahead"


def test_a_closed_journey_shows_no_steps_and_keeps_the_dates_that_follow_the_cells(kitchen_of):
    page = kitchen_of("closed").page()
    assert "You got your cells back." in page
    assert steps_of(page) == []
    assert "No driving until" in page or "Do not drive" in page
    assert "Your check-ups in the first year" in page
    assert PHONE in page


def test_a_journey_that_ended_without_the_cells_shows_no_steps_and_no_dates(kitchen_of):
    kitchen = kitchen_of()
    why = {"outcome": "not_a_candidate", "reason": "too weak"}
    kitchen.tale.do(DESK, Kind.JOURNEY_CLOSED, signed=(DESK,), **why)
    assert "This page is closed." not in kitchen.page()
    kitchen.tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the end")
    page = kitchen.page()
    assert "This page is closed." in page
    assert not any(word in page for word in ("too weak", "candidate"))
    assert steps_of(page) == []
    assert DATES.search(page) is None
    assert PHONE in page


def test_red_flags_the_number_and_the_unwatched_page_are_always_there(kitchen_of):
    kitchen = kitchen_of()
    for chapter, tell in kitchen.tale.chapters().items():
        tell()
        page = kitchen.page()
        for words in ("Call 911", "100.4", "No one reads this page for you", 'href="tel:'):
            assert words in page, chapter


def test_a_number_nobody_has_checked_is_never_shown(kitchen_of):
    kitchen = kitchen_of("collected")
    writing()
    sites.save(cast.SITES[0], sites.Contact(PHONE, phone_verified=False))
    db.session.commit()
    page = kitchen.page()
    assert "0142" not in page
    assert "tel:" not in page
    assert "Use the phone number your care team gave you." in page


def test_the_patient_hears_again_within_a_week(kitchen_of):
    kitchen = kitchen_of("begun")
    kitchen.later(days=10)
    assert re.search(r"You will hear from us by \w+, \w+ \d+, 2026", kitchen.page())


def test_the_page_is_small_and_needs_no_script(kitchen_of):
    kitchen = kitchen_of("confirmed")
    kitchen.page("es")
    page = kitchen.client.get("/my").text
    assert page.count("<style>") == 1
    assert '<link rel="stylesheet"' not in page
    assert "<script" not in page
    assert len(page.encode()) <= 60_000


def test_nothing_on_the_page_or_in_its_links_names_the_journey(kitchen_of):
    kitchen = kitchen_of("confirmed")
    page = kitchen.page()
    assert kitchen.coi not in page
    assert "Pia" not in page
    assert kitchen.client.get("/my").headers["Cache-Control"] == "no-store"


def test_a_lot_rejected_after_release_takes_the_visit_from_the_page(kitchen_of):
    kitchen = kitchen_of("confirmed")
    kitchen.tale.do(
        PLANT,
        Kind.DISPOSITION_DECIDED,
        signed=(PLANT, SECOND_PLANT),
        lot=kitchen.tale.lot(),
        decision="rejected",
        reason="Found after release.",
        certificate_digest="c" * 64,
    )
    page = kitchen.page()
    assert "going over the next step" in page
    assert DATES.search(page) is None


def test_a_page_waits_more_than_once_for_its_line_in_the_log_of_looks(kitchen_of):
    kitchen = kitchen_of("collected")
    kitchen.page()
    db.session.execute(text("PRAGMA busy_timeout=10"))
    db.session.rollback()
    with sqlite3.connect(db.engine.url.database or "", isolation_level=None) as crowd:
        crowd.execute("BEGIN IMMEDIATE")

        def gives_way(_context: object) -> None:
            crowd.execute("ROLLBACK")

        event.listen(db.engine, "handle_error", gives_way, once=True)
        before = len(access.looks(kitchen.coi))
        assert "Where are my cells?" in kitchen.client.get("/my").text
    crowd.close()
    assert len(access.looks(kitchen.coi)) == before + 1
