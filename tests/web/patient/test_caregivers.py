"""Does a caregiver see what the patient opened to them, nothing else, and does the patient see it?"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.web.patient.conftest import phrase
from tests.web.patient.home import SPOKEN_CODE, Home
from tracker.demo.tale import Tale
from tracker.domain.scopes import GRANTABLE, Scope, granted, held
from tracker.jobs.sending import send_due
from tracker.reads import addressees
from tracker.reads.viewers import SEEN, SHOWN
from tracker.store import access as looks
from tracker.store import notices, viewers
from tracker.store.db import db, writing
from tracker.web import access

GOOD = {200, 302, 409}


@pytest.fixture
def home(house) -> Home:
    return Home(house, house.told_until("confirmed"))


def parts_of_the_page(app):
    """Return each address of the page that asks for a scope, as the service's own map has it."""
    builder = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=str):
        audience = access.audience_of(app, rule.endpoint)
        if audience is not None and audience.who == "viewer":
            path = builder.build(rule.endpoint, dict.fromkeys(rule.arguments, "v-nobody"))
            for method in sorted({"GET", "POST"} & set(rule.methods)):
                yield audience.scope, method, path


@pytest.mark.parametrize("scope", GRANTABLE)
def test_every_address_is_open_to_the_scope_it_asks_for_and_to_no_other(home, scope):
    caregiver = home.caregiver(scope.value)
    walked = {}
    for asked, method, path in parts_of_the_page(home.house.app):
        status = caregiver.open(path, method=method).status_code
        assert status == 403 or status in GOOD, path
        walked[method, path] = (asked, status != 403)
    allowed = {Scope.COME_IN, scope}
    wrong = {
        where: asked
        for where, (asked, let_in) in walked.items()
        if let_in != (asked in allowed)
    }
    assert wrong == {}
    assert ("GET", "/my/dates.ics") in walked
    assert ("GET", "/my/sheet.pdf") in walked


def test_with_dates_alone_no_step_is_shown(home):
    page = home.caregiver("dates").get("/my?lang=en").text
    assert phrase("your_dates", "en") in page
    for part in ("your_steps", "cards_title", "next", "hear_title"):
        assert phrase(part, "en") not in page
    assert "aria-current" not in page
    assert phrase("call_911", "en") in page


def test_each_person_reads_their_own_language(home):
    caregiver, patient = home.caregiver("status"), home.patient()
    assert '<html lang="es"' in caregiver.get("/my").text
    assert '<html lang="en"' in patient.get("/my").text
    caregiver.get("/my?lang=en")
    caregiver.delete_cookie("language", path="/my")
    assert '<html lang="en"' in caregiver.get("/my").text


def test_every_look_of_a_caregiver_is_kept_and_shown_to_the_patient(home):
    patient = home.patient()
    address, code = home.lets_in(patient, "status")
    caregiver = home.house.app.test_client()
    home.opens(caregiver, address, code)
    caregiver.get("/my")
    shown = patient.get("/my/looks").text
    assert shown.count("Olga Overseer") == 1
    home.house.client_of("cora").get(f"/coordinator/journeys/{home.coi}")
    shown = patient.get("/my/looks").text
    assert phrase("look_team", "en") in shown
    assert "Cora" not in shown
    with home.house.app.app_context():
        (seen,) = [look for look in looks.looks(home.coi) if look.who.startswith("v-")]
    assert seen.what == "status page"


def test_every_page_that_is_opened_is_written_down_by_what_it_was(home):
    caregiver, patient = home.caregiver(*(scope.value for scope in GRANTABLE)), home.patient()
    opened = 0
    for _scope, method, path in parts_of_the_page(home.house.app):
        for client in (caregiver, patient):
            with home.house.app.app_context():
                before = len(looks.looks(home.coi))
            if method == "GET" and client.get(path).status_code == 200:
                with home.house.app.app_context():
                    now = looks.looks(home.coi)
                assert len(now) == before + 1, path
                assert now[0].what in SEEN, path
                opened += 1
    assert opened == 8 + 5, "what a patient opens, and what a caregiver does"


