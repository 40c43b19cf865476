"""Does every address let in exactly whom the table lets in, at their own place and no other?

The addresses come from the service's own map; a new one is walked the day it is added. Everybody asks
as a stranger to the journey would first: what is refused to them must not depend on what exists.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.web.conftest import WANDA, password_of, refusal
from tests.web.patient.home import Home
from tracker.domain import authority_table
from tracker.domain.authority_table import Action
from tracker.domain.events import Actor, Grant
from tracker.domain.kinds import Role
from tracker.domain.scopes import Scope
from tracker.domain.standing import POLICY
from tracker.store import refused_requests, sites, staff, standing, tokens
from tracker.store.db import db
from tracker.web import access

SITE, MAKER = "RST", "NORTHLIGHT"
ELSEWHERE = "PHX"
OTHER_MAKER = "OTHER"
PERSONAL = (WANDA.name.encode(), WANDA.record_number.encode(), WANDA.phone.encode())
BORN = re.compile(rb"17 Apr 1961|April 17, 1961|1961-04-17")
AT_THE_DOOR = frozenset({"no_journeys", "address_not_allowed"})
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
TO_THE_UNTRAINED = {"coordinator.sought"} | frozenset(
    f"station.{page}"
    for page in ["scan", "photographed", "read_photograph", "frame", "freezer_scan"]
)
"""Forms by which something is looked up; all others ask for a training that counts today."""
NOT_YET = frozenset({"coordinator.going_home_document"})
"""Pages of our own journeys that there is nothing on yet."""
AT_PLANTS = frozenset({Role.MANUFACTURER_QA, Role.PARTNER})


def addresses(app, coi):
    """Return every address there is, about this journey where it asks for one.

    The last of each is what it asks for: `coi` alone where only whose journey it is can decide.
    """
    given = {"coi": coi, "staff_id": "s-nobody", "step": "end", "kind": "hold_placed"}
    given |= {"label": "L1", "code": "NOSITE", "lot": "1", "shipment": "S1", "seq": "1"}
    builder = app.url_map.bind("localhost")
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=str):
        audience = access.audience_of(app, rule.endpoint)
        values = {name: given.get(name, "1") for name in rule.arguments}
        path = builder.build(rule.endpoint, values)
        found += [
            (audience, method, path, (rule.endpoint, rule.arguments))
            for method in sorted({"GET", "POST", "PUT", "PATCH", "DELETE"} & set(rule.methods))
        ]
    return found


class Walker:
    """Somebody with roles at one place, in a browser and with a token."""

    def __init__(self, house, roles, place, *, taught=True):
        name = f"{min(roles)}-{place}".lower().replace("*", "all").replace("_", "-")
        with house.app.app_context():
            account = staff.add(name, "Walker", password=password_of(name), now=house.now)
            staff.grant(account.id, tuple(Grant(role, place) for role in roles))
            standing.accept(account.id, POLICY, house.now)
            last = house.now - timedelta(days=not taught)
            standing.train(account.id, roles, last.date(), house.now)
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


@dataclass(frozen=True)
class Answered:
    """One address, and what a walker was answered there."""

    audience: access.Audience
    method: str
    path: str
    endpoint: str
    arguments: frozenset[str]
    answer: TestResponse

    def by_the_table(self, actor: Actor) -> bool:
        """Say whether the door and the journey behind it opened as the table says, and no further."""
        status = self.answer.status_code
        if self.audience.who == "viewer":
            return sent_away(self.audience, "", self.answer)
        action = self.audience.action
        assert action is not None
        if not authority_table.may(actor, action):
            shut = (
                self.audience.who != "machine"
                or (self.answer.json or {}).get("code") in AT_THE_DOOR
            )
            return status == 403 and shut
        if status == 403:
            return False
        here = authority_table.may_at(actor, action, site=SITE, maker=MAKER)
        if "coi" not in self.arguments or here:
            asked = self.method == "GET" and self.arguments == {"coi"}
            return not asked or (status == 404) is (self.endpoint in NOT_YET)
        return status == 404 if self.method == "GET" else status >= 400


@pytest.fixture
def walk(house, told_until):
    """Let walkers go through every address; return what they were answered."""
    coi = house.look(told_until("at_plant")).coi
    never_hasty(house)

    def walked(walker):
        for audience, method, path, about in addresses(house.app, coi):
            if audience.who != "anyone":
                answer = walker.ask(audience, method, path)
                yield Answered(audience, method, path, about[0], about[1], answer)

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
    return MAKER if role in AT_PLANTS else SITE


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_says_and_nothing_else(role, house, walk):
    walker = Walker(house, {role}, place_of(role))
    wrong = []
    for each in walk(walker):
        if not each.by_the_table(walker.actor):
            wrong.append((each.method, each.path, each.answer.status_code))
        if role in authority_table.NAMELESS and personal(each.answer):
            wrong.append((each.method, each.path, personal(each.answer)))
    assert wrong == []


@pytest.mark.parametrize(
    ("role", "place"),
    [
        *((role, ELSEWHERE) for role in Role if role not in AT_PLANTS),
        *((role, OTHER_MAKER) for role in sorted(AT_PLANTS)),
    ],
)
def test_another_places_person_finds_no_journey_here(role, place, house, walk):
    """Each page opens by the table as it does at their own place, with no journey of ours behind it.

    What they tried stands with the page's name where an auditor looks.
    """
    walker, wrong, tried = Walker(house, {role}, place), [], set()
    for each in walk(walker):
        if not each.by_the_table(walker.actor) or personal(each.answer):
            wrong.append((each.method, each.path, each.answer.status_code))
        if "coi" in each.arguments and each.answer.status_code in {403, 404}:
            tried.add(each.endpoint)
    assert wrong == []
    with house.app.app_context():
        seen = {kept.page for kept in refused_requests.latest(limit=1000)}
    assert tried <= seen


def test_whoever_is_not_trained_today_looks_and_sends_nothing(house):
    walker = Walker(house, set(Role) - authority_table.UNTRAINED_MAY, SITE, taught=False)
    never_hasty(house)
    wrong, open_all_the_same = [], set()
    for audience, method, path, (endpoint, _) in addresses(house.app, "CHA999026000001"):
        if audience.who != "staff" or method == "GET" or audience.action is Action.WORK_HERE:
            continue
        let_in = authority_table.may(walker.actor, audience.action)
        code = refusal(walker.ask(audience, method, path))
        if let_in and audience.untrained:
            open_all_the_same.add(endpoint)
        elif code != ("training_expired" if let_in else "not_yours"):
            wrong.append((method, path, code))
    assert wrong == []
    assert open_all_the_same == TO_THE_UNTRAINED


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
