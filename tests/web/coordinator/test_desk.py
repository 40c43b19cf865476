"""What waits in the coordination room, for whom, and for how long?"""

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.web.conftest import WALTER, WANDA, password_of
from tracker.domain.kinds import Kind


def signed(who: str) -> dict[str, str]:
    return {"sign-0-username": who, "sign-0-password": password_of(who)}


def test_a_release_waits_until_its_visit_is_confirmed(house):
    tale = house.told_until("released")
    house.now += timedelta(hours=30)
    page = house.client_of("cora").get("/coordinator/")
    assert page.status_code == 200
    assert WANDA.name in page.text
    assert "30 hours, late" in page.text
    assert "Plan the return visit" in page.text
    house.tell(tale, lambda told: (told.ship_back(), told.confirm_visit()))
    after = house.client_of("cora").get("/coordinator/").text
    assert "Every release has its visit." in after
    assert "Plan the return visit" not in after


def test_the_task_to_talk_is_overdue_until_somebody_has_spoken(house):
    tale = house.told_until("made")
    house.tell(tale, _fail)
    house.now += timedelta(days=2)
    coordinator = house.client_of("cora")
    page = coordinator.get("/coordinator/").text
    assert "Talk to the patient" in page
    assert "overdue" in page
    address = f"/coordinator/journeys/{house.look(tale).coi}/record/patient_informed"
    form = {"about": "the lot ended without product", **signed("cora")}
    assert coordinator.post(address, data=form).status_code == 302
    assert "Nothing waits for you." in coordinator.get("/coordinator/").text
    assert house.look(tale).review_since is None


def _fail(tale) -> None:
    plant = {"signed": ("max",), "lot": tale.lot(), "reason": "no growth"}
    tale.do("max", Kind.LOT_TERMINATED, **plant)


def test_finance_sees_what_insurance_is_missing_and_records_it(house):
    tale = house.told_until("prepared")
    finance = house.client_of("fay")
    page = finance.get("/coordinator/").text
    assert WANDA.name in page
    assert "Now: nothing recorded." in page
    address = f"/coordinator/journeys/{house.look(tale).coi}/record/authorization_recorded"
    said = {"status": "approved", "covered": "yes", "preauthorized": "yes", **signed("fay")}
    refused = finance.post(address, data=said)
    assert (refused.status_code, "reference is needed" in refused.text) == (409, True)
    dates = {"valid_from": "2026-03-01", "valid_until": "2027-03-01", "reference": "PA-1"}
    assert finance.post(address, data=said | dates).status_code == 302
    approved = "Every journey before collection is approved."
    assert approved in finance.get("/coordinator/").text
    last_day = house.now.date() + timedelta(days=1)
    last = dates | {"valid_until": last_day.isoformat()}
    assert finance.post(address, data=said | last).status_code == 302
    for hour, still in ((2, True), (8, False)):
        house.now = datetime.combine(last_day + timedelta(days=1), time(hour), UTC)
        told = house.client_of("fay").get("/coordinator/").text
        assert (approved in told) is still, "the last day ends at midnight in Rochester"


def test_finance_sees_the_insurance_to_check_before_a_visit_until_it_covers_its_days(house):
    tale = house.told_until("confirmed")
    visit, finance = house.look(tale).visit, house.client_of("fay")
    waits = "Insurance still valid on the days of the visit"
    assert waits in finance.get("/coordinator/").text
    address = f"/coordinator/journeys/{house.look(tale).coi}/record/authorization_recorded"
    said = {"status": "approved", "covered": "yes", "preauthorized": "yes", **signed("fay")}
    said |= {"valid_from": "2026-03-01", "reference": "PA-2"}
    for until, still in ((visit.chemotherapy[-1], True), (visit.day_zero, False)):
        answer = finance.post(address, data=said | {"valid_until": until.isoformat()})
        assert answer.status_code == 302
        assert (waits in finance.get("/coordinator/").text) is still
    no_more = {"status": "denied", "covered": "yes", **signed("fay")}
    assert finance.post(address, data=no_more).status_code == 302
    assert waits in finance.get("/coordinator/").text, "a no after the yes is asked about again"


