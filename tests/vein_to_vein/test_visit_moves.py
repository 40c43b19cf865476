"""What happens to visits in life, told over HTTP from the release on: who hears what, and what is refused?

The road to the release is told once and stands; the coordinator's and the physician's forms, the
patient's page and its calendar file are asked as browsers ask them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.vein_to_vein.caller import require_whole
from tests.vein_to_vein.planning import release_on, to_the_end
from tests.web.conftest import refusal
from tracker import protocols
from tracker.demo.tale import BEDSIDE, SECOND_TECH, TECH, Tale
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.protocols import HERE, read_text

WEEKDAYS = frozenset(range(5))


def test_released_on_the_friday_before_a_long_weekend_the_visit_goes_around_it(
    until, with_rules
):
    """Memorial Day is 25 May 2026, Independence Day is kept on Friday 3 July."""
    story = until("tested")
    with_rules(
        country="US",
        subdivision="MN",
        chemotherapy_weekdays=WEEKDAYS,
        infusions_before_long_weekends=False,
    )
    release_on(story, datetime(2026, 5, 22, 20, tzinfo=UTC))
    assert story.visit.state == "proposed"
    assert "Memorial Day" in story.ask(date(2026, 5, 25))
    assert "just before a long weekend" in story.ask(date(2026, 7, 2))
    refused = story.plan("visit_confirmed", day_zero=date(2026, 7, 3))
    assert (refusal(refused), "Independence Day" in refused.text) == ("day_not_possible", True)
    assert story.plan("visit_confirmed", day_zero=story.offered()[0]).status_code == 302
    closed = {date(2026, 5, 22), date(2026, 5, 25), date(2026, 6, 19)}
    assert story.visit.state == "confirmed"
    assert not closed & {story.visit.day_zero, *story.visit.chemotherapy}
    to_the_end(story)


def test_an_infection_before_and_one_after_chemotherapy_and_the_cells_are_given_in_the_end(
    until,
):
    """The first moves everything; after the second only day zero moves, as far as the product lets it."""
    story = until("home")
    first = story.visit.day_zero
    assert first is not None
    later = next(_weekdays_from(first + timedelta(days=9)))
    fever = {"day_zero": later, "reason": "The patient has a fever."}
    assert story.plan("visit_moved", **fever).status_code == 302
    assert refusal(story.record("chemotherapy_started", "dana")) == "readiness_open"
    for chapter in (Tale.make_ready, Tale.chemotherapy):
        story.house.tell(story.tale, chapter)
    given = story.visit.chemotherapy
    regimen = next(
        each for each in story.tale.protocol.visit.regimens if each.name == story.visit.regimen
    )
    page = story.patient()
    beyond = next(_weekdays_from(given[-1] + timedelta(days=regimen.wait_days + 1)))
    too_late = story.plan("visit_moved", day_zero=beyond, reason="It is back.")
    assert refusal(too_late) == "day_not_possible"
    assert "chemotherapy would have to be repeated" in too_late.text
    last = next(_weekdays_from(later + timedelta(days=1)))
    assert (last - given[-1]).days <= regimen.wait_days
    assert story.plan("visit_moved", day_zero=last, reason="It is back.").status_code == 302
    assert (story.visit.moves, story.visit.day_zero) == (2, last)
    assert story.visit.chemotherapy == given
    assert f"{last:%B} {last.day}," in page.get("/my").text
    for chapter in (Tale.clear, Tale.infuse, Tale.finish):
        story.house.tell(story.tale, chapter)
    require_whole(story.journey, "completed")


def _weekdays_from(day: date) -> Iterator[date]:
    while True:
        if day.weekday() in WEEKDAYS:
            yield day
        day += timedelta(days=1)


def test_when_readiness_says_no_after_the_release_all_is_taken_back_but_the_cells(until):
    story = until("home")
    day, page = story.visit.day_zero, story.patient()
    assert f"{day:%B} {day.day}," in page.get("/my").text
    assert story.held()
    failed = {"test": "heart", "result": "failed", "reason": "The heart is too weak."}
    assert story.record("readiness_recorded", "dana", **failed).status_code == 302
    assert refusal(story.record("chemotherapy_started", "dana")) == "readiness_open"
    assert story.plan("visit_cancelled", reason="Not fit for chemotherapy.").status_code == 302
    assert story.held() == {}
    calm = page.get("/my").text
    assert "Your care team is going over the next step." in calm
    assert f"{day:%B} {day.day}," not in calm
    assert "heart is too weak" not in calm
    assert [item for item in story.journey.present() if item.use == "dose"]
    close = {"outcome": "not_proceeding", "reason": "Not fit for chemotherapy."}
    assert refusal(story.record("journey_closed", "cora", **close)) == "containers_not_final"
    story.house.tell(story.tale, _keep_the_doses)
    assert story.record("journey_closed", "cora", **close).status_code == 302
    require_whole(story.journey, "not_proceeding")


def _keep_the_doses(tale: Tale) -> None:
    for dose in tale.bags("dose"):
        tale.take([dose])
        fate = {"container": dose, "fate": "retained", "reason": "Not fit for chemotherapy."}
        tale.do("theo", Kind.CONTAINER_DISCARDED, signed=("theo",), **fate)


def _resolve_and_destroy(tale: Tale) -> None:
    for deviation in tale.look().open_deviations():
        said = {"deviation": deviation.id, "resolution": "The shipper fell from the trolley."}
        tale.do("quinn", Kind.DEVIATION_CLOSED, signed=("quinn",), **said)
    for dose in tale.bags("dose"):
        fate = {"container": dose, "fate": "destroyed", "reason": "The bag is cracked."}
        tale.do("theo", Kind.CONTAINER_DISCARDED, signed=("theo",), **fate)


def test_a_product_that_arrives_damaged_after_chemotherapy_began_is_never_cleared(
    until, with_rules
):
    story = until("confirmed")
    with_rules(chemotherapy_opens_on="shipped")
    for chapter in (Tale.make_ready, Tale.begin_chemotherapy):
        story.house.tell(story.tale, chapter)
    damaged = {"condition": "damaged", "outcome": "quarantine", "reason": "The bag is cracked."}
    story.house.tell(story.tale, lambda tale: tale.receive(TECH, SECOND_TECH, **damaged))
    in_doubt = "The cells are held, damaged or gone: see what becomes of the visit"
    assert in_doubt in story.house.client_of("cora").get("/coordinator/").text
    story.house.tell(story.tale, Tale.complete_chemotherapy)
    assert refusal(story.record("day_zero_cleared", "dana")) in {"not_received", "quarantined"}
    assert "later, chemotherapy is given again" in story.ask()
    assert story.plan("visit_cancelled", reason="The bag is cracked.").status_code == 302
    assert (story.visit.state, story.held()) == ("cancelled", {})
    assert in_doubt not in story.house.client_of("cora").get("/coordinator/").text
    story.house.tell(story.tale, _resolve_and_destroy)
    close = {"outcome": "not_proceeding", "reason": "The bag is cracked; no cells are left."}
    assert story.record("journey_closed", "cora", **close).status_code == 302
    require_whole(story.journey, "not_proceeding")


def test_where_no_chemotherapy_is_given_on_weekends_a_fixed_course_leaves_mondays(
    until, with_rules
):
    story = until("released", protocol="example-fresh")
    with_rules(chemotherapy_weekdays=WEEKDAYS)
    offered = story.offered()
    assert {day.weekday() for day in offered} == {0}
    tuesday = offered[0] + timedelta(days=1)
    assert "no day for chemotherapy here" in story.ask(tuesday)
    assert refusal(story.plan("visit_confirmed", day_zero=tuesday)) == "day_not_possible"
    assert story.plan("visit_confirmed", day_zero=offered[0]).status_code == 302
    to_the_end(story)
    assert {day.weekday() for day in story.visit.chemotherapy} == {2, 3, 4}


def test_abroad_and_over_a_change_of_clocks_the_days_stay_those_of_the_hospital(until):
    """In Chicago the clocks go back on 1 November 2026, between chemotherapy and day zero."""
    story = until("tested")
    release_on(story, datetime(2026, 10, 9, 15, tzinfo=UTC))
    story.plan("visit_confirmed", day_zero=date(2026, 11, 2))
    chemotherapy = story.visit.chemotherapy
    assert chemotherapy[0] < date(2026, 11, 1) < story.visit.day_zero == date(2026, 11, 2)
    browser = story.patient()
    calendar = Calendar.from_ical(browser.get("/my/dates.ics").data)
    events: list[Any] = list(calendar.walk("VEVENT"))
    days = {event["DTSTART"].dt: event["DTEND"].dt for event in events}
    assert {type(day) for day in days} == {date}, "a moment would fall on another day abroad"
    assert days[chemotherapy[0]] == chemotherapy[-1] + timedelta(days=1)
    assert days[date(2026, 11, 2)] == date(2026, 11, 3)
    for moment, said in (
        (datetime(2026, 11, 2, 5, 30, tzinfo=UTC), "1 day until you get your cells back"),
        (datetime(2026, 11, 2, 6, 30, tzinfo=UTC), "Today is day zero."),
    ):
        story.house.now = moment
        assert said in story.patient().get("/my").text


@pytest.fixture
def split_product(house, tmp_path):
    """A product whose dose is given on two days: one more file, as a site would add it."""
    text = read_text(HERE / "example-frozen-v1.toml")
    second = "[visit.second_dose]\nday = 9\nfrom_day = 7\nto_day = 11\nlatest_day = 20\n\n"
    for old, new in (
        ('id = "example-frozen"', 'id = "example-split"'),
        ("[[visit.readiness]]", f"{second}[[visit.readiness]]"),
        ("[[sources]]", f"[[sources]]\n{SOURCE}\n[[sources]]"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "example-split-v1.toml").write_text(text)
    known = house.app.extensions[protocols.EXTENSION]
    house.app.extensions[protocols.EXTENSION] = protocols.load(tmp_path)
    yield "example-split"
    house.app.extensions[protocols.EXTENSION] = known


SOURCE = """field = "visit.second_dose"
source = "drugs.com/dosage/aucatzyl.html"
confidence = "H"
note = "Day 10, two days before or after it; not later than day 21. Verify before clinical use."
"""


SPLIT = (
    {"volume_ml": 68, "colour": "blue", "infusion": 1},
    {"volume_ml": 68, "colour": "orange", "infusion": 2},
)


def _give_a_part(tale: Tale, dose: str) -> None:
    """Stop an infusion before the bag is empty, and destroy what is left of it."""
    tale.thaw(dose)
    tale.give(dose, volume_ml=40)
    rest = {"container": dose, "fate": "destroyed", "reason": "Stopped for a reaction."}
    tale.do(BEDSIDE, Kind.CONTAINER_DISCARDED, signed=(BEDSIDE,), **rest)


def _require_both_given(end: Journey, first: str, second: str) -> None:
    """See that the journey is whole, one bag given in part and the other, days later, all of it."""
    require_whole(end, "completed")
    bags = (end.containers[first], end.containers[second])
    assert [(bag.colour, bag.given_ml, bag.rest) for bag in bags] == [
        ("blue", 40, "destroyed"),
        ("orange", 68, ""),
    ]


def _given_in_part(story):
    """Tell on until the first dose is given on a Tuesday; return the day and both bags."""
    tell = story.house.tell
    tell(story.tale, lambda tale: tale.make(tale.lot(), bags=SPLIT))
    tell(story.tale, lambda tale: tale.test(tale.lot()))
    tell(story.tale, lambda tale: tale.release(tale.lot()))
    tuesday = next(day for day in _weekdays_from(story.visit.day_zero) if day.weekday() == 1)
    assert story.plan("visit_confirmed", day_zero=tuesday).status_code == 302
    assert 7 <= (story.visit.second_day - tuesday).days <= 11
    for chapter in (Tale.ship_back, Tale.receive_back, Tale.make_ready, Tale.chemotherapy):
        tell(story.tale, chapter)
    dates = _dates_shown(story, tuesday)
    assert dates.endswith(f"cells: {tuesday} and {story.visit.second_day}")
    tell(story.tale, Tale.clear)
    first, second = [item.id for item in story.journey.present() if item.use == "dose"]
    tell(story.tale, lambda tale: _give_a_part(tale, first))
    return tuesday, first, second


def _dates_shown(story, day):
    """Return the dates that the page sends back with one day."""
    (shown,) = re.findall(rf'value="{day} ([^"]+)" checked', story.ask(day))
    return shown


def test_a_split_dose_is_given_in_part_moved_to_day_21_and_cleared_anew(until, split_product):
    story = until("begun", protocol=split_product)
    tuesday, first, second = _given_in_part(story)
    early = story.record("day_zero_cleared", "dana")
    assert (refusal(early), "the second dose is given from" in early.text) == ("not_yet", True)
    day_21 = tuesday + timedelta(days=20)
    moved = {"day_zero": tuesday, "reason": "grade 2 CRS"}
    late = story.plan("visit_moved", second_day=day_21 + timedelta(days=1), **moved)
    assert "within 20 days of day zero" in late.text
    assert "Days that work for the second dose" in story.ask()
    shown = _dates_shown(story, day_21)
    assert shown.endswith(f"cells: {tuesday} and {day_21}")
    story.plan("visit_moved", second_day=f"{day_21} {shown}?", **moved)
    assert story.visit.second_day != day_21, "nobody saw those dates"
    assert story.plan("visit_moved", second_day=f"{day_21} {shown}", **moved).status_code == 302
    assert (story.visit.day_zero, story.visit.second_day) == (tuesday, day_21)

    second_part = story.patient().get("/my").text.partition("the second part of your cells")[2]
    assert f"{day_21:%B} {day_21.day}," in second_part.partition("</div>")[0]

    story.tale.clock = story.house.now = story.tale.hour(day_21)
    assert story.record("day_zero_cleared", "dana").status_code == 302
    story.house.tell(story.tale, lambda tale: (tale.thaw(second), tale.give(second)))
    assert story.visit.state == "done"
    until_day = day_21 + timedelta(days=14)
    assert f"{until_day:%B} {until_day.day}," in story.patient().get("/my").text

    story.house.tell(story.tale, Tale.finish)
    _require_both_given(story.journey, first, second)
