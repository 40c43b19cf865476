"""Does every address let in exactly whom the table lets in, at their own place and no other?

The addresses come from the service's own map; a new one is walked the day it is added. Everybody asks
as a stranger to the journey would first: what is refused to them must not depend on what exists.
"""

import re
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import WANDA, password_of
from tests.web.patient.home import Home
from tracker.domain import authority_table
from tracker.domain.authority_table import Action
from tracker.domain.events import Actor, Grant
from tracker.domain.kinds import Role
from tracker.domain.scopes import Scope
from tracker.domain.standing import POLICY
from tracker.store import sites, staff, standing, tokens
from tracker.store.db import db
from tracker.web import access

ELSEWHERE = "PHX"
OTHER_MAKER = "OTHER"
PERSONAL = (WANDA.name.encode(), WANDA.record_number.encode(), WANDA.phone.encode())
BORN = re.compile(rb"17 Apr 1961|April 17, 1961|1961-04-17")
REFUSED_AT_THE_DOOR = frozenset({"no_journeys", "address_not_allowed"})
STAFF_DOOR, VIEWERS_DOOR = "/sign-in", "/my/sign-in"
DOORS = "sign_in signed_in code code_given passkey_given invitation invitation_accepted"
LOCKS = "home lock locked unlocked sign_out"
PATIENTS_DOORS = (
    "sign_in code code_asked code_given passkey_given enter knock join joined sign_out"
)
OPEN_TO_ALL = frozenset(
    {
        "assets.serve",
        "api_docs.docs",
        "api_docs.part",
        "api_v1.description",
        "coordinator.feed",
        "health.alive",
        "health.ready",
        "patient.with_a_slash",
        *(f"entrance.{page}" for page in f"{DOORS} {LOCKS}".split()),
        *(f"patient.{page}" for page in PATIENTS_DOORS.split()),
    }
)
"""Doors, what describes the service, and the calendar feed, whose address is its secret."""
AT_PLANTS = frozenset({Role.MANUFACTURER_QA, Role.PARTNER})


def addresses(app, coi):
    """Return every address there is, about this journey where it asks for one."""
    given = {"coi": coi, "staff_id": "s-nobody", "step": "end", "kind": "hold_placed"}
    given |= {"label": "L1", "code": "NOSITE", "lot": "1", "shipment": "S1", "seq": "1"}
    builder = app.url_map.bind("localhost")
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=str):
        audience = access.audience_of(app, rule.endpoint)
        values = {name: given.get(name, "1") for name in rule.arguments}
        path = builder.build(rule.endpoint, values)
        found += [
            (audience, method, path, "coi" in rule.arguments)
            for method in sorted({"GET", "POST", "PUT", "PATCH", "DELETE"} & set(rule.methods))
        ]
    return found


class Walker:
    """Somebody with one role at one place, in a browser and with a token."""

    def __init__(self, house, role, place):
        self.role, self.place = role, place
        name = f"{role.value}-{place}".lower().replace("*", "all").replace("_", "-")
        with house.app.app_context():
            account = staff.add(name, "Walker", password=password_of(name), now=house.now)
            staff.grant(account.id, (Grant(role, place),))
            standing.accept(account.id, POLICY, house.now)
            self.bearer = f"Bearer {tokens.issue(account.id, 'walk', house.now)}"
            db.session.commit()
            self.actor = Actor(account.id, account.name, staff.grants(account.id))
        self.browser = house.app.test_client()
        with house.app.test_request_context():
            access.enter(self.actor, name)
            kept = dict(access.session)
        with self.browser.session_transaction() as session:
            session.update(kept)

    def ask(self, audience, method, path):
        if audience.who == "machine":
            key = {"Authorization": self.bearer, "Idempotency-Key": path}
            return self.browser.open(path, method=method, headers=key, json={})
        return self.browser.open(path, method=method)


@pytest.fixture
def walk(house, told_until):
    """Let walkers go through every address; return what they were answered."""
    coi = house.look(told_until("at_plant")).coi
    never_hasty(house)

    def walked(walker):
        for audience, method, path, about in addresses(house.app, coi):
            if audience.who != "anyone":
                yield audience, path, about, walker.ask(audience, method, path)

    with house.app.app_context():
        sites.save_maker(OTHER_MAKER, "Another maker")
        db.session.commit()
    return walked


