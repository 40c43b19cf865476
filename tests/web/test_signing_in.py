"""How does a person come in, and prove it: second factor, locked screen, sessions, first password?"""

import re
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.conftest import House, password_of, refusal
from tracker.actions import badges
from tracker.actions import sessions as sessions_of_work
from tracker.store import second_factors, sessions, staff
from tracker.store.db import db

LONG = "kettles rarely whistle"


def proof(username: str, **more: str) -> dict[str, str]:
    return {"present": password_of(username), **more}


def try_password(client: FlaskClient, username: str, password: str = "") -> TestResponse:
    form = {"username": username, "password": password or password_of(username)}
    return client.post("/sign-in", data=form)


@pytest.fixture
def telephone(house: House) -> pyotp.TOTP:
    """Nora's telephone, with the second factor she set up by hand."""
    nora = house.client_of("nora")
    page = nora.get("/account/second-factor").text
    (shown,) = re.findall(r'class="code secret">([^<]+)<', page)
    assert "data:image/svg+xml" in page
    telephone = pyotp.TOTP(shown.replace(" ", ""))
    answer = nora.post("/account/second-factor", data=proof("nora", code=now(telephone, house)))
    assert answer.status_code == 200, answer.text
    house.codes = re.findall(r'class="one-code">([^<]+)<', answer.text)  # type: ignore[attr-defined]
    house.now += timedelta(minutes=1)
    return telephone


def now(telephone: pyotp.TOTP, house: House) -> str:
    return telephone.at(house.now)


class TestSecondFactor:
    def test_the_password_alone_no_longer_opens(self, house: House, telephone: pyotp.TOTP):
        client = house.app.test_client()
        assert try_password(client, "nora").location == "/sign-in/code"
        assert client.get("/station/").status_code == 302
        answer = client.post("/sign-in/code", data={"code": now(telephone, house)})
        assert answer.location == "/"
        assert client.get("/station/").status_code == 200

    def test_the_same_code_opens_once(self, house: House, telephone: pyotp.TOTP):
        code = now(telephone, house)
        first, second = house.app.test_client(), house.app.test_client()
        for client in (first, second):
            try_password(client, "nora")
        assert first.post("/sign-in/code", data={"code": code}).status_code == 302
        assert (
            refusal(second.post("/sign-in/code", data={"code": code})) == "second_factor_wrong"
        )

    def test_a_telephones_clock_may_be_half_a_minute_off_and_no_more(
        self, house: House, telephone: pyotp.TOTP
    ):
        client = house.app.test_client()
        try_password(client, "nora")
        for seconds, code in ((-90, 409), (90, 409), (-30, 302)):
            at = house.now + timedelta(seconds=seconds)
            given = client.post("/sign-in/code", data={"code": telephone.at(at)})
            assert given.status_code == code, seconds

    def test_a_code_on_paper_opens_once(self, house: House, telephone: pyotp.TOTP):
        del telephone
        paper = house.codes[3]  # type: ignore[attr-defined]
        for expected in (302, 409):
            client = house.app.test_client()
            try_password(client, "nora")
            answer = client.post("/sign-in/code", data={"code": paper.upper()})
            assert answer.status_code == expected

    def test_new_codes_on_paper_replace_the_old(self, house: House, telephone: pyotp.TOTP):
        nora = house.app.test_client()
        try_password(nora, "nora")
        nora.post("/sign-in/code", data={"code": now(telephone, house)})
        page = nora.post("/account/second-factor/codes", data=proof("nora")).text
        fresh = re.findall(r'class="one-code">([^<]+)<', page)
        assert len(fresh) == second_factors.CODES
        with house.app.app_context():
            who = house.people["nora"].id
            assert not second_factors.take_code(who, house.codes[0], house.now)  # type: ignore[attr-defined]
            assert second_factors.take_code(who, fresh[0], house.now)

    def test_guessing_codes_is_made_to_wait_although_the_password_is_right(
        self, house: House, telephone: pyotp.TOTP
    ):
        client = house.app.test_client()
        for _ in range(5):
            try_password(client, "nora")
            answer = client.post("/sign-in/code", data={"code": "000000"})
            assert refusal(answer) == "second_factor_wrong"
        right = client.post("/sign-in/code", data={"code": now(telephone, house)})
        assert refusal(right) == "account_locked"

    def test_a_right_password_waits_five_minutes_for_its_code(
        self, house: House, telephone: pyotp.TOTP
    ):
        client = house.app.test_client()
        try_password(client, "nora")
        house.now += timedelta(minutes=6)
        answer = client.post("/sign-in/code", data={"code": now(telephone, house)})
        assert answer.location == "/sign-in"

    def test_the_secret_is_kept_encrypted(self, house: House, telephone: pyotp.TOTP):
        with house.app.app_context():
            kept = str(db.session.execute(db.text("SELECT * FROM second_factors")).all())
        assert telephone.secret not in kept

    def test_it_is_not_set_up_or_taken_away_without_the_password(
        self, house: House, telephone: pyotp.TOTP
    ):
        nora = house.app.test_client()
        try_password(nora, "nora")
        nora.post("/sign-in/code", data={"code": now(telephone, house)})
        wrong = nora.post("/account/second-factor/end", data={"present": "wrong"})
        assert refusal(wrong) == "sign_in_failed"
        assert nora.post("/account/second-factor/end", data=proof("nora")).status_code == 302
        assert try_password(house.app.test_client(), "nora").location == "/"

    def test_a_short_password_cannot_be_left_standing_alone(
        self, house: House, telephone: pyotp.TOTP
    ):
        nora = house.app.test_client()
        try_password(nora, "nora")
        nora.post("/sign-in/code", data={"code": now(telephone, house)})
        short = {"password": "kettle!x", "password_again": "kettle!x"}
        assert nora.post("/account/password", data=proof("nora", **short)).status_code == 302
        answer = nora.post("/account/second-factor/end", data={"present": "kettle!x"})
        assert refusal(answer) == "password_too_short"

    def test_a_fresh_key_reads_what_the_old_one_wrote(
        self, house: House, telephone: pyotp.TOTP
    ):
        del telephone
        with house.app.app_context():
            assert second_factors.rewrite_all() == 1
            assert second_factors.asked_for(house.people["nora"].id)


