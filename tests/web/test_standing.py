"""Does nobody act untrained or unbound, and can people see who looked, signed and changed a patient?"""

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from tests.web.conftest import WALTER, WANDA, password_of, refusal
from tracker.actions import recording, sign_in
from tracker.domain.events import Grant
from tracker.domain.kinds import Kind, Role
from tracker.domain.refused import Refused
from tracker.reads import health, signed
from tracker.store import identity_changes, links, patients, staff, standing, tasks
from tracker.store.db import db

BY_CORA = {"sign-0-username": "cora", "sign-0-password": password_of("cora")}
TWO = BY_CORA | {"sign-1-username": "dana", "sign-1-password": password_of("dana")}


def coi_of(house, tale):
    return house.look(tale).coi


def insist(house, coi, username="fay"):
    """Let somebody record an authorization through the accounts, as the pages do."""
    with house.app.app_context():
        given = {"username": username, "password": password_of(username), "meaning": "Seen."}
        signings = sign_in.signings((given,), sign_in.Origin("here"), house.now)
        actor = signings[0].actor
        data = {"status": "requested", "covered": False, "preauthorized": False}
        kind = Kind.AUTHORIZATION_RECORDED.value
        claim = recording.Claim(coi, kind, house.now, data, actor, (), signings)
        recording.record(claim, recording.request(house.now))


def refusal_of(*args):
    with pytest.raises(Refused) as caught:
        insist(*args)
    return caught.value.code


def test_a_training_that_ended_takes_the_role_with_it(house, told_until, client_of):
    coi = coi_of(house, told_until("prepared"))
    insist(house, coi)
    fay = house.people["fay"].id
    there = f"/admin/people/{fay}/training"
    yesterday = (house.now - timedelta(days=1)).date().isoformat()
    ended = {"role": "finance", "until": yesterday}
    assert client_of("ada").post(there, data=ended).status_code == 302
    house.now += timedelta(minutes=1)
    assert refusal_of(house, coi) == "training_expired"
    assert "expired" in client_of("ada").get(f"/admin/people/{fay}").text
    today = {"role": "finance", "until": house.now.date().isoformat()}
    client_of("ada").post(there, data=today)
    insist(house, coi)


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("journeys/{coi}/patient/erase", {}),
        ("journeys/{coi}/link", {}),
        ("journeys/{coi}/messages", {"channel": "none"}),
        ("tasks", {"kind": "arrange_lodging", "about": "V1", "outcome": "done"}),
    ],
)
def test_a_training_for_another_place_lets_nobody_plan_or_reach_a_patient_here(
    page, form, house, told_until
):
    """The door lets in whoever is trained for something; each act asks for its role at its place."""
    coi = coi_of(house, told_until("confirmed"))
    cora = house.people["cora"].id
    with house.app.app_context():
        yesterday = (house.now - timedelta(days=1)).date()
        standing.train(cora, (Role.COORDINATOR,), yesterday, house.now)
        standing.train(cora, (Role.PHYSICIAN,), house.now.date(), house.now)
        staff.grant(cora, (*staff.grants(cora), Grant(Role.PHYSICIAN, "PHX")))
        db.session.commit()
        before = (patients.of(coi), tasks.of(coi))
    address = f"/coordinator/{page.format(coi=coi)}"
    sent = house.client_of("cora").post(address, data={"coi": coi, **form})
    assert refusal(sent) == "training_expired"
    with house.app.app_context():
        assert (patients.of(coi), tasks.of(coi)) == before
        assert links.of(coi) == ()


def test_who_was_never_trained_records_nothing(house, told_until):
    coi = coi_of(house, told_until("prepared"))
    with house.app.app_context():
        una = staff.add("una", "Una", password=password_of("una"), now=house.now)
        staff.grant(una.id, (Grant(Role.FINANCE, "RST"),))
        db.session.commit()
    assert refusal_of(house, coi, "una") == "policy_not_accepted"
    with house.app.app_context():
        standing.accept(una.id, "1", house.now)
        db.session.commit()
    assert refusal_of(house, coi, "una") == "training_expired"