def never_hasty(house):
    """Let nobody be slowed down for walking fast, and no fault be hidden behind a page."""
    house.app.config["RATELIMIT_ENABLED"] = False
    house.app.config["PROPAGATE_EXCEPTIONS"] = True


def sent_away(audience, method, answer):
    """Say whether somebody without a session of this audience was sent to its door, or refused."""
    if audience.who == "viewer":
        return urlsplit(answer.location).path == VIEWERS_DOOR
    if audience.who == "staff" and method == "GET":
        return urlsplit(answer.location).path == STAFF_DOOR
    return answer.status_code == 401


def personal(answer):
    return [word for word in PERSONAL if word in answer.data] + BORN.findall(answer.data)


def place_of(role):
    return "NORTHLIGHT" if role in AT_PLANTS else "RST"


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_says_and_nothing_else(role, house, walk):
    walker = Walker(house, role, place_of(role))
    wrong = []
    for audience, path, _, answer in walk(walker):
        if audience.who == "viewer":
            if not sent_away(audience, "", answer):
                wrong.append((path, answer.status_code))
            continue
        let_in = authority_table.may(walker.actor, audience.action)
        refused = (
            answer.status_code == 403 and answer.json["code"] in REFUSED_AT_THE_DOOR
            if audience.who == "machine"
            else answer.status_code == 403
        )
        if refused is let_in:
            wrong.append((path, answer.status_code))
        if role in authority_table.NAMELESS and personal(answer):
            wrong.append((path, personal(answer)))
    assert wrong == []


@pytest.mark.parametrize(
    ("role", "place"),
    [
        *((role, ELSEWHERE) for role in Role if role not in AT_PLANTS),
        *((role, OTHER_MAKER) for role in sorted(AT_PLANTS)),
    ],
)
def test_another_places_person_finds_no_journey_here(role, place, house, walk):
    found = []
    for _, path, about, answer in walk(Walker(house, role, place)):
        opened = about and answer.status_code < 400
        if personal(answer) or opened:
            found.append((path, answer.status_code, personal(answer)))
    assert found == []


@pytest.mark.parametrize("who", ["nobody", "patient", "caregiver"])
def test_who_is_not_of_the_staff_opens_none_of_its_pages(who, house, told_until):
    """A patient comes in to the patient's page whole, a caregiver to what was opened, nobody to none."""
    home = Home(house, told_until("at_plant"))
    never_hasty(house)
    came, scopes = {
        "nobody": (house.app.test_client, ()),
        "patient": (home.patient, Scope),
        "caregiver": (lambda: home.caregiver("status"), (Scope.COME_IN, Scope.STATUS)),
    }[who]
    browser, wrong = came(), []
    for audience, method, path, _ in addresses(house.app, home.coi):
        if audience.who == "anyone":
            continue
        answer = browser.open(path, method=method)
        shut = sent_away(audience, method, answer)
        if audience.who == "viewer" and who != "nobody":
            shut = shut or answer.status_code == 403
        if shut is (audience.who == "viewer" and audience.scope in scopes):
            wrong.append((method, path, answer.status_code))
        if audience.who != "viewer" and personal(answer):
            wrong.append((method, path, personal(answer)))
    assert wrong == []


def test_every_address_is_walked_or_is_open_for_a_reason(house):
    """Nothing becomes open to all by a slip: whoever opens a page to strangers names it here."""
    rules = list(house.app.url_map.iter_rules())
    walked = addresses(house.app, "CHA999026000001")
    assert len({path for *_, path, _ in walked}) >= len({str(rule) for rule in rules})
    whom = {rule.endpoint: access.audience_of(house.app, rule.endpoint) for rule in rules}
    assert {name for name, audience in whom.items() if audience == access.OPEN} == OPEN_TO_ALL


def test_the_table_names_every_role_and_place_it_decides():
    for action in Action:
        assert action in authority_table.TABLE
        assert authority_table.roles(action) <= frozenset(Role)
