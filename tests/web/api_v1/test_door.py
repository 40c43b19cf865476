"""Who comes in, and how does the API say that an address is not one?"""

import pytest

from tracker.store import staff, tokens
from tracker.store.db import db, writing

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer ", "Basic abc", "Bearer sv_none", "Bearer \u00fc"]
)
def test_nobody_comes_in_without_a_token_in_use(sent, house):
    answer = house.app.test_client().get("/api/v1/journeys", headers={"Authorization": sent})
    assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")
    assert answer.content_type == PROBLEM
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_no_machine(client_of):
    assert client_of("nora").get("/api/v1/journeys").status_code == 401


def test_a_token_ends_with_itself_and_with_its_account(house, machine_of):
    first, second = machine_of("nora"), machine_of("theo")
    with house.app.app_context():
        writing()
        tokens.end(tokens.fingerprint(first.token), house.now)
        staff.end(house.people["theo"].id, house.now)
        db.session.commit()
    assert first.get("/journeys").status_code == 401
    assert second.get("/journeys").status_code == 401


def test_an_administrator_sees_no_journey_here_either(machine_of):
    answer = machine_of("ada").get("/journeys")
    assert (answer.status_code, answer.json["code"]) == (403, "no_journeys")


def test_an_auditor_reads_everything_and_writes_nothing(told_until, house, machine_of):
    coi = house.look(told_until()).coi
    olga = machine_of("olga")
    assert olga.get(f"/journeys/{coi}").status_code == 200
    body = {"kind": "milestone_reached", "happened_at": house.now.isoformat()}
    answer = olga.record(coi, body | {"data": {"milestone": "EVALUATED"}})
    assert answer.json["code"] == "not_allowed"


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/journeys/x/y/z"])
def test_an_address_that_is_none_is_a_problem_too(path, house):
    answer = house.app.test_client().get(f"/api/v1{path}")
    assert (answer.status_code, answer.json["code"]) == (404, "no_such_address")
    assert answer.content_type == PROBLEM


def test_a_method_that_is_not_taken_says_which_are(house):
    answer = house.app.test_client().delete("/api/v1/journeys")
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_a_fault_of_ours_tells_nothing_of_the_inside(house, machine_of):
    nora = machine_of("nora")
    house.app.testing = False
    house.app.config["CLOCK"] = lambda: 1 // 0
    answer = nora.get("/journeys")
    assert (answer.status_code, answer.json["code"]) == (500, "server_error")
    assert "division" not in answer.text
    assert answer.content_type == PROBLEM


def test_posting_needs_no_form_token(make_app, sqlite_file):
    """The guard of forms is for browsers; a bearer token cannot be sent by a forged page."""
    app = make_app(f"sqlite:///{sqlite_file}")
    answer = app.test_client().post("/api/v1/scans", json={"raw": "x"})
    assert answer.json["code"] == "token_invalid"
