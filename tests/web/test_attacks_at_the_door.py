"""What does somebody get who has no business here? A refusal each time, and an auditor sees it.

The auditor looks at the page that auditors have: *At the door*. Whatever an attack leaves nowhere
on it would go unnoticed. Attacks on records (another site's journeys, signatures) are told apart.
"""

import gzip
import html
import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import House, password_of, refusal
from tracker.demo import cast
from tracker.store import tokens
from tracker.store.db import db

ELSEWHERE = "203.0.113.9"
"""An address for documentation, where our attacker sits."""


@pytest.fixture
def thief(house: House) -> FlaskClient:
    """A browser of a stranger's own."""
    client = house.app.test_client()
    client.environ_base["REMOTE_ADDR"] = ELSEWHERE
    return client


def seen_at_the_door(house: House) -> str:
    """Return the words of the page on which an auditor sees what was tried."""
    answer = house.client_of("olga").get("/admin/door")
    assert answer.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", answer.text)
    return " ".join(html.unescape(plain).split())


def guess(client: FlaskClient, username: str, password: str = "a guess") -> str:
    answer = client.post("/sign-in", data={"username": username, "password": password})
    return refusal(answer)


def test_a_planted_session_is_not_the_one_a_person_gets(house: House, thief: FlaskClient):
    """Session fixation: what the browser carried before signing in is worth nothing after it."""
    thief.get("/sign-in")
    planted = thief.get_cookie("session")
    assert planted is not None
    victim = house.app.test_client()
    victim.set_cookie("session", planted.value)
    form = {"username": "nora", "password": password_of("nora")}
    assert victim.post("/sign-in", data=form).status_code == 302
    fresh = victim.get_cookie("session")
    assert fresh is not None
    assert fresh.value != planted.value
    assert thief.get("/station/").location.startswith("/sign-in")
    assert refusal(thief.post("/station/scan")) == "not_signed_in"
    assert f"not_signed_in station.scan {ELSEWHERE}" in seen_at_the_door(house)


def test_a_session_made_up_is_none(house: House, thief: FlaskClient):
    thief.set_cookie("session", "eyJrZXkiOiJhIn0.aaaaaa.forged")
    assert thief.get("/station/").status_code == 302
    assert thief.post("/account/password").status_code == 401
    assert "not_signed_in account.password" in seen_at_the_door(house)


def test_a_stolen_session_ends_with_a_click_of_its_person(house: House, thief: FlaskClient):
    nora = house.client_of("nora")
    stolen = nora.get_cookie("session")
    assert stolen is not None
    thief.set_cookie("session", stolen.value)
    assert thief.get("/station/").status_code == 200
    nora.post("/sign-out")
    assert thief.get("/station/").status_code == 302
    assert thief.post("/still-here").status_code == 401
    assert f"not_signed_in entrance.still_here {ELSEWHERE}" in seen_at_the_door(house)


def test_a_password_somebody_saw_opens_the_account_until_it_is_changed(
    house: House, thief: FlaskClient
):
    """Nothing here knows the wrong hands from the right ones: that they were there can be seen."""
    form = {"username": "nora", "password": password_of("nora")}
    assert thief.post("/sign-in", data=form).status_code == 302
    assert f"Nora Berg password right {ELSEWHERE}" in seen_at_the_door(house)
    nora, new = house.client_of("nora"), "kettles rarely whistle"
    assert ELSEWHERE in nora.get("/account").text
    changed = {"present": password_of("nora"), "password": new, "password_again": new}
    assert nora.post("/account/password", data=changed).status_code == 302
    assert thief.get("/station/").status_code == 302
    assert guess(thief, "nora", password_of("nora")) == "sign_in_failed"


def test_a_form_from_another_site_is_refused(house: House):
    """CSRF: the browser brings the cookie, but the other site has no token for the form."""
    nora, who = house.client_of("ada"), house.people["nora"].id
    house.app.config["WTF_CSRF_ENABLED"] = True
    for form in ({}, {"csrf_token": "made up"}):
        answer = nora.post(f"/admin/people/{who}/end", data=form)
        assert answer.status_code == 400
        assert refusal(answer) == "form_expired"
    house.app.config["WTF_CSRF_ENABLED"] = False
    assert house.client_of("nora").get("/station/").status_code == 200
    assert "form_expired admin.changed Ada Novak" in seen_at_the_door(house)


def test_guessing_one_password_is_made_to_wait_and_raises_an_alert(
    house: House, thief: FlaskClient
):
    answers = [guess(thief, "nora") for _ in range(6)]
    assert answers == ["sign_in_failed"] * 5 + ["account_locked"]
    assert guess(thief, "nora", password_of("nora")) == "account_locked"
    seen = seen_at_the_door(house)
    assert "Account: Nora Berg" in seen
    assert f", from {ELSEWHERE} nobody has looked" in seen
    assert "Nora Berg locked made to wait" in seen
    assert "keeps guessing" in house.client_of("ada").get("/admin/").text


