"""Do attacks on authority and signatures fail, and does an auditor see that they were tried?"""

import json
import sqlite3
from datetime import timedelta

import pytest

from tests.web.conftest import WALTER, password_of
from tracker.actions import sign_in
from tracker.domain.refused import Refused
from tracker.reads import health
from tracker.store import access, attempts, staff, tokens
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


def test_a_signature_read_from_the_log_cannot_be_sent_again(house, told_until):
    coi = house.look(told_until("prepared")).coi
    entry = {
        "kind": "deviation_opened",
        "happened_at": house.now.isoformat(),
        "data": {},
        "signatures": [{"username": "quinn", "meaning": "Seen.", "signed_at": "2026-03-02"}],
    }
    sent = house.app.test_client().post(
        f"/api/v1/journeys/{coi}/entries", json=entry, headers=bearer(house, "quinn")
    )
    assert (sent.status_code, sent.json["code"]) == (422, "field_missing")
    assert sent.json["field"].endswith("password")
    given = {"username": "quinn", "password": "Seen. 2026-03-02", "meaning": "Seen."}
    with house.app.app_context(), pytest.raises(Refused) as caught:
        sign_in.signings((given,), sign_in.Origin("10.0.0.9"), house.now)
    assert caught.value.code == "signature_invalid"
    with house.app.app_context():
        failures, _ = attempts.failures(
            attempts.Try("quinn", ""), house.now - timedelta(hours=1)
        )
    assert failures == 1


def test_the_token_of_a_person_who_left_opens_nothing(house, client_of):
    key = bearer(house, "nora")
    visitor = house.app.test_client()
    assert visitor.get("/api/v1/journeys", headers=key).status_code == 200
    nora = house.people["nora"].id
    client_of("ada").post(f"/admin/people/{nora}/end")
    assert visitor.get("/api/v1/journeys", headers=key).status_code == 401
    with house.app.app_context():
        assert any(look.what == f"account ended {nora}" for look in access.looks(""))


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
    assert "Code: second_person_is_first" in answer.text
