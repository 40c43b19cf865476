"""Does a person come in without a password, and the paper open nothing after that?"""

import re
from datetime import timedelta
from html import escape

import pytest
from sqlalchemy import text

from tests.web.patient.conftest import phrase
from tests.web.patient.home import Home
from tracker.actions import coming_in
from tracker.domain import browsers
from tracker.store import (
    mailed_codes,
    notices,
    refused_requests,
    sessions,
    viewer_sessions,
    viewers,
)
from tracker.store.db import db, writing
from tracker.store.viewer_sessions import ViewerSession

MINE = "wanda.at.home@example.org"


@pytest.fixture
def home(house) -> Home:
    return Home(house, house.told_until("confirmed"))


def test_a_proved_e_mail_is_a_way_in_and_spends_the_paper(home):
    client, (address, code) = home.house.app.test_client(), home.paper()
    home.opens(client, address, code)
    assert phrase("next_time", "en") in client.get("/my").text
    refused = client.post("/my/ways-in/e-mail", data={"email": "wanda at home"})
    assert phrase("email_unreadable", "en") in refused.text
    client.post("/my/ways-in/e-mail", data={"email": MINE})
    wrong = client.post("/my/ways-in/e-mail/code", data={"code": "1"})
    assert phrase("mailed_code_wrong", "en") in wrong.text
    assert home.proves(client, MINE).location.endswith("saved=1")
    assert phrase("next_time", "en") not in client.get("/my").text
    again = home.opens(home.house.app.test_client(), address, code)
    assert phrase("link_expired", "en") in again.text

    other = home.house.app.test_client()
    other.post("/my/sign-in/e-mail", data={"email": MINE.upper()})
    assert other.post("/my/sign-in/code", data={"code": home.mailed_code()}).location == "/my"
    assert other.get("/my").status_code == 200
    stolen = home.house.app.test_client()
    assert stolen.post("/my/sign-in/code", data={"code": home.mailed_code()}).status_code == 409


def test_a_paper_that_was_used_opens_nothing_in_another_browser(home):
    phone, other = (home.house.app.test_client() for _ in range(2))
    link = f"/coordinator/journeys/{home.coi}/link"
    desk = home.house.client_of("cora")
    address, code = home.handed(desk.post(link))
    assert home.opens(phone, address, code).location == "/my"
    refused = home.opens(other, f"{address}?lang=es", code)
    assert refused.status_code == 409
    assert phrase("link_used_elsewhere", "es") in refused.text
    assert escape(phrase("help_new_code", "es")) in refused.text
    assert other.get("/my").location == "/my/sign-in"
    assert desk.get(link).text.count("refused") == 1
    with home.house.app.app_context():
        seen = {(each.code, each.page) for each in refused_requests.latest()}
    assert ("link_used_elsewhere", "patient.enter") in seen

    new_address, new_code = home.handed(desk.post(link))
    assert home.opens(other, new_address, new_code).location == "/my"
    assert phone.get("/my").location == "/my/sign-in"
    assert phrase("link_expired", "en") in home.opens(phone, address, code).text
    again = home.opens(phone, new_address, new_code).text
    assert phrase("link_used_elsewhere", "en") in again


def test_whoever_lost_the_answer_comes_in_again_by_the_same_browser(home):
    client, (address, code) = home.house.app.test_client(), home.paper()
    assert home.opens(client, address, code).location == "/my"
    client.delete_cookie("session")  # the answer that held it never arrived
    assert client.get("/my").location == "/my/sign-in"
    home.house.now += timedelta(days=3)
    assert home.opens(client, address, code).location == "/my"


def test_a_browser_is_marked_at_the_door_before_anything_is_typed(home):
    client, (address, code) = home.house.app.test_client(), home.paper()
    typed = {"code": code, "day": "17", "month": "4", "year": "1961"}
    unmarked = home.house.app.test_client().post(address, data=typed)
    assert phrase("form_expired", "en") in unmarked.text
    door = client.get(address)
    (mark,) = [each for each in door.headers.getlist("Set-Cookie") if each.startswith("paper=")]
    for part in ("HttpOnly", "SameSite=Lax", "Path=/my", "Max-Age=1814400"):
        assert part in mark
    assert ("Secure" in mark) is home.house.app.config["SESSION_COOKIE_SECURE"]
    kept = client.get_cookie("paper", path="/my")
    client.get(address)
    assert client.get_cookie("paper", path="/my") == kept
    assert client.post(address, data=typed).location == "/my"


