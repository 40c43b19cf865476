"""Do attacks on authority and signatures fail, and does an auditor see that they were tried?"""

import json
import re
import sqlite3
from datetime import timedelta

import pytest

from tests.web.conftest import WALTER, WANDA, password_of, refusal
from tests.web.test_attacks_at_the_door import seen_at_the_door
from tracker.domain.events import Grant
from tracker.domain.kinds import Role
from tracker.domain.standing import POLICY
from tracker.reads import health
from tracker.store import sites, staff, standing, tokens
from tracker.store.db import db


def bearer(house, username):
    with house.app.app_context():
        account = staff.by_username(username)
        assert account is not None
        raw = tokens.issue(account.id, "an attack", house.now)
        db.session.commit()
    return {"Authorization": f"Bearer {raw}"}


def test_a_signature_moved_to_another_entry_is_named(house, told_until):
    coi = house.look(told_until("prepared")).coi
    with sqlite3.connect(house.town.file) as thief:
        rows = thief.execute("SELECT seq, body FROM entries WHERE coi = ?", (coi,)).fetchall()
        bodies = {seq: json.loads(body) for seq, body in rows}
        signed = next(seq for seq, body in bodies.items() if body["signatures"])
        bare = next(seq for seq, body in bodies.items() if not body["signatures"])
        moved = bodies[bare] | {"signatures": bodies[signed]["signatures"]}
        thief.execute("DROP TRIGGER entries_no_update")
        thief.execute(
            "UPDATE entries SET body = ? WHERE coi = ? AND seq = ?",
            (json.dumps(moved, sort_keys=True, separators=(",", ":")), coi, bare),
        )
    thief.close()
    with house.app.app_context():
        fault = health.verified().fault
    assert fault is not None
    assert f"entry {bare}" in str(fault)
    told = house.client_of("olga").post("/admin/verify").text
    assert f"The log does not hold: journey {coi}, entry {bare}" in told


def test_a_signature_read_from_the_log_cannot_be_sent_again(house, told_until):
    coi = house.look(told_until("prepared")).coi
    path, visitor = f"/api/v1/journeys/{coi}/entries", house.app.test_client()
    log = visitor.get(path, headers=bearer(house, "quinn")).json["items"]
    (copied, *_) = next(each["signatures"] for each in log if each["signatures"])
    entry = {
        "kind": "deviation_opened",
        "happened_at": house.now.isoformat(),
        "data": {"about": "a warm bag"},
    }
    without = {"username": "quinn", "meaning": "Seen."}
    for number, forged in enumerate((copied, without), 1):
        sent = {**entry, "signatures": [forged]}
        answer = visitor.post(path, json=sent, headers=bearer(house, "quinn"))
        assert (answer.status_code, answer.json["field"][:12]) == (422, "signatures.0")
        seen = seen_at_the_door(house)
        assert seen.count("signature_misshapen api_v1.recorded Quinn") == number
        house.now += timedelta(hours=1)
    read = {**without, "password": "Seen. 2026-03-02"}
    answer = visitor.post(
        path, json={**entry, "signatures": [read]}, headers=bearer(house, "nora")
    )
    assert (answer.status_code, answer.json["code"]) == (409, "signature_invalid")
    assert "Quinn Halloran password wrong 127.0.0.1" in seen_at_the_door(house)


def test_a_signed_request_sent_again_is_recorded_once_and_seen(house, told_until):
    """Whoever overheard a request, password and all, sends it again: under its key, and without."""
    coi = house.look(told_until("prepared")).coi
    signed = {"username": "nora", "password": password_of("nora"), "meaning": "I stop this."}
    entry = {
        "kind": "hold_placed",
        "happened_at": house.now.isoformat(),
        "data": {"stops": "visit", "reason": "fever"},
        "signatures": [signed],
    }
    path, key = f"/api/v1/journeys/{coi}/entries", bearer(house, "nora")
    once = {**key, "Idempotency-Key": "one"}
    first, again, bare = (
        house.app.test_client().post(path, json=entry, headers=headers)
        for headers in (once, once, key)
    )
    assert (first.status_code, again.data) == (201, first.data)
    assert (bare.status_code, bare.json["code"]) == (409, "recorded_already")
    seen = seen_at_the_door(house)
    assert "sent_again api_v1.recorded Nora Berg" in seen
    assert "recorded_already api_v1.recorded Nora Berg" in seen
    later = entry | {"happened_at": (house.now + timedelta(seconds=1)).isoformat()}
    assert house.app.test_client().post(path, json=later, headers=key).status_code == 201
    assert len(house.look(house.tales[coi]).holds) == 2


def test_a_signed_form_sent_again_is_recorded_once_and_seen(house, told_until, client_of):
    coi = house.look(told_until("prepared")).coi
    form = {"stops": "visit", "reason": "fever", "request_id": "a-form"}
    form |= {"sign-0-username": "nora", "sign-0-password": password_of("nora")}
    for _ in range(2):
        sent = client_of("nora").post(f"/station/journeys/{coi}/record/hold_placed", data=form)
        assert sent.status_code == 302
    assert len(house.look(house.tales[coi]).holds) == 1
    assert "sent_again station.recorded Nora Berg" in seen_at_the_door(house)