def test_a_training_needs_a_day_and_another_person(house, client_of):
    ada = client_of("ada")
    nora, self_ = (house.people[name].id for name in ("nora", "ada"))
    silent = ada.post(f"/admin/people/{nora}/training", data={"role": "apheresis_nurse"})
    assert "field_type" in silent.text
    own = {"role": "admin", "until": "2030-01-01"}
    assert "not_yourself" in ada.post(f"/admin/people/{self_}/training", data=own).text
    gone = ada.post("/admin/people/s-nobody/training", data=own)
    assert "unknown_person" in gone.text


def test_the_policy_is_accepted_at_the_first_sign_in(house, told_until):
    coi = coi_of(house, told_until("prepared"))
    with house.app.app_context():
        una = staff.add("una", "Una", password=password_of("una"), now=house.now)
        staff.grant(una.id, (Grant(Role.QA, "RST"), Grant(Role.COORDINATOR, "RST")))
        db.session.commit()
    una, straight = house.app.test_client(), f"/coordinator/journeys/{coi}"
    known = {"username": "una", "password": password_of("una"), "next": straight}
    assert una.post("/sign-in", data=known).location == straight
    for path in ("/", straight, f"/journeys/{coi}/looks", "/admin"):
        assert urlsplit(una.get(path).location).path == "/signature-policy", path
    assert refusal(una.post("/site", data={"site": "RST"})) == "policy_not_accepted"
    assert una.post("/still-here").status_code == 204
    assert "Version 1" in una.get("/signature-policy").text
    old = una.post("/signature-policy", data={"version": "0"})
    assert "policy_not_accepted" in old.text
    page = una.get(una.get(straight).location).text
    *_, wanted = re.findall(r'name="next" value="([^"]*)"', page)
    on = una.post("/signature-policy", data={"version": "1", "next": wanted})
    assert on.location == straight
    away = una.post("/signature-policy", data={"version": "1", "next": "https://evil.example"})
    assert away.location == "/"
    assert una.get("/").location != "/signature-policy"
    assert WANDA.name in una.get(straight).text
    with house.app.app_context():
        account = staff.by_username("una")
        assert account is not None
        assert standing.of(account.id).policy == "1"


def test_the_team_and_the_auditor_read_who_looked(house, told_until, client_of):
    coi = coi_of(house, told_until("prepared"))
    client_of("dana").get(f"/coordinator/journeys/{coi}")
    for reader in ("cora", "olga", "quinn", "nora", "theo", "ines", "lena"):
        page = client_of(reader).get(f"/journeys/{coi}/looks")
        assert page.status_code == 200
        assert "Dana Osei" in page.text
        assert WANDA.name not in page.text
    assert f"/journeys/{coi}/looks" in client_of("nora").get(f"/station/journeys/{coi}").text
    assert client_of("max").get(f"/journeys/{coi}/looks").status_code == 403


def test_signatures_are_found_and_so_is_who_has_not_signed(house, told_until, client_of):
    coi = coi_of(house, told_until("prepared"))
    page = client_of("olga").get(f"/journeys/{coi}/signatures")
    assert "Cora Whitfield" in page.text
    with house.app.app_context():
        found = signed.of(coi, house.people["quinn"])
    assert found.signed
    assert found.unsigned
    plain = " ".join(html.unescape(re.sub(r"<[^>]+>", "", page.text)).split())
    for each in found.signed:
        signature = each.signature
        assert signature.meaning
        there = signature.signed_at.astimezone(ZoneInfo("America/Chicago"))
        time = f"{there.day} {there:%b %Y, %H:%M %Z}"
        assert f"{signature.person.name} (" in plain
        assert f"{time}: “{signature.meaning}”" in plain
    assert found.unsigned[0].title in page.text
    assert coi in client_of("quinn").get("/signatures").text
    assert client_of("max").get("/signatures").status_code == 403


@pytest.fixture
def at_desk(house, told_until, client_of):
    tale = told_until("prepared")
    return coi_of(house, tale), client_of("cora")