def test_the_wait_doubles_and_ends_at_an_hour(house: House, thief: FlaskClient):
    waits = []
    for _ in range(5):
        guess(thief, "nora")
    for _ in range(8):
        waits.append(waited := until_free(house, thief))
        assert waited <= 61
        guess(thief, "nora")
    assert waits == sorted(waits)
    assert waits[0] <= 2
    assert waits[-1] >= 60


def until_free(house: House, client: FlaskClient) -> int:
    """Return after how many minutes the account answers again, as the refusal says."""
    form = {"username": "nora", "password": "a guess"}
    answer = client.post("/sign-in", data=form)
    (minutes,) = re.findall(r"Wait (\d+) minutes", answer.text)
    house.now += timedelta(minutes=int(minutes))
    return int(minutes)


def test_nobody_locks_a_ward_out_from_afar(house: House, thief: FlaskClient):
    """Whoever knows her name keeps strangers' browsers waiting, never the workstation she uses."""
    ward = house.client_of("nora")
    ward.post("/sign-out")
    for _ in range(10):
        guess(thief, "nora")
    assert guess(thief, "nora", password_of("nora")) == "account_locked"
    form = {"username": "nora", "password": password_of("nora")}
    assert ward.post("/sign-in", data=form).status_code == 302
    assert ward.get("/station/").status_code == 200
    assert f"Nora Berg locked made to wait {ELSEWHERE}" in seen_at_the_door(house)


def test_one_password_tried_on_many_names_is_made_to_wait(house: House, thief: FlaskClient):
    """Mass sign-in attempts: no account fails often, but one address does."""
    names = [member.username for member in (*cast.EVERYONE, *cast.EVERYONE)]
    answers = [guess(thief, name) for name in names[:25]]
    assert answers.count("sign_in_failed") == 20
    assert set(answers[20:]) == {"account_locked"}
    assert guess(thief, "nora", password_of("nora")) == "account_locked"
    answers = [guess(thief, name) for name in names[:10]]
    assert "rate_limited" in answers
    seen = seen_at_the_door(house)
    assert f"From {ELSEWHERE}, under many names" in seen
    assert f"rate_limited entrance.signed_in {ELSEWHERE}" in seen


def test_a_stolen_known_browser_opens_nothing(house: House, thief: FlaskClient):
    """The mark of a remembered device saves nobody a password, and is this person's alone."""
    nora = house.client_of("nora")
    mark = nora.get_cookie("browser")
    assert mark is not None
    assert mark.http_only
    thief.set_cookie("browser", mark.value)
    assert thief.get("/station/").status_code == 302
    for _ in range(5):
        assert guess(thief, "nora") == "sign_in_failed"
    assert guess(thief, "nora", password_of("nora")) == "account_locked"
    nora.post("/account/sessions/end-others")
    assert guess(thief, "nora") == "sign_in_failed", "it is a stranger's now"
    seen = seen_at_the_door(house)
    assert f"Nora Berg password wrong {ELSEWHERE}, known browser" in seen
    assert "own other sessions ended" in seen


def test_everything_of_an_ended_person_is_dead_at_once(house: House):
    nora, who = house.client_of("nora"), house.people["nora"].id
    with house.app.app_context():
        raw = tokens.issue(who, "freezer", house.now)
        db.session.commit()
    machine, header = house.app.test_client(), {"Authorization": f"Bearer {raw}"}
    assert machine.get("/api/v1/journeys", headers=header).status_code == 200
    house.client_of("ada").post(f"/admin/people/{who}/end")
    assert machine.get("/api/v1/journeys", headers=header).status_code == 401
    assert nora.get("/station/").status_code == 302
    assert guess(nora, "nora", password_of("nora")) == "sign_in_failed"
    seen = seen_at_the_door(house)
    assert "token_invalid api" in seen
    assert "Nora Berg password wrong" in seen
    assert "Ada Novak account ended Nora Berg" in seen


ADDRESSES_ELSEWHERE = (
    "https://example.org/",
    "//example.org",
    "/\\example.org",
    "\\\\example.org",
    "/\t/example.org",
    "///example.org",
    "javascript:alert(1)",
    "station",
    "/ünlesbar",
)


def test_signing_in_leads_nowhere_else(house: House):
    """Open redirect: an address that is not ours is not followed, whatever it looks like."""
    client = house.app.test_client()
    proof = {"badge": "nora", "username": "nora", "password": password_of("nora")}
    for elsewhere in ADDRESSES_ELSEWHERE:
        form = {**proof, "next": elsewhere}
        assert client.post("/sign-in", data=form).location == "/", elsewhere
        assert client.get("/locked", query_string={"next": elsewhere}).location == "/"
        client.post("/lock")
        assert client.post("/locked", data=form).location == "/", elsewhere
    seen = seen_at_the_door(house)
    for page in ("signed_in", "locked", "unlocked"):
        assert f"leads_elsewhere entrance.{page}" in seen


