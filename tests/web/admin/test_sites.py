"""Does an administrator set how a hospital works, and check a product's file?"""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.conftest import refusal
from tracker import protocols
from tracker.reads import hospitals

FORM = {
    "name": "Rochester",
    "zone": "America/Chicago",
    "infusion_weekdays": ["0", "1"],
    "chemotherapy_weekdays": ["0", "1", "2", "3", "4", "5", "6"],
    "chemotherapy_opens_on": "received",
    "infusions_per_day": "3",
    "max_fresh_hold_hours": "",
    "answer_offer_minutes": "120",
    "courier_wait_minutes": "240",
    "notice_days": "5",
    "travel_days": "3",
    "stay_near_days": "",
    "caregiver_days": "21",
    "no_driving_days": "56",
    "call_within_days": "2",
    "phone": "+1 507 555 0199",
    "phone_hours": "Mon-Fri 08:00-17:00",
    "closed_days": "2026-12-25\n2026-12-26",
}


def kept(house):
    with house.app.app_context():
        return hospitals.one("RST")


def test_a_site_is_saved_as_given_but_keeps_its_code_and_facility(house, client_of):
    answer = client_of("ada").post(
        "/admin/sites/RST", data=FORM | {"fin": "B1111", "code": "X1"}
    )
    assert answer.status_code == 302
    found = kept(house)
    rules, contact = found.rules, found.contact
    assert (rules.fin, rules.infusions_per_day, rules.no_driving_days) == ("A9990", 3, 56)
    assert rules.infusion_weekdays == {0, 1}
    assert (len(rules.closed_days), rules.call_within_days, rules.caregiver_days) == (2, 2, 21)
    assert rules.max_fresh_hold_hours is None
    assert (contact.phone, contact.phone_verified) == ("+1 507 555 0199", False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "America/Nowhere"}, "zone"),
        ({"infusions_per_day": "0"}, "infusions_per_day"),
        ({"infusions_per_day": "many"}, "infusions_per_day"),
        ({"closed_days": "Christmas"}, "closed_days"),
        ({"chemotherapy_opens_on": "never"}, "chemotherapy_opens_on"),
        ({"name": ""}, "name"),
        ({"phone_hours": "weekdays"}, "phone_hours"),
        ({"infusion_weekdays": []}, "infusion_weekdays"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_and_nothing_is_saved(
    change, field, house, client_of
):
    page = client_of("ada").post("/admin/sites/RST", data=FORM | change)
    assert page.status_code == 409
    assert "Nothing was changed" in page.text
    assert kept(house).rules.infusions_per_day == 2, field


def test_a_number_for_day_and_night_keeps_who_checked_it(house, client_of):
    given = {"day_or_night_number": "507 555 0177", "day_or_night_verified": "yes"}
    client_of("ada").post("/admin/sites/RST", data=FORM | given)
    night = kept(house).numbers[hospitals.DAY_OR_NIGHT]
    assert (night.number, night.verified_by) == ("507 555 0177", "Ada Novak")
    page = client_of("ada").get("/admin/sites/RST").text
    assert "Unverified:</strong> phone number." in page
    client_of("ada").post(
        "/admin/sites/RST", data=FORM | {"day_or_night_number": "507 555 0178"}
    )
    assert kept(house).numbers[hospitals.DAY_OR_NIGHT].verified_on is None


def test_a_number_typed_over_one_that_was_checked_is_not_checked(house, client_of):
    """A browser sends the tick that stands there, and whoever types the new number may not see it."""
    night, ada = {"day_or_night_number": "507 555 0177"}, client_of("ada")
    both = {"phone_verified": "yes", "day_or_night_verified": "yes"}
    ada.post("/admin/sites/RST", data=FORM | night | both)
    house.now += timedelta(days=1)
    ada = client_of("ada")
    ticks = re.findall(
        r'name="(\w+_verified)" value="([^"]+)" checked', ada.get("/admin/sites/RST").text
    )
    assert len(ticks) == 2
    ada.post("/admin/sites/RST", data=FORM | night | dict(ticks))
    stays = kept(house)
    assert stays.contact.phone_verified
    assert stays.numbers[hospitals.DAY_OR_NIGHT].verified_on == house.now.date() - timedelta(
        days=1
    )
    typed = {"phone": "+1 507 555 0190", "day_or_night_number": "507 555 0191"}
    ada.post("/admin/sites/RST", data=FORM | typed | dict(ticks))
    assert kept(house).unverified == ("phone", hospitals.DAY_OR_NIGHT)


def test_further_numbers_have_hours_of_their_own(house, client_of):
    given = {
        "hospital_team_number": "507 555 0170",
        "hospital_team_hours": "Mon-Fri 07:00-19:00",
        "hospital_team_verified": "yes",
        "help_line_number": "800 555 0171",
    }
    client_of("ada").post("/admin/sites/RST", data=FORM | given)
    found = kept(house)
    assert found.numbers[hospitals.HOSPITAL_TEAM].hours == "Mon-Fri 07:00-19:00"
    assert found.unverified == ("phone", hospitals.HELP_LINE)
    wrong = client_of("ada").post(
        "/admin/sites/RST", data=FORM | given | {"hospital_team_hours": "mornings"}
    )
    assert wrong.status_code == 409


def test_no_patient_of_a_site_without_a_checked_number_is_given_a_page(house, client_of):
    """A demonstration shows how it would be; in production somebody calls the number first."""
    coi = house.look(house.told_until("prepared")).coi
    client_of("ada").post("/admin/sites/RST", data=FORM)
    assert "not ready for patients" in client_of("ada").get("/admin/sites").text
    assert "Not ready for patients" in client_of("ada").get("/admin/sites/RST").text
    assert "Rochester" in client_of("ada").get("/admin/").text
    link = f"/coordinator/journeys/{coi}/link"
    coordinator = client_of("cora")
    assert coordinator.post(link).status_code == 200
    house.app.config["TRACKER_MODE"] = "production"
    assert refusal(coordinator.post(link)) == "site_not_reachable"
    client_of("ada").post("/admin/sites/RST", data=FORM | {"phone_verified": "yes"})
    assert coordinator.post(link).status_code == 200


def test_the_way_to_an_appointment_is_written_in_english_first(house, client_of):
    ada = client_of("ada")
    ways = {"day_zero-es": "Puerta verde."}
    alone = ada.post("/admin/sites/RST/ways", data=ways)
    assert refusal(alone) == "field_missing"
    ways |= {"day_zero-en": "Green door.", "tests-en": "x" * 301}
    assert refusal(ada.post("/admin/sites/RST/ways", data=ways)) == "field_type"
    ways["tests-en"] = "Ask at 507-555-0100."
    assert (
        "stands under Sites, once it is checked"
        in ada.post("/admin/sites/RST/ways", data=ways).text
    )
    ways["tests-en"] = ""
    assert ada.post("/admin/sites/RST/ways", data=ways).status_code == 302
    page = ada.get("/admin/sites/RST/ways").text
    assert "Green door." in page
    assert "Puerta verde." in page
    with house.app.app_context():
        assert hospitals.ways("RST").keys() == {"day_zero"}


def test_a_new_site_has_a_code_of_its_own(client_of):
    ada = client_of("ada")
    new = FORM | {"code": "TUS", "fin": "A9993", "name": "Tucson", "zone": "America/Phoenix"}
    assert ada.post("/admin/sites/new", data=new).status_code == 302
    assert "Tucson" in ada.get("/admin/sites").text
    taken = ada.post("/admin/sites/new", data=new | {"code": "RST"})
    assert taken.status_code == 409


def test_an_unknown_site_is_refused(client_of):
    assert "unknown_site" in client_of("ada").get("/admin/sites/NONE").text


def test_protocols_are_listed_with_their_notice_and_digest(client_of):
    page = client_of("quinn").get("/admin/protocols").text
    assert "not approved for clinical use" in page
    assert "example-fresh, version 1" in page


def test_a_file_is_checked_by_paste_and_by_upload(client_of):
    good = (Path(protocols.__file__).parent / "example-frozen-v1.toml").read_text()
    ada = client_of("ada")
    assert "No faults" in ada.post("/admin/protocols", data={"text": good}).text
    upload = {"file": (io.BytesIO(good.encode()), "x.toml")}
    assert "No faults" in ada.post("/admin/protocols", data=upload).text
    bad = good.replace("[[milestones]]", "[[milestone]]", 1)
    page = ada.post("/admin/protocols", data={"text": bad}).text
    assert "fault" in page
    assert "No faults" not in page
    broken = ada.post("/admin/protocols", data={"file": (io.BytesIO(b"\xff\xfe"), "x.toml")})
    assert "field_type" in broken.text