def test_finance_plans_nothing(house):
    tale = house.told_until("released")
    finance, coi = house.client_of("fay"), house.look(tale).coi
    assert "Open a new journey" not in finance.get("/coordinator/").text
    for address in ("new", "calendar", f"journeys/{coi}/visit", f"journeys/{coi}/link"):
        assert finance.get(f"/coordinator/{address}").status_code == 403


def test_the_physician_finds_the_decision_with_its_figures_and_makes_it(house):
    tale = house.told_until("collected")
    physician = house.client_of("dana")
    page = physician.get("/coordinator/").text
    assert "Decide: enough cells?" in page
    assert "2600 of" in page
    address = f"/coordinator/journeys/{house.look(tale).coi}/record/sufficiency_decided"
    form = {"decision": "enough", **signed("dana")}
    assert physician.post(address, data=form).status_code == 302
    assert house.look(tale).sufficiency == "enough"
    physician.get(f"/coordinator/journeys/{house.look(tale).coi}")
    assert "Decide: enough cells?" not in physician.get("/coordinator/").text


def _until_day_zero(tale):
    tale.chemotherapy()
    tale.clock = tale.hour(tale.look().visit.day_zero)


def test_the_physician_clears_day_zero_once_chemotherapy_is_done(house):
    tale = house.told_until("ready")
    physician = house.client_of("dana")
    assert "Clear day zero" not in physician.get("/coordinator/").text
    house.tell(tale, _until_day_zero)
    physician = house.client_of("dana")
    assert "Clear day zero" in physician.get("/coordinator/").text
    address = f"/coordinator/journeys/{house.look(tale).coi}/record/day_zero_cleared"
    assert physician.post(address, data=signed("dana")).status_code == 302
    assert house.look(tale).visit.state == "cleared"
    assert "Clear another day" not in physician.get("/coordinator/").text
    house.tell(tale, lambda told: told.later(days=1))
    assert "Clear another day" in house.client_of("dana").get("/coordinator/").text


def test_a_journey_is_found_by_the_patients_name_or_a_part_of_its_identifier(house):
    coi = house.look(house.told_until("prepared")).coi
    other = house.look(house.told_until("prepared", patient=WALTER)).coi
    coordinator = house.client_of("cora")
    for text in (WANDA.name, coi[-3:]):
        page = coordinator.post("/coordinator/journeys", data={"text": text}).text
        assert coi in page
        assert other not in page
    nobody = coordinator.post("/coordinator/journeys", data={"text": "Nobody Atall"}).text
    assert "No journey fits." in nobody


@pytest.mark.parametrize("who", ["nora", "lena", "max", "ada"])
def test_the_room_is_not_for_others(house, who):
    coi = house.look(house.told_until()).coi
    browser = house.client_of(who)
    assert browser.get("/coordinator/").status_code == 403
    assert browser.get(f"/coordinator/journeys/{coi}").status_code == 403


def test_going_home_follow_up_and_closing_are_recorded_from_the_room(house):
    tale = house.told_until("infused")
    coordinator, coi = house.client_of("cora"), house.look(tale).coi
    page = coordinator.get(f"/coordinator/journeys/{coi}").text
    for title in ("Plan going home", "Record a follow-up", "Close the journey"):
        assert title in page
    address = f"/coordinator/journeys/{coi}/record"
    home = {"day": house.now.date().isoformat()}
    assert coordinator.post(f"{address}/going_home_planned", data=home).status_code == 302
    seen = {"day_after": "14", "seen": "by_phone"}
    assert coordinator.post(f"{address}/follow_up_recorded", data=seen).status_code == 302
    closing = {"outcome": "completed", **signed("cora")}
    assert coordinator.post(f"{address}/journey_closed", data=closing).status_code == 302
    assert house.look(tale).closed == "completed"
    assert "Record a follow-up" in coordinator.get(f"/coordinator/journeys/{coi}").text


def test_the_desk_keeps_to_the_site_that_was_chosen(house):
    house.told_until("released")
    coordinator = house.client_of("cora")
    coordinator.post("/site", data={"site": "PHX"})
    elsewhere = coordinator.get("/coordinator/").text
    assert "Every release has its visit." in elsewhere
    assert "Nothing waits for you." in elsewhere
    coordinator.post("/site", data={"site": "RST"})
    assert WANDA.name in coordinator.get("/coordinator/").text