def test_no_look_is_ever_out_of_the_patients_sight(home):
    home.caregiver("status").get("/my")
    patient = home.patient()
    with home.house.app.app_context():
        writing()
        for _ in range(SHOWN):
            looks.looked(looks.Look(home.house.now, "patient", "status page", home.coi, ""))
        db.session.commit()
    latest = patient.get("/my/looks").text
    assert "Olga Overseer" not in latest
    older = re.search(r'href="(/my/looks\?after=\d+)"', latest)
    assert older is not None
    before = patient.get(older[1]).text
    assert before.count("Olga Overseer") == 1
    assert "/my/looks?after=" not in before
    assert patient.get("/my/looks?after=many").status_code == 200


def test_whoever_is_let_go_is_out_at_once_and_more_or_less_is_open_at_once(home):
    patient = home.patient()
    address, code = home.lets_in(patient, "status")
    caregiver = home.house.app.test_client()
    home.opens(caregiver, address, code)
    page = patient.get("/my/people").text
    path = page.split('action="/my/people/')[1].split("/scopes")[0]
    patient.post(f"/my/people/{path}/scopes", data={"scope": ["dates"]})
    assert caregiver.get("/my/sheet.pdf").status_code == 403
    assert caregiver.get("/my/dates.ics").status_code == 200
    patient.post(f"/my/people/{path}/end")
    assert caregiver.get("/my").location == "/my/sign-in"
    assert phrase("link_expired", "en") in home.opens(caregiver, address, code).text
    again = patient.post(f"/my/people/{path}/again")
    assert phrase("no_such_caregiver", "en") in again.text


def test_a_caregiver_lets_nobody_in_and_opens_nobody_elses_page(home):
    caregiver = home.caregiver("status", "dates", "messages")
    form = {"name": "A friend", "scope": ["status"]}
    assert caregiver.post("/my/people", data=form).status_code == 403
    assert caregiver.get("/coordinator/").location.startswith("/sign-in")
    assert phrase("not_shared", "es") in caregiver.get("/my/looks").text


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"name": " ", "scope": "status"}, "caregiver_needs_name"),
        ({"name": "Olga", "scope": "own"}, "caregiver_needs_scope"),
        ({"name": "Olga", "scope": "status", "email": "olga@"}, "email_unreadable"),
    ],
)
def test_a_form_that_is_not_whole_lets_nobody_in(home, form, code):
    patient = home.patient()
    assert phrase(code, "en") in patient.post("/my/people", data=form).text
    assert "/scopes" not in patient.get("/my/people").text


def test_no_more_than_ten_are_let_in(home):
    patient = home.patient()
    for _ in range(10):
        home.lets_in(patient, "status")
    full = patient.post("/my/people", data={"name": "Olga", "scope": "status"})
    assert phrase("caregivers_full", "en", most=10) in full.text


def test_messages_go_to_those_who_may_have_them_and_to_no_other(house):
    home = Home(house, house.told_until("at_plant"))
    for scope in ("messages", "status"):
        caregiver = home.caregiver(scope)
        home.proves(caregiver, f"{scope}@example.org")
    home.house.tell(home.tale, Tale.begin_lot)
    with home.house.app.app_context():
        to = [
            each.notice for each in notices.of(home.coi) if each.notice.audience == "caregiver"
        ]
        said = {addressees.of(notice).email for notice in to}
    assert said == {"messages@example.org"}
    page = f"/coordinator/journeys/{home.coi}/messages"
    assert house.client_of("cora").get(page).text.count("to a caregiver") == 1


def test_a_caregiver_chooses_to_be_written_to_or_not_and_by_which_clock(house):
    home = Home(house, house.told_until("at_plant"))
    caregiver = home.caregiver("messages")
    email = {"channel": "email", "zone": "Pacific/Honolulu"}
    assert caregiver.post("/my/messages", data=email).status_code == 409, "no address is proved"
    home.proves(caregiver, "olga@example.org")
    assert caregiver.post("/my/messages", data={"channel": "sms"}).status_code == 409
    assert caregiver.post("/my/messages", data=email).status_code == 302
    assert "Pacific/Honolulu" in caregiver.get("/my/messages").text

    caregiver.post("/my/messages", data={"channel": "none", "zone": ""})
    home.house.tell(home.tale, Tale.begin_lot)
    with home.house.app.app_context():
        send_due(home.house.now + timedelta(days=1))
        fates = {each.fate for each in notices.of(home.coi) if _news_to_caregiver(each)}
    assert fates == {"not_wanted"}


