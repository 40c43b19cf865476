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


def test_a_machines_token_is_shown_once_works_and_ends(house, client_of):
    form = {"name": "Freezer", "username": "freezer", "role": "partner", "place": "NORTHLIGHT"}
    ada = client_of("ada")
    ada.post("/admin/people/new", data=form)
    there = f"/admin/people/{account_of(house, 'freezer').id}"
    raw = secret_on(ada.post(f"{there}/token", data={"label": "freezer gateway"}))
    assert reads_with(house, raw) == 200
    page = ada.get(there).text
    assert "freezer gateway" in page
    assert raw not in page
    ada.post(f"{there}/end-token", data={"token": tokens.fingerprint(raw)})
    assert reads_with(house, raw) == 401


def reads_with(house, raw):
    header = {"Authorization": f"Bearer {raw}"}
    return house.app.test_client().get("/api/v1/journeys", headers=header).status_code


def test_a_token_that_acts_as_a_person_is_made_by_that_person_alone(house, client_of):
    """An administrator who held a nurse's token would record under her name."""
    ada, nora = client_of("ada"), client_of("nora")
    there = f"/admin/people/{account_of(house, 'nora').id}"
    assert refused_with(ada.post(f"{there}/token", data={"label": "mine"}), "token_of_another")
    own = {"label": "bench printer", "present": "a guess"}
    assert refused_with(nora.post("/account/tokens", data=own), "sign_in_failed")
    raw = secret_on(nora.post("/account/tokens", data=own | {"present": password_of("nora")}))
    assert reads_with(house, raw) == 200
    ended = {"token": tokens.fingerprint(raw)}
    assert refused_with(
        client_of("theo").post("/account/tokens/end", data=ended), "nothing_to_do"
    )
    assert reads_with(house, raw) == 200
    nora.post("/account/tokens/end", data=ended)
    assert reads_with(house, raw) == 401
    told = client_of("olga").get("/admin/door").text
    assert "token issued Nora Berg" in told


def test_a_reset_ends_the_tokens_a_thief_may_have_made(house, client_of):
    own = {"label": "thief", "present": password_of("nora")}
    raw = secret_on(client_of("nora").post("/account/tokens", data=own))
    client_of("ada").post(f"/admin/people/{account_of(house, 'nora').id}/reset")
    assert reads_with(house, raw) == 401


def test_who_keeps_accounts_signs_nothing_and_a_machine_is_no_person(house, client_of):
    """Else an administrator would sign first, and second under an account made for it."""
    ada = client_of("ada")
    both = {"name": "Una", "username": "una", "role": ["admin", "qa"], "place": ["RST"]}
    assert refused_with(ada.post("/admin/people/new", data=both), "roles_apart")
    nora = f"/admin/people/{account_of(house, 'nora').id}"
    for role in ("admin", "partner"):
        more = {"role": role, "place": "RST"}
        assert refused_with(ada.post(f"{nora}/give", data=more), "roles_apart")


def test_a_machine_turned_into_a_person_keeps_no_token(house, client_of):
    ada, role = client_of("ada"), {"role": "partner", "place": "NORTHLIGHT"}
    ada.post("/admin/people/new", data={"name": "Gate", "username": "gate", **role})
    there = f"/admin/people/{account_of(house, 'gate').id}"
    raw = secret_on(ada.post(f"{there}/token", data={"label": "gate"}))
    ada.post(f"{there}/take", data=role)
    ada.post(f"{there}/give", data={"role": "apheresis_nurse", "place": "RST"})
    assert reads_with(house, raw) == 401


def test_one_address_is_one_persons(house, client_of):
    ada, mail = client_of("ada"), {"email": "Nora@example.org"}
    nora, noel = (f"/admin/people/{account_of(house, who).id}" for who in ("nora", "noel"))
    assert ada.post(f"{nora}/email", data=mail).status_code == 302
    assert ada.post(f"{nora}/email", data=mail).status_code == 302
    for path in (f"{noel}/email", "/admin/people/new"):
        form = {"name": "Una", "username": "una", "role": "courier", "place": "*"}
        answer = ada.post(path, data=form | {"email": "nora@EXAMPLE.org"})
        assert refused_with(answer, "staff_email_taken")
    with house.app.app_context():
        assert staff.by_username("una") is None


def test_an_auditor_sees_by_name_whose_accounts_one_administrator_made(house, client_of):
    """Two made-up people who sign as two cannot be told from two; that one person made both can."""
    ada = client_of("ada")
    for name in ("Una New", "Ugo New"):
        form = {"name": name, "username": name[:3], "role": "apheresis_nurse", "place": "RST"}
        ada.post("/admin/people/new", data=form)
        ada.post(f"/admin/people/{account_of(house, name[:3].lower()).id}/reset")
    told = " ".join(re.sub(r"<[^>]+>", " ", client_of("olga").get("/admin/door").text).split())
    for name in ("Una New", "Ugo New"):
        assert f"Ada Novak account added {name}" in told
        assert f"Ada Novak role given {name} apheresis_nurse RST" in told
        assert f"Ada Novak account reset {name}" in told


def test_ones_own_page_offers_no_role_and_no_end(house, client_of):
    ada = client_of("ada")
    own, other = (
        ada.get(f"/admin/people/{account_of(house, who).id}").text for who in ("ada", "nora")
    )
    for words in (
        "Give these roles",
        ">Take away</button>",
        "Keep this training",
        "End this account",
    ):
        assert words in other
        assert words not in own


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
