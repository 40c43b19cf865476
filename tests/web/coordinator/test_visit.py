"""Can the coordinator turn a release into a visit, move it, and say why another day is no day?"""

import re
from datetime import date, timedelta

import pytest

from tests.web.conftest import WANDA, password_of, refusal
from tracker.demo.tale import Tale


def signed(who: str) -> dict[str, str]:
    return {"sign-0-username": who, "sign-0-password": password_of(who)}


@pytest.fixture
def released(house) -> Tale:
    return house.told_until("released")


def _address(house, tale: Tale) -> str:
    return f"/coordinator/journeys/{house.look(tale).coi}/visit"


def _confirm(house, tale: Tale) -> str:
    """Confirm the proposed day, and return it."""
    day = house.look(tale).visit.day_zero.isoformat()
    form = {"day_zero": day, **signed("cora")}
    answer = house.client_of("cora").post(
        f"{_address(house, tale)}/visit_confirmed", data=form, follow_redirects=True
    )
    assert "The visit is confirmed." in answer.text
    return day


def test_the_proposed_day_comes_first_with_all_its_dates(house, released):
    page = house.client_of("cora").get(_address(house, released)).text
    day = house.look(released).visit.day_zero
    first = re.search('name="day_zero" id="([^"]+)" value="([^"]+)" checked', page)
    assert first is not None
    assert (first[1], first[2][:10]) == (f"day-{day}", day.isoformat())
    assert page.index('name="day_zero"') == first.start()
    for word in ("Chemotherapy", "Stay near until", "2 of 2 places free"):
        assert word in page


def test_a_day_that_is_no_day_is_explained(house, released):
    visit = house.look(released).visit
    sunday = visit.day_zero + timedelta(days=6 - visit.day_zero.weekday() + 7)
    coordinator = house.client_of("cora")
    page = coordinator.get(_address(house, released), query_string={"day": str(sunday)}).text
    assert "is not possible" in page
    assert "Rochester gives no cells on a Sunday." in page
    later = coordinator.get(
        _address(house, released), query_string={"day": str(sunday + timedelta(days=22))}
    ).text
    assert "is possible. Choose it below." in later


def test_confirming_asks_for_the_password_and_then_shows_the_patient_dates(house, released):
    day = house.look(released).visit.day_zero.isoformat()
    form = {"day_zero": day, "sign-0-username": "cora", "sign-0-password": "guess"}
    address = f"{_address(house, released)}/visit_confirmed"
    refused = house.client_of("cora").post(address, data=form)
    assert (refused.status_code, "of a signature is wrong" in refused.text) == (409, True)
    assert house.look(released).visit.state == "proposed"
    _confirm(house, released)
    assert house.look(released).visit.state == "confirmed"


def test_an_impossible_day_is_refused_with_its_reasons(house, released):
    visit = house.look(released).visit
    saturday = visit.day_zero + timedelta(days=5 - visit.day_zero.weekday())
    form = {"day_zero": saturday.isoformat(), **signed("cora")}
    address = f"{_address(house, released)}/visit_confirmed"
    answer = house.client_of("cora").post(address, data=form)
    assert answer.status_code == 409
    assert "gives no cells on a Saturday" in answer.text


def _as_shown(page: str, day: str) -> dict[str, str]:
    """Return what a browser would send back for one day of a page."""
    dates = re.findall(f'value="({day} [^"]+)"', page)
    return {"day_zero": dates[0], **signed("cora")}


def test_dates_that_nobody_saw_are_never_confirmed(house, released):
    desk, address = house.client_of("cora"), _address(house, released)
    coi, visit = house.look(released).coi, house.look(released).visit
    first = visit.chemotherapy[0].isoformat()
    form = _as_shown(desk.get(address).text, visit.day_zero.isoformat())
    calendar = f"/coordinator/calendar?at=RST&move={coi}&day={visit.day_zero}"
    (beside,) = re.findall(f'"shown-{visit.day_zero}" value="(.+?)"', desk.get(calendar).text)
    assert form["day_zero"] == f"{visit.day_zero} {beside}"

    close = {"resource": "chair", "first": first, "reason": "The last chair is taken."}
    assert desk.post("/coordinator/capacity?at=RST", data=close).status_code == 302
    answer = desk.post(f"{address}/visit_confirmed", data=form)
    assert (answer.status_code, refusal(answer)) == (409, "dates_changed")
    assert house.look(released).visit.state == "proposed"
    assert " checked>" not in answer.text
    again = _as_shown(answer.text, visit.day_zero.isoformat())
    assert again != form
    assert desk.post(f"{address}/visit_confirmed", data=again).status_code == 302
    kept = house.look(released).visit
    assert kept.chemotherapy != visit.chemotherapy
    assert all(day.isoformat() in str(again) for day in kept.chemotherapy)


