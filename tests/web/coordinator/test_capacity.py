"""Can the coordinator see how full the weeks are, close days, and see who could come when?"""

from datetime import timedelta

from tests.web.conftest import refusal


def test_a_confirmed_visit_fills_the_picture_and_a_closed_day_moves_the_wait_list(house):
    tale = house.told_until("released")
    coi, visit = house.look(tale).coi, house.look(tale).visit
    desk = house.client_of("cora")
    house.tell(tale, lambda told: told.confirm_visit())
    page = desk.get("/coordinator/capacity?at=RST").text
    assert "Infusion places taken on each day of six weeks: 1 in all" in page
    assert (
        "No visit would be better on another day."
        in desk.get("/coordinator/wait-list?at=RST").text
    )

    day = visit.day_zero.isoformat()
    close = {"resource": "infusion", "first": day, "last": "", "reason": "The lab is rebuilt."}
    closed = desk.post("/coordinator/capacity?at=RST", data=close, follow_redirects=True)
    assert "The lab is rebuilt." in closed.text
    assert "does not work any more: move it" in desk.get("/coordinator/").text
    asked = desk.get(f"/coordinator/journeys/{coi}/visit", query_string={"day": day}).text
    assert "is closed on" in asked
    waiting = desk.get("/coordinator/wait-list?at=RST").text
    assert "The day it has is not possible any more." in waiting
    assert coi in waiting

    twice = {"resource": "all", "first": day, "last": "", "reason": "A storm."}
    desk.post("/coordinator/capacity?at=RST", data=twice)
    desk.post("/coordinator/capacity?at=RST", data={"again": "1"})
    assert "does not work any more: move it" in desk.get("/coordinator/").text, (
        "the storm stays"
    )
    desk.post("/coordinator/capacity?at=RST", data={"again": "2"})
    assert "does not work any more: move it" not in desk.get("/coordinator/").text
    desk.post("/coordinator/capacity?at=RST", data=close)
    assert "does not work any more: move it" in desk.get("/coordinator/").text
    desk.post("/coordinator/capacity?at=RST", data={"again": "3"})
    assert "No visit would be better" in desk.get("/coordinator/wait-list?at=RST").text


def test_a_closure_needs_its_days_its_reason_and_somebody_who_plans_there(house):
    desk = house.client_of("cora")
    day = house.now.date()
    whole = {"resource": "all", "first": day.isoformat(), "reason": "storm"}
    for changed, code in (
        ({"first": "soon"}, "field_type"),
        ({"last": (day - timedelta(days=1)).isoformat()}, "end_before_start"),
        ({"reason": " "}, "reason_missing"),
        ({"resource": "roof"}, "field_choice"),
        ({"again": "77"}, "nothing_to_do"),
    ):
        answer = desk.post("/coordinator/capacity?at=RST", data={**whole, **changed})
        assert (answer.status_code, refusal(answer)) == (409, code)
    assert desk.post("/coordinator/capacity?at=NOWHERE", data=whole).status_code == 404
    assert house.client_of("nora").get("/coordinator/capacity").status_code == 403
