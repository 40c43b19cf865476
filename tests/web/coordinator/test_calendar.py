"""Does the calendar show every kind of visit, and let one go only where the planner lets it?"""

import re
from datetime import date, timedelta

import pytest

from tests.web.conftest import password_of
from tracker.demo.tale import DESK
from tracker.domain.kinds import Kind
from tracker.reads.visit_weeks import span


@pytest.mark.parametrize(
    ("view", "day", "monday", "weeks"),
    [
        ("week", date(2026, 3, 8), date(2026, 3, 2), 1),
        ("month", date(2026, 3, 8), date(2026, 2, 23), 6),
        ("month", date(2027, 2, 10), date(2027, 2, 1), 4),
        ("", date(2026, 3, 8), date(2026, 3, 2), 6),
    ],
)
def test_a_view_begins_on_a_monday_and_holds_whole_weeks(view, day, monday, weeks):
    assert span(view, day) == (monday, weeks)


def possible(page: str) -> list[str]:
    return re.findall(r'form="choose" name="day" value="([\d-]+)"', page)


def test_a_visit_is_picked_moved_with_a_reason_and_found_on_its_new_day(house):
    tale = house.told_until("ready")
    coi, day = house.look(tale).coi, house.look(tale).visit.day_zero
    desk, address = house.client_of("cora"), "/coordinator/calendar?at=RST"
    assert f"move={coi}" in desk.get(address).text
    picked = desk.get(f"{address}&move={coi}").text
    offered = possible(picked)
    assert offered
    assert day.isoformat() not in offered
    saturday = day + timedelta(days=5 - day.weekday())
    assert saturday.isoformat() not in offered
    assert "Rochester gives no cells on a Saturday." in picked
    new = offered[-1]
    chosen = desk.get(f"{address}&move={coi}&day={new}").text
    assert "Why it is moved" in chosen
    assert "Chemotherapy on weekdays only." in chosen
    assert "To be done again:</strong> Scan or marrow test of the disease" in chosen
    form = {"day_zero": new, "reason": "fever", "sign-0-username": "cora"}
    form["sign-0-password"] = password_of("cora")
    moved = desk.post(f"/coordinator/journeys/{coi}/visit/visit_moved", data=form)
    assert moved.status_code == 302
    assert house.look(tale).visit.day_zero.isoformat() == new
    week = desk.get(f"{address}&view=week&from={new}").text
    assert len(re.findall(r'id="day-', week)) == 7
    assert "1 of 2 taken" in week
    month = desk.get(f"{address}&view=month&from={new}").text
    assert {f"{new[:7]}-01", f"{new[:7]}-28", new} <= {*re.findall(r'id="day-([\d-]+)"', month)}
    sick = desk.get(f"{address}&move={coi}&day={saturday}").text
    assert "is not possible" in sick
    assert "Why it is moved" not in sick


def test_a_physician_reads_the_calendar_and_moves_nothing(house):
    coi = house.look(house.told_until("confirmed")).coi
    page = house.client_of("dana").get(f"/coordinator/calendar?at=RST&move={coi}").text
    assert possible(page) == []
    assert "data-move=" not in page


def test_a_provisional_visit_is_shown_as_such_and_nobody_takes_hold_of_it(house):
    tale = house.told_until("shipped")
    house.tell(tale, lambda told: told.do(DESK, Kind.VISIT_PROPOSED, provisional=True))
    day = house.look(tale).visit.day_zero
    page = house.client_of("cora").get(f"/coordinator/calendar?at=RST&from={day}").text
    assert "day zero, provisional" in page
    assert "data-move=" not in page


def test_a_proposed_visit_is_confirmed_on_its_own_day_from_the_calendar(house):
    tale = house.told_until("released")
    coi, day = house.look(tale).coi, house.look(tale).visit.day_zero.isoformat()
    desk, address = house.client_of("cora"), f"/coordinator/calendar?at=RST&move={coi}"
    assert day in possible(desk.get(address).text)
    assert "visit/visit_confirmed" in desk.get(f"{address}&day={day}").text