CORRECTED = {
    "name": "Wanda Correct",
    "birth_date": "1961-04-18",
    "record_number": "MRN-0012345",
    "why": "mistyped",
}


def test_two_people_correct_a_patient_and_no_cell_moves(house, at_desk):
    coi, cora = at_desk
    with house.app.app_context():
        before = verify_whole()
    answer = cora.post(f"/coordinator/journeys/{coi}/patient/correct", data=CORRECTED | TWO)
    assert answer.status_code == 302, answer.text
    with house.app.app_context():
        patient = patients.of(coi)
        assert patient is not None
        assert (patient.name, patient.birth_date) == ("Wanda Correct", date(1961, 4, 18))
        assert patients.journeys_of(patient.id) == (coi,)
        (change,) = identity_changes.of(patient.id)
        assert {change.first, change.second} == {house.people[n].id for n in ("cora", "dana")}
        assert identity_changes.former(patient.id)[0].name == WANDA.name
        assert verify_whole() == before
    assert "mistyped" in cora.get(f"/journeys/{coi}/looks").text


def verify_whole():
    found = health.verified()
    assert found.fault is None
    return found


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sign-1-password": ""}, "signature_invalid"),
        (
            {"sign-1-username": "cora", "sign-1-password": password_of("cora")},
            "second_person_is_first",
        ),
        (
            {"sign-1-username": "nora", "sign-1-password": password_of("nora")},
            "signer_not_allowed",
        ),
        ({"why": "because"}, "field_missing"),
        ({"birth_date": "soon"}, "field_type"),
        ({"name": " "}, "field_missing"),
        (
            {
                "sign-0-username": "dana",
                "sign-0-password": password_of("dana"),
            },
            "signature_not_yours",
        ),
    ],
)
def test_a_correction_by_fewer_than_two_is_refused(change, code, house, at_desk):
    coi, cora = at_desk
    form = CORRECTED | TWO | change
    answer = cora.post(f"/coordinator/journeys/{coi}/patient/correct", data=form)
    assert answer.status_code == 409
    assert f"Code: {code}" in answer.text
    with house.app.app_context():
        assert patients.of(coi) == WANDA


def test_nobody_whose_training_ended_corrects_a_patient(house, at_desk):
    coi, cora = at_desk
    yesterday = (house.now - timedelta(days=1)).date()
    for name in ("dana", "cora"):
        who = house.people[name]
        with house.app.app_context():
            standing.train(who.id, (who.grants[0].role,), yesterday, house.now)
            db.session.commit()
        there = f"/coordinator/journeys/{coi}/patient/correct"
        assert f"{who.name} has no training" in cora.post(there, data=CORRECTED | TWO).text
    with house.app.app_context():
        assert patients.of(coi) == WANDA


def test_one_person_in_two_records_keeps_each_journey_where_it_was(house, told_until, at_desk):
    coi, cora = at_desk
    other = coi_of(house, told_until(patient=WALTER))
    there = f"/coordinator/journeys/{coi}/patient/same"
    form = {"why": "two records of one person", "other_number": WALTER.record_number}
    assert cora.post(there, data=form | TWO).status_code == 302
    with house.app.app_context():
        assert patients.of(coi) == WANDA
        assert patients.of(other) == WALTER
        assert identity_changes.of(WALTER.id) == identity_changes.of(WANDA.id) != ()
    unknown = cora.post(there, data=form | TWO | {"other_number": "MRN-0"})
    assert refusal(unknown) == "patient_unknown"


def test_erased_contact_data_leaves_every_chain_whole(house, at_desk):
    coi, cora = at_desk
    with house.app.app_context():
        before = verify_whole()
    assert cora.post(f"/coordinator/journeys/{coi}/patient/erase").status_code == 302
    with house.app.app_context():
        assert patients.of(coi) == replace(WANDA, phone="", email="")
        assert verify_whole() == before
    assert "contact data erased" in cora.get(f"/journeys/{coi}/looks").text
    assert not re.search(re.escape(WANDA.phone), cora.get(f"/coordinator/journeys/{coi}").text)