def test_a_link_that_was_used_is_refused_and_seen(house: House, thief: FlaskClient):
    """Replayed invitation: whoever finds the link in somebody's post finds it spent."""
    page = house.client_of("ada").post(f"/admin/people/{house.people['nora'].id}/reset").text
    (link,) = re.findall(r"http://localhost(/invitation/[\w-]+)<", page)
    chosen = {"password": "kettles rarely whistle", "password_again": "kettles rarely whistle"}
    assert house.app.test_client().post(link, data=chosen).status_code == 302
    for answer in (thief.get(link), thief.post(link, data=chosen)):
        assert refusal(answer) == "invitation_expired"
    assert f"invitation_expired entrance.invitation_accepted  {ELSEWHERE}".replace(
        "  ", " "
    ) in (seen_at_the_door(house))


def test_a_service_asked_for_under_another_name_does_not_answer(house: House):
    """Host header: no page, and no link handed to a person, is made for a name not ours."""
    house.app.config["TRUSTED_HOSTS"] = ["cells.example.org", "localhost"]
    ada, who = house.client_of("ada"), house.people["nora"].id
    for host in ("evil.example", "cells.example.org.evil.example", "evil.example:8000"):
        answer = ada.post(f"/admin/people/{who}/reset", headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text
    assert "400 elsewhere" in seen_at_the_door(house)
    with house.app.app_context():
        assert house.client_of("nora").get("/station/").status_code == 200


def test_a_body_that_unpacks_to_gigabytes_is_not_unpacked(house: House):
    """Decompression bomb, as a body and as a file."""
    bomb = gzip.compress(b"\0" * 20_000_000)
    assert len(bomb) < 32 * 1024
    ada = house.client_of("ada")
    encoding = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    for path in ("/admin/protocols", "/api/v1/scans", "/sign-in"):
        answer = ada.post(path, data=bomb, headers=encoding)
        assert answer.status_code == 415, path
        assert "encoding_refused" in answer.text
    file = {"file": (io.BytesIO(bomb), "protocol.toml")}
    assert refusal(ada.post("/admin/protocols", data=file)) == "field_type"
    assert "encoding_refused admin.checked" in seen_at_the_door(house)


FILES = (
    ("protocol.zip", b"PK\x03\x04", "field_type"),
    ("protocol.toml", b"PK\x03\x04\0\0", "field_type"),
    ("protocol.toml", b"\x7fELF\0", "field_type"),
    ("protocol.toml.exe", b"name = 1", "field_type"),
    ("protocol.toml", b"\xff\xfe", "field_type"),
    ("protocol.toml", b"# " * 70_000, "body_too_large"),
)


def test_a_file_of_another_kind_or_size_is_refused(house: House):
    ada = house.client_of("ada")
    for name, content, code in FILES:
        file = {"file": (io.BytesIO(content), name)}
        assert refusal(ada.post("/admin/protocols", data=file)) == code, name
    assert "file_refused admin.checked Ada Novak" in seen_at_the_door(house)


def test_a_body_or_a_form_of_many_parts_too_large_is_refused(house: House):
    ada = house.client_of("ada")
    assert ada.post("/admin/protocols", data={"text": "x" * 300_000}).status_code == 413
    parts = {f"part{number}": "x" for number in range(1200)}
    many = ada.post("/admin/protocols", data=parts, content_type="multipart/form-data")
    assert many.status_code == 413
    assert "body_too_large admin.checked Ada Novak" in seen_at_the_door(house)


def test_a_room_of_others_stays_shut(house: House):
    nora = house.client_of("nora")
    assert nora.get("/admin/people").status_code == 403
    assert nora.get("/admin/door").status_code == 403
    assert "not_yours admin.everyone Nora Berg" in seen_at_the_door(house)


def test_an_alert_stands_until_an_administrator_looked_into_it(
    house: House, thief: FlaskClient
):
    for _ in range(6):
        guess(thief, "nora")
    olga, ada = house.client_of("olga"), house.client_of("ada")
    assert "I have looked into it" not in olga.get("/admin/door").text
    (path,) = re.findall(r'action="(/admin/door/alerts/\d+)"', ada.get("/admin/door").text)
    assert olga.post(path).status_code == 403
    assert ada.post(path).status_code == 302
    assert refusal(ada.post(path)) == "nothing_to_do"
    assert "Ada Novak looked into it" in seen_at_the_door(house)
    assert "keeps guessing" not in ada.get("/admin/").text