class TestLockedScreen:
    def test_whoever_walks_away_leaves_a_locked_screen(self, house: House):
        nora = house.client_of("nora")
        house.now += timedelta(minutes=14)
        assert nora.get("/station/").status_code == 200
        house.now += timedelta(minutes=16)
        answer = nora.get("/station/?x=1")
        assert answer.location == "/locked?next=/station/?x%3D1"
        page = nora.get("/locked").text
        assert "Nora Berg was working here" in page
        assert "Find" not in page

    def test_without_a_script_the_browser_itself_turns_to_the_locked_screen(self, house: House):
        page = house.client_of("nora").get("/station/?x=1").text
        (found,) = re.findall(
            r'<noscript><meta http-equiv="refresh" content="(\d+);url=(.+?)">', page
        )
        assert int(found[0]) > sessions_of_work.LOCKS_AFTER.total_seconds()
        assert found[1] == "/locked?next=/station/?x%3D1"
        assert "refresh" not in house.app.test_client().get("/sign-in").text

    def test_a_form_sent_from_a_locked_screen_was_not_recorded_and_says_so(self, house: House):
        nora = house.client_of("nora")
        house.now += timedelta(minutes=16)
        answer = nora.post("/station/scan", data={"raw": "=ZZZ"})
        assert answer.status_code == 401
        assert refusal(answer) == "screen_locked"

    def test_badge_and_password_resume_the_same_page_in_the_same_session(self, house: House):
        nora = house.client_of("nora")
        nora.post("/site", data={"site": "PHX"})
        nora.post("/lock", data={"next": "/station/?x=1"})
        assert nora.get("/station/").status_code == 302
        form = {"badge": badge_of(house, "nora"), "password": password_of("nora")}
        assert (
            nora.post("/locked", data={**form, "next": "/station/?x=1"}).location
            == "/station/?x=1"
        )
        assert '<option value="PHX" selected>' in nora.get("/station/").text

    def test_a_badge_without_its_password_opens_nothing(self, house: House):
        nora = house.client_of("nora")
        nora.post("/lock")
        form = {"badge": badge_of(house, "nora"), "password": password_of("noel")}
        assert refusal(nora.post("/locked", data=form)) == "sign_in_failed"
        assert nora.get("/station/").status_code == 302

    def test_somebody_elses_badge_signs_the_first_out_and_leads_to_their_own_place(
        self, house: House
    ):
        browser = house.client_of("cora")
        browser.post("/lock")
        form = {"badge": badge_of(house, "nora"), "password": password_of("nora")}
        answer = browser.post("/locked", data={**form, "next": "/coordinator/"})
        assert answer.location == "/"
        assert browser.get("/coordinator/").status_code == 403
        assert "Nora Berg" in browser.get("/station/").text
        with house.app.app_context():
            (coras,) = sessions.of(house.people["cora"].id, house.now - timedelta(hours=1))
        assert coras.ended_why == "somebody signed in here"

    def test_somebody_elses_badge_asks_for_their_second_factor(
        self, house: House, telephone: pyotp.TOTP
    ):
        browser = house.client_of("cora")
        browser.post("/lock")
        form = {"badge": "nora", "password": password_of("nora")}
        assert browser.post("/locked", data=form).location == "/sign-in/code"
        assert browser.get("/station/").status_code == 302
        browser.post("/sign-in/code", data={"code": now(telephone, house)})
        assert browser.get("/station/").status_code == 200

    def test_who_types_but_sends_nothing_is_still_there(self, house: House):
        nora = house.client_of("nora")
        for _ in range(3):
            house.now += timedelta(minutes=10)
            assert nora.post("/still-here").status_code == 204
        assert nora.get("/station/").status_code == 200

    def test_nobody_stays_longer_than_a_shift(self, house: House):
        nora = house.client_of("nora")
        for _ in range(13 * 5):
            house.now += timedelta(minutes=12)
            assert nora.post("/still-here").status_code == 204
        house.now += timedelta(minutes=12)
        assert nora.post("/still-here").status_code == 401
        assert nora.get("/station/").location.startswith("/sign-in")

    def test_a_badge_that_another_replaced_names_nobody(self, house: House):
        old, new = badge_of(house, "nora"), badge_of(house, "nora")
        client = house.app.test_client()
        for badge, status in ((old, 409), (new, 302), ("='A9990ZZZZZZ", 409), ("='?", 409)):
            form = {"badge": badge, "password": password_of("nora")}
            assert client.post("/locked", data=form).status_code == status, badge


