"""What does the laboratory desk see of many journeys, and what can it record for them at once?"""

import re
from datetime import timedelta

import pytest

from tests.web.conftest import WALTER, WANDA, password_of
from tracker.demo.tale import Tale
from tracker.domain.events import Grant
from tracker.domain.kinds import Role
from tracker.domain.standing import POLICY
from tracker.store import staff, standing
from tracker.store.db import db


@pytest.fixture
def begun(house) -> Tale:
    return house.told_until("begun")


def test_the_liaison_sees_every_journey_by_maker_and_milestone(house, begun):
    page = house.client_of("lena").get("/liaison/")
    assert page.status_code == 200
    assert "Northlight Cells (example)" in page.text
    assert "Manufacturing started" in page.text
    assert house.look(begun).coi in page.text


def test_what_is_late_is_counted_and_can_be_shown_alone(house, begun):
    desk = house.client_of("lena")
    assert "Nothing is late" in desk.get("/liaison/?late=1").text
    house.now += timedelta(days=40)
    late = house.client_of("lena").get("/liaison/?late=1").text
    assert house.look(begun).coi in late
    assert "1 late" in late


def test_the_board_can_be_cut_to_a_maker_and_to_a_part_of_an_identifier(house, begun):
    desk, coi = house.client_of("lena"), house.look(begun).coi
    assert coi not in desk.get("/liaison/?maker=HARBOR").text
    assert coi in desk.get(f"/liaison/?maker=NORTHLIGHT&text={coi[-4:]}").text
    assert coi not in desk.get("/liaison/?text=ZZZZ").text


@pytest.mark.parametrize("who", ["nora", "cora", "fay", "ada"])
def test_the_board_is_not_for_others(house, who):
    assert house.client_of(who).get("/liaison/").status_code == 403


def test_one_milestone_is_recorded_for_many_and_one_refusal_stops_no_other(house, begun):
    early = house.told_until("prepared", patient=WALTER)
    chosen = [house.look(begun).coi, house.look(early).coi]
    answer = house.client_of("lena").post(
        "/liaison/milestones", data={"coi": chosen, "milestone": "SELECTED", "note": "portal"}
    )
    assert answer.status_code == 200
    assert "1 recorded, 1 refused" in answer.text
    assert "Too early for this step: first Manufacturing started." in answer.text
    assert "SELECTED" in house.look(begun).milestones
    assert "SELECTED" not in house.look(early).milestones


def test_a_form_sent_twice_is_recorded_once(house, begun):
    desk, coi = house.client_of("lena"), house.look(begun).coi
    form = {"coi": [coi], "milestone": "SELECTED", "request_id": "r-twice"}
    desk.post("/liaison/milestones", data=form)
    last = house.look(begun).last_seq
    again = desk.post("/liaison/milestones", data=form)
    assert "1 recorded, 0 refused" in again.text
    assert house.look(begun).last_seq == last


def test_choosing_no_journey_or_no_real_time_is_refused_with_a_sentence(house, begun):
    desk, coi = house.client_of("lena"), house.look(begun).coi
    nobody = desk.post("/liaison/milestones", data={"milestone": "SELECTED"})
    assert (nobody.status_code, "no journey was chosen" in nobody.text) == (409, True)
    never = desk.post(
        "/liaison/milestones",
        data={"coi": [coi], "milestone": "SELECTED", "happened_at": "yesterday"},
    )
    assert (never.status_code, "a day and a time" in never.text) == (409, True)
    late = {"coi": [coi], "milestone": "SELECTED", "happened_at": "2025-11-02T01:30"}
    asked = desk.post("/liaison/milestones", data=late).text
    assert re.search("2025-11-02 01:30 [CE]ST, the second time", asked)
    assert re.search(rf'value="{coi}"[^>]* checked', asked), "what was chosen stays chosen"


def test_the_makers_people_see_no_name_birth_date_or_record_number(house, begun):
    coi, plant = house.look(begun).coi, house.client_of("max")
    for address in (
        "/liaison/",
        f"/liaison/journeys/{coi}",
        f"/liaison/journeys/{coi}/record/lot_filled",
        f"/liaison/journeys/{coi}/record/estimate_recorded",
    ):
        page = plant.get(address)
        assert page.status_code == 200
        shown = [WANDA.name, "1961", WANDA.record_number, WANDA.phone, WANDA.email]
        assert [word for word in shown if word in page.text] == []


def test_the_makers_people_do_not_see_another_makers_journey(house):
    other = house.told_until("prepared", patient=WALTER, protocol="example-fresh")
    only_north = _at_one_plant(house)
    coi = house.look(other).coi
    assert coi not in only_north.get("/liaison/").text
    assert only_north.get(f"/liaison/journeys/{coi}").status_code == 404


def _at_one_plant(house):
    """Return the browser of somebody who works at one plant only."""
    with house.app.app_context():
        db.session.rollback()
        account = staff.add("pia", "Pia North", password=password_of("pia"), now=house.now)
        staff.grant(account.id, (Grant(Role.MANUFACTURER_QA, "NORTHLIGHT"),))
        standing.accept(account.id, POLICY, house.now)
        db.session.commit()
    return house.client_of("pia")
