"""How does a journey begin, and how does the patient get the link to their page?"""

import re

import pytest

from tests.web.conftest import WANDA, password_of, refusal
from tracker.reads import finding
from tracker.store import access, links, patients

FORM = {
    "name": WANDA.name,
    "birth_date": WANDA.birth_date.isoformat(),
    "record_number": WANDA.record_number,
    "language": "es",
    "protocol": "example-frozen",
    "site": "RST",
    "priority": "urgent",
    "indication": "LBCL",
    "sign-0-username": "cora",
    "sign-0-password": password_of("cora"),
    "request_id": "r-open",
}


def _cois(house) -> list[str]:
    with house.app.app_context():
        rows = finding.by_text(house.people["cora"], "", house.now)
        return [row.line.summary.coi for row in rows]


def test_a_journey_is_opened_for_a_new_patient(house):
    answer = house.client_of("cora").post("/coordinator/new", data=FORM, follow_redirects=True)
    assert answer.status_code == 200
    assert WANDA.name in answer.text
    assert "urgent" in answer.text
    [coi] = _cois(house)
    with house.app.app_context():
        kept = patients.of(coi)
    assert kept is not None
    assert (kept.birth_date, kept.language) == (WANDA.birth_date, "es")


def test_the_indication_decides_the_chemotherapy_and_is_asked_for(house):
    desk = house.client_of("cora")
    page = desk.get("/coordinator/new").text
    assert [page.count(f"<option>{each}</option>") for each in ("B-ALL", "LBCL", "FL")] == [
        1,
        2,
        2,
    ]
    for said, code in (("", "indication_missing"), ("MM", "indication_unknown")):
        answer = desk.post("/coordinator/new", data={**FORM, "indication": said})
        assert (answer.status_code, refusal(answer)) == (409, code)
    assert _cois(house) == []


def test_a_form_sent_twice_opens_one_journey(house):
    coordinator = house.client_of("cora")
    first = coordinator.post("/coordinator/new", data=FORM)
    again = coordinator.post("/coordinator/new", data=FORM)
    assert first.location == again.location
    assert len(_cois(house)) == 1


def test_a_known_patient_is_not_taken_in_twice(house):
    coordinator = house.client_of("cora")
    coordinator.post("/coordinator/new", data=FORM)
    [coi] = _cois(house)
    again = coordinator.post("/coordinator/new", data={**FORM, "request_id": "r-second"})
    assert refusal(again) == "journey_open_already"
    assert f"open journey with this product: {coi} at RST" in again.text
    other = {**FORM, "request_id": "r-other", "protocol": "example-fresh"}
    assert coordinator.post("/coordinator/new", data=other).status_code == 302
    with house.app.app_context():
        found = patients.find(record_number=WANDA.record_number)
        assert len(found) == 1
        assert len(patients.journeys_of(found[0].id)) == 2


def test_the_same_name_and_birth_date_under_another_number_is_compared_with_the_papers(house):
    """Either one person would get two records, or two people are told apart by their numbers alone."""
    coordinator = house.client_of("cora")
    coordinator.post("/coordinator/new", data=FORM)
    [first] = _cois(house)
    twin = FORM | {"record_number": "MRN-0012354", "request_id": "r-twin"}
    answer = coordinator.post("/coordinator/new", data=twin)
    assert (answer.status_code, refusal(answer)) == (409, "patient_namesake")
    assert _cois(house) == [first]
    assert 'name="two_people"' in answer.text
    opened = coordinator.post("/coordinator/new", data={**twin, "two_people": "yes"})
    assert opened.status_code == 302
    [second] = set(_cois(house)) - {first}
    for coi in (first, second):
        looks = coordinator.get(f"/journeys/{coi}/looks").text
        assert "said to be another person of the same name" in looks
        for room, who in (("coordinator", "cora"), ("station", "nora")):
            page = house.client_of(who).get(f"/{room}/journeys/{coi}").text
            assert "Another patient here has this name and birth date" in page


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ({"name": ""}, "field_missing", "The patient&#39;s name is needed."),
        ({"record_number": " "}, "field_missing", "The record number is needed."),
        ({"birth_date": "long ago"}, "field_type", "The birth date must be a day."),
        ({"protocol": ""}, "field_missing", "The product is needed."),
        ({"protocol": "no-such"}, "unknown_protocol", "There is no protocol no-such"),
        ({"sign-0-password": "guess"}, "signature_invalid", "of a signature is wrong"),
    ],
)
def test_an_opening_is_refused_with_a_sentence_and_keeps_what_was_typed(
    house, wrong, code, sentence
):
    answer = house.client_of("cora").post("/coordinator/new", data=FORM | wrong)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert code in answer.text
    assert password_of("cora") not in answer.text
    assert _cois(house) == []


def test_a_record_number_with_another_name_stops_the_opening(house):
    coordinator = house.client_of("cora")
    coordinator.post("/coordinator/new", data=FORM)
    other = FORM | {"name": "Wanda Sample", "request_id": "r-other"}
    answer = coordinator.post("/coordinator/new", data=other)
    assert answer.status_code == 409
    assert "belongs to a patient with another name or birth date" in answer.text
    assert "patient_differs" in answer.text
    assert len(_cois(house)) == 1


def test_the_sheet_shows_link_and_code_once_and_they_work(house):
    coi = house.look(house.told_until("prepared")).coi
    coordinator = house.client_of("cora")
    address = f"/coordinator/journeys/{coi}/link"
    assert "shown once" in coordinator.get(address).text
    sheet = coordinator.post(address)
    assert sheet.status_code == 200
    assert sheet.headers["Cache-Control"] == "no-store"
    [token] = re.findall(r"/my/([\w-]{20,})", sheet.text)
    [code] = re.findall(r'class="secret">(\d{4} \d{4})<', sheet.text)
    with house.app.app_context():
        link = links.find(token, house.now)
        assert link is not None
        assert link.coi == coi
        assert links.code_right(link, code)
        assert "patient link given" in [look.what for look in access.looks(coi)]
    assert token not in coordinator.get(address).text


def test_the_sheet_speaks_the_patients_language(house):
    coordinator = house.client_of("cora")
    coordinator.post("/coordinator/new", data=FORM)
    [coi] = _cois(house)
    sheet = coordinator.post(f"/coordinator/journeys/{coi}/link").text
    assert "Siga el camino de sus células" in sheet
    assert sheet.count("<h1") == 1


def test_a_new_sheet_withdraws_the_earlier_one(house):
    coi = house.look(house.told_until("prepared")).coi
    coordinator, address = house.client_of("cora"), f"/coordinator/journeys/{coi}/link"
    [first] = re.findall(r"/my/([\w-]{20,})", coordinator.post(address).text)
    coordinator.post(address)
    with house.app.app_context():
        assert links.find(first, house.now) is None


def test_the_look_at_a_patient_is_kept(house):
    coi = house.look(house.told_until("prepared")).coi
    page = house.client_of("cora").get(f"/coordinator/journeys/{coi}")
    assert WANDA.record_number in page.text
    with house.app.app_context():
        looks = [(look.who, look.what) for look in access.looks(coi)]
    assert (house.people["cora"].id, "patient") in looks