class TestSessions:
    def test_are_listed_and_ended_one_by_one(self, house: House):
        here, there = house.client_of("nora"), house.client_of("nora")
        page = here.get("/account").text
        (other,) = re.findall(r'name="session" value="(\w+)"', page)
        assert here.post("/account/sessions/end", data={"session": other}).status_code == 302
        assert there.get("/station/").status_code == 302
        assert here.get("/station/").status_code == 200
        again = here.post("/account/sessions/end", data={"session": other})
        assert refusal(again) == "nothing_to_do"

    def test_all_others_end_at_once(self, house: House):
        here, there = house.client_of("nora"), house.client_of("nora")
        here.post("/account/sessions/end-others")
        assert there.get("/station/").status_code == 302
        assert here.get("/station/").status_code == 200

    def test_nobody_ends_anothers_but_an_administrator(self, house: House):
        nora, noel = house.client_of("nora"), house.client_of("noel")
        with house.app.app_context():
            (kept,) = sessions.of(house.people["nora"].id, house.now - timedelta(hours=1))
        form = {"session": kept.key_hash}
        assert refusal(noel.post("/account/sessions/end", data=form)) == "nothing_to_do"
        there = f"/admin/people/{house.people['nora'].id}/end-session"
        assert noel.post(there, data=form).status_code == 403
        assert nora.get("/station/").status_code == 200
        ada = house.client_of("ada")
        assert kept.key_hash in ada.get(there.removesuffix("/end-session")).text
        assert ada.post(there, data=form).status_code == 302
        assert nora.get("/station/").status_code == 302

    def test_a_cookie_kept_from_before_signing_out_opens_nothing(self, house: House):
        nora = house.client_of("nora")
        kept = nora.get_cookie("session")
        nora.post("/sign-out")
        assert kept is not None
        nora.set_cookie("session", kept.value)
        assert nora.get("/station/").status_code == 302