def test_a_caregiver_gets_texts_at_a_number_that_they_proved_to_be_theirs(house):
    home = Home(house, house.told_until("at_plant"))
    caregiver, number = home.caregiver("messages"), "+15075550177"
    texts, wish = phrase("messages_sms", "es"), {"channel": "sms", "zone": ""}
    wrong = caregiver.post("/my/messages/phone", data={"phone": "507 555 0177"})
    assert (wrong.status_code, phrase("phone_unreadable", "es") in wrong.text) == (409, True)
    caregiver.post("/my/messages/phone", data={"phone": "+1 (507) 555-0177"})
    assert texts not in caregiver.get("/my/messages").text, "nothing has come back from there"
    wrong = caregiver.post("/my/messages/phone/code", data={"code": "1"})
    assert phrase("mailed_code_wrong", "es") in wrong.text
    (said,) = home.letters("prove_phone")
    code = "".join(SPOKEN_CODE.findall(said)[0])
    caregiver.post("/my/messages/phone/code", data={"code": code})
    page = caregiver.get("/my/messages").text
    assert texts in page
    assert number in page
    assert caregiver.post("/my/messages", data=wish).status_code == 302

    home.house.tell(home.tale, Tale.begin_lot)
    assert _channels(home) == ["sms"]
    caregiver.post("/my/messages/phone/end")
    assert number not in caregiver.get("/my/messages").text
    assert caregiver.post("/my/messages", data=wish).status_code == 409
    home.house.tell(home.tale, lambda tale: tale.make(tale.lot()))
    home.house.tell(home.tale, lambda tale: tale.test(tale.lot()))
    home.house.tell(home.tale, lambda tale: tale.release(tale.lot()))
    assert set(_channels(home)) == {"sms", ""}, "no way is left: nothing is sent"
    assert phrase("seen_messages", "en") in home.patient().get("/my/looks").text


def test_a_code_sent_to_a_telephone_opens_no_page_and_a_patients_number_is_the_teams(home):
    patient, caregiver = home.patient(), home.caregiver("messages")
    asked = patient.post("/my/messages/phone", data={"phone": "+15075550177"})
    assert asked.status_code == 404
    assert home.letters("prove_phone") == []
    stranger = home.caregiver("status")
    assert (
        stranger.post("/my/messages/phone", data={"phone": "+15075550177"}).status_code == 403
    )
    for _ in range(5):
        caregiver.post("/my/messages/phone", data={"phone": "+15075550177"})
    more = caregiver.post("/my/messages/phone", data={"phone": "+15075550177"})
    assert phrase("too_many_codes", "es") in more.text
    assert len(home.letters("prove_phone")) == 5


def _channels(home):
    with home.house.app.app_context():
        send_due(home.house.now + timedelta(days=2))
        return [each.channel for each in notices.of(home.coi) if _news_to_caregiver(each)]


def _news_to_caregiver(fate):
    return fate.notice.audience == "caregiver" and not fate.notice.words


def test_what_is_kept_of_a_caregiver_is_unreadable_and_is_erased_with_the_rest(home):
    caregiver = home.caregiver("status")
    home.proves(caregiver, "olga@example.org")
    with home.house.app.app_context():
        writing()
        (olga,) = viewers.caregivers(home.coi)
        viewers.prove_phone(olga.id, "+15075550177", home.house.now)
        db.session.commit()
        kept = str(db.session.execute(text("SELECT * FROM viewers")).all())
        before = viewers.caregivers(home.coi)
        viewers.rewrite_all()
        assert viewers.known(before[0].id).name == "Olga Overseer"
        db.session.commit()
    assert "Olga" not in kept
    assert "olga@" not in kept
    assert "5550177" not in kept
    home.house.client_of("cora").post(f"/coordinator/journeys/{home.coi}/patient/erase")
    with home.house.app.app_context():
        assert viewers.caregivers(home.coi) == ()
        assert viewers.known(before[0].id) == viewers.Known("", "")
    assert caregiver.get("/my").location == "/my/sign-in"


def test_a_role_nobody_knows_holds_nothing():
    assert held("visitor", frozenset(GRANTABLE)) == frozenset()
    assert granted(["own", "come in", "status"]) == {Scope.STATUS}