def test_a_role_written_into_the_database_stands_in_what_was_signed_by_it(house, told_until):
    """Nothing stops a hand in the tables; the signed entry keeps the role, and the door no giving."""
    coi = house.look(told_until("prepared")).coi
    with house.app.app_context():
        nora = house.people["nora"].id
        staff.grant(nora, (Grant(Role.QA, "RST"),))
        standing.train(nora, (Role.QA,), house.now.date(), house.now)
        db.session.commit()
    signed = {"username": "nora", "password": password_of("nora"), "meaning": "I decided."}
    entry = {"happened_at": house.now.isoformat(), "signatures": [signed]}
    key, path = bearer(house, "nora"), f"/api/v1/journeys/{coi}/entries"
    placed = {"kind": "hold_placed", "data": {"stops": "visit", "reason": "fever"}}
    house.app.test_client().post(path, json=entry | placed, headers=key)
    (hold,) = house.look(house.tales[coi]).holds
    lifted = {"kind": "hold_lifted", "data": {"hold": hold, "reason": "fever gone"}}
    sent = house.app.test_client().post(path, json=entry | lifted, headers=key)
    assert sent.status_code == 201, sent.text
    given = house.client_of("olga").get(f"/journeys/{coi}/signatures").text
    assert "qa" in re.findall(r"Nora Berg[^<]*", given)[0]
    assert "role given" not in seen_at_the_door(house)


def test_a_journey_linked_to_another_patient_by_hand_stops_who_opens_it(house, told_until):
    coi = house.look(told_until("collected")).coi
    told_until(patient=WALTER)
    with sqlite3.connect(house.town.file) as thief:
        thief.execute(
            "UPDATE patient_journeys SET patient_id = ? WHERE coi = ?", (WALTER.id, coi)
        )
    thief.close()
    for page in ("", "/bedside", "/collection"):
        answer = house.client_of("nora").get(f"/station/journeys/{coi}{page}")
        assert refusal(answer) == "patient_unreadable"
        assert WALTER.name not in answer.text
    assert "patient_unreadable station.journey Nora Berg" in seen_at_the_door(house)
    desk = house.client_of("cora").get("/coordinator/journeys").text
    assert (coi in desk, desk.count(WALTER.name), WANDA.name in desk) == (True, 1, False)


def test_the_token_of_a_person_who_left_opens_nothing(house, client_of):
    key = bearer(house, "nora")
    visitor = house.app.test_client()
    assert visitor.get("/api/v1/journeys", headers=key).status_code == 200
    nora = house.people["nora"].id
    client_of("ada").post(f"/admin/people/{nora}/end")
    assert visitor.get("/api/v1/journeys", headers=key).status_code == 401
    seen = seen_at_the_door(house)
    assert "Ada Novak account ended Nora Berg" in seen
    assert "token_invalid api_v1.listed" in seen


def test_the_second_signer_is_never_the_first(house, told_until, client_of):
    coi = house.look(told_until("prepared")).coi
    twice = {
        f"sign-{n}-{part}": said
        for n in range(2)
        for part, said in (("username", "cora"), ("password", password_of("cora")))
    }
    form = twice | {"why": "mistyped", "other_number": WALTER.record_number}
    told_until(patient=WALTER)
    answer = client_of("cora").post(f"/coordinator/journeys/{coi}/patient/same", data=form)
    assert refusal(answer) == "second_person_is_first"
    assert "second_person_is_first second.answered Cora Whitfield" in seen_at_the_door(house)


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "twice"}])
def test_a_machine_carries_nobody_as_two_people(key, house, told_until):
    coi = house.look(told_until("prepared")).coi
    cora = {"username": "cora", "password": password_of("cora"), "meaning": "I did this."}
    entry = {
        "kind": "deviation_opened",
        "happened_at": house.now.isoformat(),
        "data": {"about": "a warm bag"},
        "signatures": [cora, cora],
    }
    answer = house.app.test_client().post(
        f"/api/v1/journeys/{coi}/entries", json=entry, headers=bearer(house, "cora") | key
    )
    assert answer.json["code"] == "second_person_is_first"
    assert "second_person_is_first api_v1.recorded Cora Whitfield" in seen_at_the_door(house)


STRANGERS = {
    "another hospital's": Grant(Role.LAB_LIAISON, "PHX"),
    "another maker's": Grant(Role.MANUFACTURER_QA, "OTHER"),
}


@pytest.mark.parametrize("whose", STRANGERS)
def test_a_journey_of_others_is_neither_read_nor_written_by_its_identifier(
    whose, house, told_until
):
    """What they send is what its own people may: only whose journey it is stands in the way."""
    tale = told_until("begun")
    coi, last = house.look(tale).coi, house.look(tale).last_seq
    with house.app.app_context():
        sites.save_maker("OTHER", "Another maker")
        account = staff.add("sam", "Sam Stray", password=password_of("sam"), now=house.now)
        staff.grant(account.id, (STRANGERS[whose],))
        standing.accept(account.id, POLICY, house.now)
        standing.train(account.id, (STRANGERS[whose].role,), house.now.date(), house.now)
        db.session.commit()
    sam, machine, key = house.client_of("sam"), house.app.test_client(), bearer(house, "sam")
    path, desk = f"/api/v1/journeys/{coi}", "/liaison/milestones"
    entry = {
        "kind": "milestone_reached",
        "happened_at": house.now.isoformat(),
        "data": {"milestone": "SELECTED"},
    }
    form = {"coi": [coi], "milestone": "SELECTED"}
    assert sam.get(f"/liaison/journeys/{coi}").status_code == 404
    assert machine.get(path, headers=key).status_code == 404
    written = machine.post(f"{path}/entries", json=entry, headers=key)
    assert (written.status_code, written.json["code"]) == (404, "not_found")
    assert "0 recorded, 1 refused" in sam.post(desk, data=form).text
    assert house.look(tale).last_seq == last
    seen = seen_at_the_door(house)
    for page in ("liaison.journey", "api_v1.one", "api_v1.recorded", "liaison.record_for_each"):
        assert f"not_found {page} Sam Stray" in seen
    own = machine.post(f"{path}/entries", json=entry, headers=bearer(house, "lena"))
    assert own.status_code == 201