def test_every_way_of_a_day_can_be_chosen_with_its_reasons(house, released):
    desk, address = house.client_of("cora"), _address(house, released)
    day = house.look(released).visit.day_zero.isoformat()
    page = desk.get(address).text
    ways = re.findall(f'value="({day} [^"]+)"', page)
    assert len(set(ways)) == len(ways) > 1
    assert page.count(" days between chemotherapy and the cells.") == page.count(
        'name="day_zero"'
    )
    benda = next(each for each in ways if "benda" in each)
    form = {"day_zero": benda, **signed("cora")}
    assert desk.post(f"{address}/visit_confirmed", data=form).status_code == 302
    kept = house.look(released).visit
    assert kept.regimen == "benda 2 days"
    assert all(each.isoformat() in benda for each in kept.chemotherapy)
    assert f'value="{benda}" checked' in desk.get(address).text


def test_the_indication_is_said_and_corrected_on_the_way_to_a_visit(house, released):
    desk, address = house.client_of("cora"), _address(house, released)
    assert "Treated for LBCL." in desk.get(address).text
    coi = house.look(released).coi
    record = f"/coordinator/journeys/{coi}/record/indication_recorded"
    form = {"indication": "B-ALL", **signed("cora")}
    assert refusal(desk.post(record, data=form)) == "reason_missing"
    _confirm(house, released)
    assert desk.post(record, data={**form, "reason": "biopsy"}).status_code == 302
    page = desk.get(address).text
    assert "Treated for B-ALL." in page
    assert "flu-cy 4 days" in page
    assert "move it" in desk.get("/coordinator/").text


def test_a_visit_is_moved_only_with_a_reason_and_then_cancelled(house, released):
    day = _confirm(house, released)
    coordinator, address = house.client_of("cora"), _address(house, released)
    later = house.look(released).visit.day_zero + timedelta(days=7)
    form = {"day_zero": later.isoformat(), **signed("cora")}
    refused = coordinator.post(f"{address}/visit_moved", data=form)
    assert refused.status_code == 409
    assert "eason is needed" in refused.text
    form["reason"] = "the patient has an infection"
    assert coordinator.post(f"{address}/visit_moved", data=form).status_code == 302
    assert house.look(released).visit.day_zero.isoformat() != day
    assert "Moved" in coordinator.get(address).text
    cancel = {"reason": "readiness says no", **signed("cora")}
    assert coordinator.post(f"{address}/visit_cancelled", data=cancel).status_code == 302
    assert house.look(released).visit is None
    assert "Propose a visit again" in coordinator.get(address).text
    assert coordinator.post(f"{address}/visit_proposed").status_code == 302
    assert house.look(released).visit.state == "proposed"


def test_once_chemotherapy_is_given_only_day_zero_moves(house):
    tale = house.told_until("chemotherapy")
    visit = house.look(tale).visit
    coordinator, address = house.client_of("cora"), _address(house, tale)
    page = coordinator.get(address).text
    assert "Chemotherapy stays as given." in page
    day = visit.day_zero.isoformat()
    assert _as_shown(page, day)["day_zero"].endswith(f"cells: {day}")
    far = visit.day_zero + timedelta(days=28)
    asked = coordinator.get(address, query_string={"day": far.isoformat()}).text
    assert "chemotherapy would have to be repeated" in asked


def test_before_a_release_there_is_nothing_to_plan(house):
    tale = house.told_until("tested")
    page = house.client_of("cora").get(_address(house, tale)).text
    assert "Only a signed release opens the return visit." in page
    assert "Confirm the visit" not in page


def test_the_physician_may_cancel_but_does_not_confirm(house, released):
    physician, address = house.client_of("dana"), _address(house, released)
    page = physician.get(address).text
    assert "Cancel this visit" in page
    assert "Confirm the visit" not in page
    day = house.look(released).visit.day_zero.isoformat()
    form = {"day_zero": day, **signed("dana")}
    assert physician.post(f"{address}/visit_confirmed", data=form).status_code == 409
    assert house.look(released).visit.state == "proposed"