class TestPassword:
    def test_is_changed_by_its_person_and_ends_every_other_session(self, house: House):
        here, there = house.client_of("nora"), house.client_of("nora")
        new = {"password": LONG, "password_again": LONG}
        answer = here.post("/account/password", data=proof("nora", **new))
        assert answer.status_code == 302, answer.text
        assert here.get("/station/").status_code == 200
        assert there.get("/station/").status_code == 302
        assert try_password(house.app.test_client(), "nora", LONG).status_code == 302

    @pytest.mark.parametrize(
        ("new", "again", "code"),
        [
            ("short", "short", "password_too_short"),
            ("nora nora nora nora", "nora nora nora nora", "password_guessable"),
            ("x9 " * 100, "x9 " * 100, "password_too_long"),
            (LONG, f"{LONG}!", "passwords_differ"),
        ],
    )
    def test_that_will_not_do_is_refused_with_the_reason(self, house: House, new, again, code):
        nora = house.client_of("nora")
        form = proof("nora", password=new, password_again=again)
        assert refusal(nora.post("/account/password", data=form)) == code
        assert staff_knows(house, "nora", password_of("nora"))

    def test_is_not_changed_by_whoever_finds_an_open_screen(self, house: House):
        form = {"present": "a guess", "password": LONG, "password_again": LONG}
        answer = house.client_of("nora").post("/account/password", data=form)
        assert refusal(answer) == "sign_in_failed"
        assert staff_knows(house, "nora", password_of("nora"))

    def test_may_be_pasted(self, house: House):
        page = house.client_of("nora").get("/account").text
        assert 'autocomplete="new-password"' in page
        assert "onpaste" not in page

    def test_an_invitation_lasts_three_days(self, house: House):
        ada, who = house.client_of("ada"), house.people["nora"].id
        page = ada.post(f"/admin/people/{who}/reset").text
        (link,) = re.findall(r"http://localhost(/invitation/[\w-]+)<", page)
        stranger = house.app.test_client()
        assert stranger.get(link).status_code == 200
        house.now += timedelta(hours=73)
        assert refusal(stranger.get(link)) == "invitation_expired"

    def test_a_newer_invitation_ends_the_older_and_so_does_the_account(self, house: House):
        ada, who = house.client_of("ada"), house.people["nora"].id
        links = [
            re.findall(r"http://localhost(/invitation/[\w-]+)<", page.text)[0]
            for page in [ada.post(f"/admin/people/{who}/reset") for _ in "12"]
        ]
        stranger = house.app.test_client()
        assert [stranger.get(link).status_code for link in links] == [409, 200]
        ada.post(f"/admin/people/{who}/end")
        assert stranger.get(links[1]).status_code == 409


def staff_knows(house: House, username: str, password: str) -> bool:
    with house.app.app_context():
        return staff.authenticate(username, password) is not None


def badge_of(house: House, username: str) -> str:
    """Return what a scanner types for a badge that an administrator has just issued."""
    with house.app.app_context():
        ada = house.people["ada"]
        badge = badges.issue(ada, house.people[username].id, "RST", house.now)
    return f"='{badge.fin}{badge.member}"
