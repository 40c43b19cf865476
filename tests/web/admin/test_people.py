"""Does an administrator keep accounts, and nobody else?"""

import re
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import password_of
from tracker.store import access, staff, tokens

PAGES = (
    "/admin/people",
    "/admin/people/new",
    "/admin/sites",
    "/admin/sites/RST",
    "/admin/sites/new",
)


def account_of(house, username):
    with house.app.app_context():
        return staff.by_username(username)


def refused_with(page, code):
    return page.status_code == 409 and f"Code: {code}" in page.text


def secret_on(page):
    (secret,) = re.findall(r'class="code secret">([^<]+)<', page.text)
    return secret


@pytest.mark.parametrize("path", PAGES)
def test_people_and_sites_are_the_administrators(path, client_of):
    assert client_of("ada").get(path).status_code == 200
    for other in ("nora", "olga", "quinn", "lena"):
        assert client_of(other).get(path).status_code == 403


def test_a_person_added_chooses_a_password_by_the_link_shown_once(house, client_of):
    form = {"name": "Una New", "username": "Una", "role": "apheresis_nurse", "place": "RST"}
    shown = client_of("ada").post("/admin/people/new", data=form)
    assert shown.status_code == 200
    link = urlsplit(secret_on(shown)).path
    una = house.app.test_client()
    chosen = {"password": "kettles rarely whistle", "password_again": "kettles rarely whistle"}
    assert una.post(link, data=chosen).status_code == 302
    again = una.post(link, data=chosen)
    assert "Code: invitation_expired" in again.text
    known = {"username": "una", "password": chosen["password"]}
    assert una.post("/sign-in", data=known).status_code == 302
    page = client_of("ada").get(f"/admin/people/{account_of(house, 'una').id}")
    assert "apheresis nurse" in page.text
    assert link not in page.text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"username": "nora"}, "username_taken"),
        ({"username": "no spaces"}, "field_type"),
        ({"name": " "}, "field_type"),
        ({"role": "king"}, "field_missing"),
        ({"place": ""}, "field_missing"),
    ],
)
def test_a_person_who_cannot_be_added_is_refused_with_the_sentence(change, code, client_of):
    form = {"name": "Una", "username": "una", "role": "courier", "place": "*"} | change
    page = client_of("ada").post("/admin/people/new", data=form)
    assert refused_with(page, code)


def test_an_account_that_ended_can_do_nothing_more(house, client_of):
    nora = client_of("nora")
    there = f"/admin/people/{account_of(house, 'nora').id}"
    client_of("ada").post(f"{there}/end")
    assert nora.get("/station/").status_code == 302
    again = client_of("ada").post(f"{there}/reset")
    assert refused_with(again, "unknown_person")
    assert account_of(house, "nora").ended_at == house.now


def test_nobody_ends_their_own_account_or_changes_their_own_roles(house, client_of):
    there = f"/admin/people/{account_of(house, 'ada').id}"
    ada = client_of("ada")
    assert refused_with(ada.post(f"{there}/end"), "not_yourself")
    role = {"role": "admin", "place": "*"}
    assert refused_with(ada.post(f"{there}/take", data=role), "not_yourself")
    more = {"role": "coordinator", "place": "*"}
    assert refused_with(ada.post(f"{there}/give", data=more), "not_yourself")
    assert ada.get("/coordinator/").status_code == 403
    assert ada.get("/admin/people").status_code == 200


def test_a_token_is_shown_once_works_and_ends(house, client_of):
    ada, there = client_of("ada"), f"/admin/people/{account_of(house, 'nora').id}"
    raw = secret_on(ada.post(f"{there}/token", data={"label": "freezer gateway"}))
    header = {"Authorization": f"Bearer {raw}"}
    machine = house.app.test_client()
    assert machine.get("/api/v1/journeys", headers=header).status_code == 200
    page = ada.get(there).text
    assert "freezer gateway" in page
    assert raw not in page
    ada.post(f"{there}/end-token", data={"token": tokens.fingerprint(raw)})
    assert machine.get("/api/v1/journeys", headers=header).status_code == 401


def test_a_reset_ends_all_a_person_signs_in_with(house, client_of):
    nora, there = client_of("nora"), f"/admin/people/{account_of(house, 'nora').id}"
    link = urlsplit(secret_on(client_of("ada").post(f"{there}/reset"))).path
    assert nora.get("/station/").status_code == 302
    with house.app.app_context():
        assert staff.authenticate("nora", password_of("nora")) is None
    chosen = {"password": "kettles rarely whistle", "password_again": "kettles rarely whistle"}
    assert nora.post(link, data=chosen).status_code == 302
    with house.app.app_context():
        assert staff.authenticate("nora", chosen["password"]) is not None


def test_roles_are_given_and_taken(house, client_of):
    ada, there = client_of("ada"), f"/admin/people/{account_of(house, 'nora').id}"
    role = {"role": "qa", "place": "RST"}
    ada.post(f"{there}/give", data=role)
    assert client_of("nora").get("/admin").status_code == 200
    ada.post(f"{there}/take", data=role)
    assert client_of("nora").get("/admin").status_code == 403


def test_what_an_administrator_did_is_kept(house, client_of):
    nora = account_of(house, "nora").id
    client_of("ada").post(f"/admin/people/{nora}/reset")
    with house.app.app_context():
        (look,) = access.looks("")
    assert (look.who, look.what) == (house.people["ada"].id, f"account reset {nora}")
