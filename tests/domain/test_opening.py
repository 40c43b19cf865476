"""How does a journey begin, and which identifiers become its own?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.telling import (
    FRESH,
    FROZEN,
    at,
    opened,
    opening_of,
    product,
    starting,
    unopened,
)
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused


def refused_opening(**changed):
    told = unopened(product(FROZEN))
    with pytest.raises(Refused) as caught:
        told.submit(opening_of(told, **changed))
    return caught.value.code


def test_a_journey_opens_with_its_product_pinned():
    told = opened(product(FROZEN))
    assert told.journey.open
    assert told.journey.protocol_digest == product(FROZEN).digest
    assert told.journey.maker == "NORTHLIGHT"


def test_a_journey_is_opened_once():
    told = opened(product(FROZEN))
    with pytest.raises(Refused) as caught:
        told.submit(opening_of(told))
    assert caught.value.code == "already_open"


def test_a_journey_pinned_to_another_text_is_refused():
    other = product(FRESH).digest
    assert refused_opening(protocol_digest=other) == "unknown_protocol"


def test_a_journey_opens_at_its_own_site():
    assert refused_opening(site="PHX") == "unknown_site"


def test_nothing_is_recorded_in_a_journey_that_was_never_opened():
    told = unopened(product(FROZEN))
    assert (
        told.refusal("cora", Kind.MILESTONE_REACHED, milestone="EVALUATED").code == "not_found"
    )


def test_a_makers_number_is_linked_once():
    told = opened(product(FROZEN))
    told.do("cora", Kind.IDENTIFIER_LINKED, system="maker", value="NL-77")
    again = told.refusal("lena", Kind.IDENTIFIER_LINKED, system="maker", value="NL-77")
    assert again.code == "identifier_known"


def test_a_makers_number_of_another_journey_is_refused():
    told = opened(product(FROZEN))
    told.owners["foreign:NL-77"] = "CHA999026000009"
    taken = told.refusal("cora", Kind.IDENTIFIER_LINKED, system="maker", value="NL-77")
    assert taken.code == "identifier_taken"


def test_a_linked_number_is_known_when_it_is_scanned():
    told = opened(product(FROZEN))
    told.do("cora", Kind.IDENTIFIER_LINKED, system="maker", value="NL-77")
    told.do("cora", Kind.MILESTONE_REACHED, scans=("NL-77",), milestone="EVALUATED")
    assert told.entries[-1].scans == ("NL-77",)


# --- the product's own order


def test_a_milestone_waits_for_those_before_it():
    told = opened(product(FROZEN))
    early = told.refusal("dana", Kind.MILESTONE_REACHED, signed=["dana"], milestone="DECISION")
    assert early.code == "out_of_order"
    assert "Evaluation finished" in early.sentence


def test_a_milestone_is_reached_once():
    told = at("prepared")
    assert (
        told.refusal("cora", Kind.MILESTONE_REACHED, milestone="ORDERED").code
        == "already_reached"
    )


def test_a_milestone_of_no_product_is_refused():
    told = at("prepared")
    unknown = told.refusal("cora", Kind.MILESTONE_REACHED, milestone="TELEPORTED")
    assert unknown.code == "unknown_milestone"


def test_a_milestone_with_a_step_of_its_own_is_not_set_by_hand():
    told = at("prepared")
    by_hand = told.refusal("cora", Kind.MILESTONE_REACHED, milestone="AUTHORIZED")
    assert by_hand.code == "reached_by_other_means"


def test_a_milestone_is_recorded_by_those_the_product_names():
    told = at("opened")
    assert (
        told.refusal("nora", Kind.MILESTONE_REACHED, milestone="EVALUATED").code
        == "not_allowed"
    )


def test_an_estimate_is_a_range_for_a_milestone_of_the_product():
    told = at("prepared")
    days = {"earliest": "2026-04-01", "latest": "2026-04-12", "source": "maker's portal"}
    told.do("lena", Kind.ESTIMATE_RECORDED, milestone="QA_RELEASED", **days)
    assert told.journey.estimates["QA_RELEASED"][2] == "maker's portal"
    unknown = told.refusal("lena", Kind.ESTIMATE_RECORDED, milestone="TELEPORTED", **days)
    assert unknown.code == "unknown_milestone"
    backwards = days | {"latest": "2026-03-01"}
    turned = told.refusal("lena", Kind.ESTIMATE_RECORDED, milestone="QA_RELEASED", **backwards)
    assert turned.code == "end_before_start"


# --- the insurer

APPROVED = {
    "status": "approved",
    "covered": True,
    "preauthorized": True,
    "reference": "PA-1",
    "valid_from": "2026-03-01",
    "valid_until": "2027-03-01",
}


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"status": "pending"}, "pending"),
        ({"status": "denied"}, "denied"),
        ({"covered": False}, "not covered"),
        ({"preauthorized": False}, "not pre-authorised"),
        ({"valid_until": "2026-03-05"}, "valid 2026-03-01 to 2026-03-05"),
        ({"valid_from": "2026-12-01"}, "valid 2026-12-01"),
    ],
)
def test_no_collection_begins_without_the_insurers_full_word(said, state):
    told = at("banded")
    told.do("fay", Kind.AUTHORIZATION_RECORDED, signed=["fay"], **(APPROVED | said))
    told.tale.verify(("nora", "noel"), "pre_collection", told.tale.wristband(), stated=True)
    stopped = told.refusal("nora", Kind.COLLECTION_STARTED, **starting(told))
    assert stopped.code == "insurance_not_approved"
    assert state in stopped.sentence


@pytest.mark.parametrize(("zone", "begins"), [("Pacific/Kiritimati", True), ("UTC", False)])
def test_an_approval_begins_on_the_day_of_the_hospital(zone, begins):
    """In the evening of Greenwich it is tomorrow already where the sun rises first."""
    told = at("banded")
    told.site = replace(told.site, zone=zone)
    told.tale.later(hours=(18 - told.tale.clock.hour) % 24)
    tomorrow = (told.tale.clock + timedelta(days=1)).date().isoformat()
    said = APPROVED | {"valid_from": tomorrow}
    told.do("fay", Kind.AUTHORIZATION_RECORDED, signed=["fay"], **said)
    told.tale.verify(("nora", "noel"), "pre_collection", told.tale.wristband(), stated=True)
    if begins:
        told.do("nora", Kind.COLLECTION_STARTED, **starting(told))
    else:
        stopped = told.refusal("nora", Kind.COLLECTION_STARTED, **starting(told))
        assert stopped.code == "insurance_not_approved"


def test_no_collection_begins_while_nothing_was_heard_from_the_insurer():
    told = at("prepared")
    early = told.refusal("nora", Kind.COLLECTION_STARTED, **starting(told))
    assert early.code == "insurance_not_approved"


@pytest.mark.parametrize("missing", ["reference", "valid_from", "valid_until"])
def test_an_approval_is_in_writing_and_dated(missing):
    said = {name: value for name, value in APPROVED.items() if name != missing}
    told = at("prepared")
    bare = told.refusal("fay", Kind.AUTHORIZATION_RECORDED, signed=["fay"], **said)
    assert (bare.code, bare.field) == ("field_missing", missing)


def test_an_approval_ends_after_it_begins():
    told = at("prepared")
    turned = APPROVED | {"valid_until": "2026-01-01"}
    refusal = told.refusal("fay", Kind.AUTHORIZATION_RECORDED, signed=["fay"], **turned)
    assert refusal.code == "end_before_start"