def test_a_caregivers_paper_opens_in_one_browser_until_the_patient_makes_another(home):
    patient = home.patient()
    address, code = home.lets_in(patient, "status")
    phone, other = (home.house.app.test_client() for _ in range(2))
    assert home.opens(phone, address, code).location == "/my"
    refused = home.opens(other, address, code)
    assert refused.status_code == 409
    assert phrase("link_used_elsewhere", "en") in refused.text
    again = patient.get("/my/people").text.split('action="/my/people/')[1].split("/")[0]
    shown = patient.post(f"/my/people/{again}/again")
    assert home.opens(other, *home.handed(shown)).location == "/my"
    assert phone.get("/my").location == "/my/sign-in"


def test_a_stranger_hears_the_same_about_an_address_known_or_not(home):
    home.proves(home.patient(), MINE)
    answers = []
    for email in (MINE, "stranger@example.org"):
        client = home.house.app.test_client()
        asked = client.post("/my/sign-in/e-mail", data={"email": email})
        tried = client.post("/my/sign-in/code", data={"code": "00000000"})
        said = re.sub('csrf_token" value="[^"]*"', "", tried.text)
        answers.append((asked.status_code, asked.location, tried.status_code, said))
    assert answers[0] == answers[1]
    assert escape(phrase("help_new_code", "en")) in answers[0][3]
    assert len(home.letters("come_in")) == 2  # one to prove the address, one to come in


def test_a_mailed_code_works_for_ten_minutes_five_tries_and_once(home):
    now = home.house.now
    with home.house.app.app_context():
        writing()
        old, tried, good = (mailed_codes.issue("v-1", MINE, now) for _ in range(3))
        late = now + timedelta(minutes=10)
        assert mailed_codes.take(old, mailed_codes.code_of(old), late) is None
        for _ in range(mailed_codes.TRIES):
            assert mailed_codes.take(tried, "1", now) is None
        assert mailed_codes.take(tried, mailed_codes.code_of(tried), now) is None
        code = mailed_codes.code_of(good)
        assert mailed_codes.take(good, f"{code[:4]} {code[4:]}", now) is not None
        assert mailed_codes.take(good, code, now) is None
        nobodys = mailed_codes.issue("", "stranger@example.org", now)
        assert mailed_codes.take(nobodys, mailed_codes.code_of(nobodys), now) is None
        kept = str(db.session.execute(text("SELECT * FROM mailed_codes")).all())
        assert code not in kept
        assert MINE not in kept
        db.session.rollback()


def test_no_table_holds_a_code_or_a_link_that_waits_to_be_sent(home):
    client = home.patient()
    client.post("/my/ways-in/e-mail", data={"email": MINE})
    home.lets_in(client, "status", email="olga@example.org")
    (code,), (letter,) = home.letters("come_in"), home.letters("link")
    with home.house.app.app_context():
        held = str([fate.notice for fate in notices.of(home.coi)])
    token = letter.split("/my/join/")[1].split()[0]
    assert token not in held
    assert home.mailed_code() in code.replace(" ", "")
    assert home.mailed_code() not in held


def test_more_than_five_codes_an_hour_are_sent_to_nobody(home):
    client = home.patient()
    for _ in range(5):
        client.post("/my/ways-in/e-mail", data={"email": MINE})
    refused = client.post("/my/ways-in/e-mail", data={"email": MINE})
    assert phrase("too_many_codes", "en") in refused.text
    assert len(home.letters("come_in")) == 5


def test_a_code_that_works_no_more_is_sent_to_nobody(home):
    home.patient().post("/my/ways-in/e-mail", data={"email": MINE})
    home.house.now += timedelta(minutes=11)
    home.letters("come_in")
    with home.house.app.app_context():
        (fate,) = [each for each in notices.of(home.coi) if each.notice.kind == "come_in"]
    assert (fate.fate, fate.last_error) == ("given_up", "the code it carries works no more")


def test_one_address_opens_one_page_alone(home):
    home.proves(home.patient(), MINE)
    caregiver = home.caregiver("status")
    assert phrase("email_taken", "es") in home.proves(caregiver, MINE).text


