"""Does the right person come in, and does a tired one hear what to do?"""

from datetime import date, timedelta

from flask import g

from tests.web.patient.conftest import BORN, phrase
from tracker.store import access, links, refused_requests
from tracker.store.db import db, writing

WRONG = "00000000"


def test_the_link_the_code_and_the_birth_date_together_open_the_page(kitchen_of):
    kitchen = kitchen_of()
    answer = kitchen.sign_in()
    assert (answer.status_code, answer.location) == (302, "/my")
    assert kitchen.token not in kitchen.client.get("/my").text


def test_a_code_may_be_typed_as_people_type_it(kitchen_of):
    kitchen = kitchen_of()
    assert kitchen.sign_in(code=f"{kitchen.code[:4]} {kitchen.code[4:]}").location == "/my"


def test_a_wrong_code_and_a_wrong_birth_date_are_answered_in_the_same_words(kitchen_of):
    kitchen = kitchen_of()
    for answer in (kitchen.sign_in(code=WRONG), kitchen.sign_in(born=date(1961, 5, 5))):
        assert answer.status_code == 409
        assert phrase("code_wrong", "en") in answer.text
    assert kitchen.client.get("/my").location == "/my/sign-in"


def test_after_too_many_tries_the_link_rests_is_seen_and_then_opens_again(kitchen_of):
    kitchen = kitchen_of()
    for _ in range(links.TRIES):
        kitchen.sign_in(code=WRONG)
    locked = kitchen.sign_in(lang="es")
    assert locked.status_code == 409
    assert phrase("too_many_attempts", "es", minutes=15) in locked.text
    seen = {(each.code, each.page) for each in refused_requests.latest()}
    assert {(code, "patient.enter") for code in ("code_wrong", "too_many_attempts")} <= seen
    kitchen.later(minutes=16)
    assert kitchen.sign_in().location == "/my"


def test_a_day_that_does_not_exist_costs_no_try(kitchen_of):
    kitchen = kitchen_of()
    for _ in range(links.TRIES + 1):
        form = {"code": kitchen.code, "day": "31", "month": "2", "year": "1961"}
        token = kitchen.client.get(f"/my/{kitchen.token}").text.split('csrf_token" value="')[1]
        form["csrf_token"] = token.split('"')[0]
        answer = kitchen.client.post(f"/my/{kitchen.token}", data=form)
        assert phrase("birth_date_wrong", "en") in answer.text
    assert kitchen.sign_in().location == "/my"


def test_a_link_nobody_gave_out_looks_like_any_other_until_it_is_tried(kitchen_of):
    kitchen = kitchen_of()
    stranger = kitchen.client.get("/my/no-such-link")
    assert stranger.status_code == 200
    kitchen.token = "no-such-link"
    assert phrase("link_expired", "en") in kitchen.sign_in().text


def test_a_withdrawn_link_ends_the_session_at_once(kitchen_of):
    kitchen = kitchen_of()
    kitchen.sign_in()
    writing()
    links.withdraw_all(kitchen.coi)
    db.session.commit()
    assert kitchen.client.get("/my").location == "/my/sign-in"


def test_signing_out_and_walking_away_both_end_the_session(kitchen_of):
    kitchen = kitchen_of()
    kitchen.sign_in()
    g.pop("csrf_token", None)
    page = kitchen.client.get("/my").text
    token = page.split('csrf_token" value="')[1].split('"')[0]
    out = kitchen.client.post("/my/sign-out", data={"csrf_token": token})
    assert phrase("signed_out", "en") in kitchen.client.get(out.location).text
    assert kitchen.client.get("/my").location == "/my/sign-in"
    kitchen.sign_in()
    kitchen.clock.now += timedelta(hours=1)
    assert kitchen.client.get("/my").location == "/my/sign-in"


def test_every_look_is_kept(kitchen_of):
    kitchen = kitchen_of()
    kitchen.sign_in()
    kitchen.client.get("/my")
    (look,) = access.looks(kitchen.coi)
    assert (look.who, look.what) == ("patient", "status page")


def test_a_patient_opens_no_page_of_the_staff(kitchen_of):
    kitchen = kitchen_of()
    kitchen.sign_in()
    assert "/sign-in" in kitchen.client.get("/station/").location


def test_the_language_is_the_persons_own(kitchen_of):
    kitchen = kitchen_of("at_plant")
    page = kitchen.page("es")
    assert '<html lang="es" dir="ltr">' in page
    assert "En el laboratorio" in page
    assert "de marzo de 2026" in page
    assert '<html lang="es" dir="ltr">' in kitchen.client.get("/my").text
    assert '<html lang="en" dir="ltr">' in kitchen.client.get("/my?lang=en").text
    assert '<html lang="en" dir="ltr">' in kitchen.client.get("/my").text


def test_a_browser_that_speaks_spanish_is_greeted_in_spanish(kitchen_of):
    kitchen = kitchen_of()
    answer = kitchen.client.get(f"/my/{kitchen.token}", headers={"Accept-Language": "es-MX"})
    assert '<html lang="es" dir="ltr">' in answer.text


def test_a_forged_form_is_asked_to_try_again(kitchen_of):
    kitchen = kitchen_of()
    typed = {"code": kitchen.code, "day": BORN.day, "month": BORN.month, "year": BORN.year}
    answer = kitchen.client.post(f"/my/{kitchen.token}", data=typed)
    assert answer.status_code == 400
    assert phrase("form_expired", "en") in answer.text


def test_a_stroke_too_many_leads_to_the_same_page(kitchen_of):
    assert kitchen_of().client.get("/my/").location == "/my"
