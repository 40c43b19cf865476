"""Who may record what, with whose signature, about which time?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.telling import CAST, FROZEN, at, opened, product
from tracker.demo.tale import Attempt
from tracker.domain.events import Actor, Grant, Signing
from tracker.domain.kinds import Kind, Role
from tracker.domain.refused import Refused


def refused(told, facts):
    with pytest.raises(Refused) as caught:
        told.judged(facts)
    return caught.value


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("olga", Kind.DEVIATION_OPENED),
        ("ada", Kind.MILESTONE_REACHED),
        ("nora", Kind.AUTHORIZATION_RECORDED),
        ("fay", Kind.COLLECTION_STARTED),
        ("cora", Kind.DISPOSITION_DECIDED),
        ("ines", Kind.SHIPMENT_PACKED),
        ("theo", Kind.HOLD_LIFTED),
        ("cal", Kind.DAY_ZERO_CLEARED),
    ],
)
def test_a_role_that_is_not_asked_is_refused(who, kind):
    told = at("decided")
    no = told.refusal(who, kind, signed=[who])
    assert no.code == "not_allowed"


def test_a_role_at_another_hospital_is_refused():
    told = at("prepared")
    elsewhere = Actor("x", "X", (Grant(Role.COORDINATOR, "PHX"),))
    facts = told.facts(Attempt("cora", Kind.VISIT_PROPOSED, told.tale.clock, {}))
    assert refused(told, replace(facts, actor=elsewhere)).code == "not_allowed"


def test_the_maker_of_another_product_is_refused():
    told = at("at_plant")
    stranger = Actor("x", "X", (Grant(Role.MANUFACTURER_QA, "HARBOR"),))
    facts = told.facts(Attempt("max", Kind.LOT_TERMINATED, told.tale.clock, {"lot": "1"}))
    assert refused(told, replace(facts, actor=stranger)).code == "not_allowed"


# --- signatures


def test_two_people_are_two_people():
    told = at("banded")
    twice = told.refusal(
        "nora",
        Kind.IDENTITY_VERIFIED,
        scans=[told.tale.wristband()],
        signed=["nora", "nora"],
        own=[told.tale.wristband()],
        point="pre_collection",
        stated=True,
    )
    assert twice.code == "second_person_is_first"


def test_one_signature_is_not_two():
    told = at("banded")
    alone = told.refusal(
        "nora",
        Kind.IDENTITY_VERIFIED,
        scans=[told.tale.wristband()],
        signed=["nora"],
        point="pre_collection",
        stated=True,
    )
    assert alone.code == "signature_missing"
    assert "2 signature(s); 1 given" in alone.sentence


def test_a_product_may_ask_for_more_signatures_than_the_house():
    told = at("decided")
    bag = told.bag("collection").id
    told.do(
        "theo",
        Kind.CONTAINER_SPLIT,
        scans=[told.tale.label(bag)],
        signed=["theo"],
        parts=[{"volume_ml": 95}, {"volume_ml": 95}],
    )
    part = told.bag("cryobag").id
    at_once = told.tale.clock.isoformat()
    alone = told.refusal(
        "theo",
        Kind.FROZEN,
        scans=[told.tale.label(part)],
        signed=["theo"],
        method="passive",
        dmso_permille=100,
        started_at=at_once,
        ended_at=at_once,
    )
    assert alone.code == "signature_missing"


def test_whoever_acts_signs_too():
    told = at("prepared")
    said = {"status": "requested", "covered": False, "preauthorized": False}
    absent = told.refusal("fay", Kind.AUTHORIZATION_RECORDED, signed=["cora"], **said)
    assert absent.code == "signature_not_yours"


def test_a_machine_carries_other_peoples_signatures():
    machine = Actor("portal", "Portal", (Grant(Role.PARTNER, "*"),))
    reached = {"milestone": "SLOT_CONFIRMED"}
    told = opened(product(FROZEN))
    facts = told.facts(Attempt("cora", Kind.MILESTONE_REACHED, told.tale.clock, reached))
    assert refused(told, replace(facts, actor=machine)).code == "not_allowed"
    linked = {"system": "portal", "value": "P-1"}
    facts = told.facts(Attempt("cora", Kind.IDENTIFIER_LINKED, told.tale.clock, linked))
    assert told.judged(replace(facts, actor=machine))[0].by.role == "partner"


def test_somebody_who_may_not_do_it_may_not_sign_it():
    told = at("prepared")
    said = {"status": "requested", "covered": False, "preauthorized": False}
    wrong = told.refusal("fay", Kind.AUTHORIZATION_RECORDED, signed=["fay", "nora"], **said)
    assert wrong.code == "signer_not_allowed"
    assert "Nora Berg" in wrong.sentence


def test_a_signature_says_what_it_means():
    told = at("prepared")
    said = {"status": "requested", "covered": False, "preauthorized": False}
    facts = told.facts(Attempt("fay", Kind.AUTHORIZATION_RECORDED, told.tale.clock, said))
    silent = replace(facts, signings=(Signing(CAST["fay"], "  "),))
    assert refused(told, silent).code == "signature_meaning_missing"


def test_people_stand_in_entries_as_they_were():
    told = at("authorized")
    entry = told.last(Kind.AUTHORIZATION_RECORDED)
    assert (entry.by.name, entry.by.role, entry.by.site) == ("Fay Romero", "finance", "RST")
    assert entry.signatures[0].person == entry.by


# --- times


def test_what_has_not_happened_is_not_recorded():
    told = at("prepared")
    ahead = Attempt("cora", Kind.DEVIATION_OPENED, told.tale.clock + timedelta(minutes=6), {})
    assert refused(told, told.facts(ahead)).code == "time_in_future"


def test_a_clock_a_little_ahead_is_forgiven():
    told = at("prepared")
    ahead = Attempt(
        "cora",
        Kind.MILESTONE_REACHED,
        told.tale.clock + timedelta(minutes=4),
        {"milestone": "X"},
    )
    assert refused(told, told.facts(ahead)).code == "unknown_milestone"


def test_nothing_happened_before_the_opening():
    told = at("prepared")
    early = Attempt("cora", Kind.DEVIATION_OPENED, told.tale.clock - timedelta(days=400), {})
    assert refused(told, told.facts(early)).code == "time_before_journey"


def test_a_time_has_a_zone():
    told = at("prepared")
    naive = told.tale.clock.replace(tzinfo=None)
    facts = told.facts(Attempt("cora", Kind.DEVIATION_OPENED, naive, {}))
    assert refused(told, facts).code == "clock_without_zone"