def test_staff_who_change_the_address_for_messages_move_no_code_for_signing_in(home):
    """Codes go where the patient proved to read them; what staff changed is on record, by name."""
    home.proves(home.patient(), MINE)
    desk, other = home.house.client_of("cora"), "cora@example.org"
    form = {"channel": "email", "email": other}
    assert desk.post(f"/coordinator/journeys/{home.coi}/messages", data=form).status_code == 302
    before = len(home.letters("come_in"))
    client = home.house.app.test_client()
    client.post("/my/sign-in/e-mail", data={"email": other})
    assert len(home.letters("come_in")) == before
    client.post("/my/sign-in/e-mail", data={"email": MINE})
    assert client.post("/my/sign-in/code", data={"code": home.mailed_code()}).location == "/my"
    looks = home.house.client_of("olga").get(f"/journeys/{home.coi}/looks").text
    assert "contact data changed" in looks
    assert "Cora Whitfield" in looks


def test_one_sees_where_one_is_signed_in_and_ends_one(home):
    phone, computer = home.patient(), home.patient()
    agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Safari/537.36"}
    third = home.house.app.test_client()
    address, code = home.paper()
    form = {"code": code, "day": "17", "month": "4", "year": "1961"}
    third.get(address)
    third.post(address, data=form, headers=agent)
    page = phone.get("/my/ways-in").text
    assert page.count("/my/ways-in/device/end") == 2
    assert "Chrome, Android" in page
    key = page.split('name="device" value="')[1].split('"')[0]
    phone.post("/my/ways-in/device/end", data={"device": key})
    statuses = [each.get("/my").status_code for each in (phone, computer, third)]
    assert sorted(statuses) == [200, 200, 302]


def test_a_session_ends_in_the_store_when_its_person_leaves_or_stays_away(home):
    client, thief = home.patient(), home.house.app.test_client()
    cookie = client.get_cookie("session")
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    client.post("/my/sign-out")
    assert thief.get("/my").location == "/my/sign-in"
    client = home.patient()
    for _ in range(2):
        home.house.now += timedelta(minutes=19)
        assert client.get("/my").status_code == 200
    home.house.now += timedelta(minutes=21)
    assert client.get("/my").location == "/my/sign-in"


def test_nobody_stays_signed_in_for_longer_than_half_a_day(home):
    with home.house.app.app_context():
        now, late = home.house.now, home.house.now + coming_in.LONGEST
        writing()
        viewer = viewers.patient_of(home.coi, now)
        key = sessions.key_of("raw")
        viewer_sessions.add(ViewerSession(key, viewer.id, "mail", "", "", now, late))
        db.session.commit()
        assert coming_in.present("raw", late) is not None
        assert coming_in.present("raw", late + timedelta(seconds=1)) is None


def test_a_new_code_from_the_team_ends_every_way_in_before_it(home):
    client = home.patient()
    home.proves(client, MINE)
    page = f"/coordinator/journeys/{home.coi}/link"
    cora = home.house.client_of("cora")
    stranger, (address, _) = home.house.app.test_client(), home.paper()
    for _ in range(5):
        home.opens(stranger, address, "00000000")
    locked = home.opens(stranger, address, "00000000").text
    assert phrase("too_many_attempts", "en", minutes=15) in locked
    assert 'href="tel:507-284-8707"' in locked
    shown = cora.get(page).text
    assert shown.count("refused") == 6
    assert "Too many wrong tries." in shown
    sheet = cora.post(page, data={"mail": "yes"}).text
    assert client.get("/my").location == "/my/sign-in"
    (letter,) = home.letters("link")
    (new,) = [part for part in letter.split() if "/my/" in part]
    digits = sheet.split('class="secret">')[1].split("<")[0]
    assert digits.replace(" ", "") not in letter
    assert new not in sheet
    assert home.opens(stranger, new.removeprefix("http://localhost"), digits).location == "/my"
    other = home.house.app.test_client()
    other.post("/my/sign-in/e-mail", data={"email": MINE})
    assert len(home.letters("come_in")) == 1


@pytest.mark.parametrize("credential", ["", "{}", '{"id": "AA", "rawId": "AA"}'])
def test_an_answer_that_is_none_sets_and_opens_nothing(home, credential):
    client = home.patient()
    client.get("/my/ways-in")
    answer = client.post("/my/ways-in/passkey", data={"credential": credential})
    assert phrase("passkey_refused", "en") in answer.text
    stranger = home.house.app.test_client()
    stranger.get("/my/sign-in")
    answer = stranger.post("/my/sign-in/passkey", data={"credential": credential})
    assert phrase("passkey_refused", "en") in answer.text


def test_a_browser_is_called_by_the_name_people_know():
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604.1"
    assert browsers.of(iphone).name == "Safari, iPhone"
    assert browsers.of("").name == ""