def test_an_unknown_step_of_a_visit_is_refused(house, released):
    answer = house.client_of("cora").post(f"{_address(house, released)}/visit_forgotten")
    assert answer.status_code == 409
    assert "There is no entry kind called visit_forgotten." in answer.text


def test_the_calendar_shows_who_comes_and_how_many_places_are_taken(house, released):
    coordinator = house.client_of("cora")
    proposed = coordinator.get("/coordinator/calendar?at=RST").text
    assert WANDA.name in proposed
    assert "day zero, proposed" in proposed
    assert "chemotherapy 1 of" in proposed
    assert "0 of 2 taken" in proposed
    assert "1 of 2 taken" not in proposed
    _confirm(house, released)
    page = house.client_of("cora").get("/coordinator/calendar?at=RST").text
    assert "1 of 2 taken" in page
    assert WANDA.name in page
    assert WANDA.name not in coordinator.get("/coordinator/calendar?at=PHX").text
    assert coordinator.get("/coordinator/calendar?at=ELSEWHERE").status_code == 404


def test_a_visit_is_pencilled_in_before_the_release(house):
    tale = house.told_until("shipped")
    desk = house.client_of("cora")
    assert "Pencil a visit in" in desk.get(_address(house, tale)).text
    form = {"provisional": "yes"}
    desk.post(f"{_address(house, tale)}/visit_proposed", data=form)
    assert house.look(tale).visit.state == "provisional"
    assert "No place is held" in desk.get(_address(house, tale)).text


def test_a_whole_new_course_is_shown_with_its_dates_before_anybody_signs(house):
    tale = house.told_until("chemotherapy")
    desk, address, before = (
        house.client_of("cora"),
        _address(house, tale),
        house.look(tale).visit,
    )
    page = desk.get(address).text
    assert "later, chemotherapy is given again" in page
    assert "Sign and plan the new course" not in page
    page = desk.get(f"{address}?again=yes").text
    days = re.findall(r'name="day_zero" id="day-([\d-]{10})" ', page)
    form = _as_shown(page, days[0]) | {"repeat_chemotherapy": "yes"}
    course = re.findall(
        r"\d{4}-\d\d-\d\d", form["day_zero"].partition(" ")[2].partition(";")[0]
    )
    assert date.fromisoformat(course[0]) > before.chemotherapy[-1]
    shown = page[page.index("Chemotherapy again on") :].partition("<br>")[0]
    assert all(f"{date.fromisoformat(day).day} " in shown for day in course)
    assert "To be done again:" in page

    close = {"resource": "chair", "first": course[0], "reason": "The last chair is taken."}
    assert desk.post("/coordinator/capacity?at=RST", data=close).status_code == 302
    form |= {"reason": "pneumonia"}
    stale = desk.post(f"{address}/visit_moved", data=form)
    assert refusal(stale) in {"dates_changed", "day_not_possible"}
    assert "Sign and plan the new course" in stale.text, "the question stays the same"
    assert house.look(tale).visit == before

    fresh = _as_shown(desk.get(f"{address}?again=yes&day={days[-1]}").text, days[-1])
    form = fresh | {"repeat_chemotherapy": "yes", "reason": "pneumonia"}
    assert desk.post(f"{address}/visit_moved", data=form).status_code == 302
    visit = house.look(tale).visit
    assert (visit.courses_given, visit.state, str(visit.day_zero)) == (1, "confirmed", days[-1])
    assert all(day.isoformat() in form["day_zero"] for day in visit.chemotherapy)
    assert "Chemotherapy given before" in desk.get(address).text


def test_the_plan_of_the_call_has_dates_questions_and_a_number_that_was_checked(
    house, released
):
    desk, coi = house.client_of("cora"), house.look(released).coi
    page = desk.get(f"/coordinator/journeys/{coi}/visit/call").text
    assert "The dates to agree on" in page
    assert "Should this day not suit:" in page
    assert "Please read the dates back to me." in page
    assert "507-284-8707" in page
    assert "Two doses of tocilizumab on hand" not in page
    _confirm(house, released)
    after = desk.get(f"/coordinator/journeys/{coi}/visit/call").text
    assert "Should this day not suit:" not in after
    assert "Two doses of tocilizumab on hand" in after
