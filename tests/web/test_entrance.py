"""Does each person come in where they belong, and does nobody come in who does not?"""

from datetime import timedelta

import pytest

from tests.web.conftest import House, password_of, refusal
from tracker.store import staff
from tracker.store.db import db


def test_whoever_is_not_signed_in_is_asked_who_they_are(house: House):
    answer = house.app.test_client().get("/station/")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/station/"


@pytest.mark.parametrize("who", ["nora", "theo", "ines", "cal"])
def test_those_who_handle_cells_stand_at_the_station_first(house: House, who):
    assert house.client_of(who).get("/").location == "/station/"


def test_signing_in_leads_back_to_the_page_that_was_wanted_and_nowhere_else(house: House):
    client = house.app.test_client()
    form = {"username": "nora", "password": password_of("nora")}
    assert (
        client.post("/sign-in", data={**form, "next": "/station/?x=1"}).location
        == "/station/?x=1"
    )
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org"):
        assert client.post("/sign-in", data={**form, "next": elsewhere}).location == "/"


def test_a_wrong_password_says_so_without_saying_which_part_was_wrong(house: House):
    client = house.app.test_client()
    wrong = [
        client.post("/sign-in", data={"username": name, "password": "wrong"})
        for name in ("nora", "nobody")
    ]
    assert [answer.status_code for answer in wrong] == [409, 409]
    assert {refusal(answer) for answer in wrong} == {"sign_in_failed"}
    assert all("The user name or the password is not right." in each.text for each in wrong)


def test_whoever_keeps_guessing_is_made_to_wait(house: House):
    client = house.app.test_client()
    guess = {"username": "nora", "password": "wrong"}
    answers = [client.post("/sign-in", data=guess) for _ in range(6)]
    assert refusal(answers[-1]) == "account_locked"
    right = {"username": "nora", "password": password_of("nora")}
    assert client.post("/sign-in", data=right).status_code == 409
    house.now += timedelta(minutes=2)
    assert client.post("/sign-in", data=right).status_code == 302


def test_a_session_ends_with_the_account(house: House):
    client = house.client_of("nora")
    assert client.get("/station/").status_code == 200
    with house.app.app_context():
        staff.end(house.people["nora"].id, house.now)
        db.session.commit()
    assert client.get("/station/").status_code == 302


def test_a_session_ends_with_a_new_password(house: House):
    client = house.client_of("nora")
    with house.app.app_context():
        staff.set_password(house.people["nora"].id, "something quite different")
        db.session.commit()
    assert client.get("/station/").status_code == 302


def test_signing_out_ends_the_session(house: House):
    client = house.client_of("nora")
    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/station/").status_code == 302


def test_a_person_chooses_one_of_their_own_sites_and_no_other(house: House):
    client = house.client_of("nora")
    client.post("/site", data={"site": "PHX"})
    assert '<option value="PHX" selected>' in client.get("/station/").text
    client.post("/site", data={"site": "NORTHLIGHT"})
    assert "selected" not in client.get("/station/").text
