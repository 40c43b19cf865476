"""Who holds a container? Always somebody, and it changes by two people's word."""

from dataclasses import replace

import pytest

from tests.domain.telling import CAST, FRESH, at
from tracker.demo.tale import MEANING, Attempt
from tracker.domain.events import Actor, Grant, Signing
from tracker.domain.kinds import Kind, Role
from tracker.domain.refused import Refused


@pytest.fixture
def held():
    """A bag the laboratory holds."""
    return at("decided")


@pytest.fixture
def offered(held):
    """The laboratory's bag on offer to the infusion nurses."""
    held.do("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offering(held))
    return held


def offering(told, to="infusion_nurse", **more):
    return {"containers": [told.bag("collection").id], "to_role": to, **more}


def about(told, **more):
    return {"containers": [told.bag("collection").id], **more}


def test_an_offer_leaves_the_bag_where_it_is(offered):
    bag = offered.bag("collection")
    assert bag.custodian.name == "Theo Lindqvist"
    assert (bag.offer.to_role, bag.offer.to_site) == ("infusion_nurse", "RST")


def test_acceptance_moves_the_bag_to_the_next_hands(offered):
    offered.do("ines", Kind.CUSTODY_ACCEPTED, signed=["ines"], **about(offered))
    assert offered.bag("collection").custodian.name == "Ines Duarte"
    assert offered.bag("collection").offer is None


def test_a_colleague_of_the_same_post_may_act(held):
    held.do("tess", Kind.CUSTODY_OFFERED, signed=["tess"], **offering(held))
    assert held.bag("collection").offer.by.name == "Tess Alvarado"


def test_only_who_holds_a_bag_may_offer_it(held):
    refusal = held.refusal("nora", Kind.CUSTODY_OFFERED, signed=["nora"], **offering(held))
    assert refusal.code == "not_custodian"
    assert "Theo Lindqvist" in refusal.sentence


def test_a_bag_is_offered_once(offered):
    again = offered.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offering(offered))
    assert again.code == "already_offered"
    label = offered.tale.label(offered.bag("collection").id)
    parts = {"parts": [{"volume_ml": 190}], "scans": [label], "signed": ["theo"]}
    assert offered.refusal("theo", Kind.CONTAINER_SPLIT, **parts).code == "already_offered"


def test_what_was_not_offered_cannot_be_taken(held):
    for kind, more in (
        (Kind.CUSTODY_ACCEPTED, {}),
        (Kind.CUSTODY_DECLINED, {"reason": "x"}),
        (Kind.CUSTODY_WITHDRAWN, {"reason": "x"}),
    ):
        assert (
            held.refusal("ines", kind, signed=["ines"], **about(held, **more)).code
            == "not_offered"
        )


@pytest.mark.parametrize("kind", [Kind.CUSTODY_ACCEPTED, Kind.CUSTODY_DECLINED])
def test_what_was_offered_to_others_is_not_taken(offered, kind):
    refusal = offered.refusal("nora", kind, signed=["nora"], **about(offered, reason="x"))
    assert refusal.code == "offered_to_other"


def test_nobody_accepts_their_own_offer(held):
    both = Actor("theo", "Theo", (*CAST["theo"].grants, Grant(Role.INFUSION_NURSE, "RST")))
    held.do("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offering(held))
    attempt = Attempt("theo", Kind.CUSTODY_ACCEPTED, held.tale.clock, about(held))
    facts = replace(held.facts(attempt), actor=both, signings=(Signing(both, MEANING),))
    with pytest.raises(Refused) as caught:
        held.judged(facts)
    assert caught.value.code == "accept_own_offer"


def test_a_declined_bag_stays_with_who_offered_it(offered):
    offered.do(
        "ivan", Kind.CUSTODY_DECLINED, signed=["ivan"], **about(offered, reason="no freezer")
    )
    assert offered.bag("collection").offer is None
    assert offered.bag("collection").custodian.name == "Theo Lindqvist"


def test_the_post_that_offered_may_withdraw(offered):
    stranger = offered.refusal(
        "ines", Kind.CUSTODY_WITHDRAWN, signed=["ines"], **about(offered, reason="x")
    )
    assert stranger.code == "withdraw_not_yours"
    offered.do(
        "tess", Kind.CUSTODY_WITHDRAWN, signed=["tess"], **about(offered, reason="later")
    )
    assert offered.bag("collection").offer is None


def test_an_offer_says_what_is_offered(held):
    bare = held.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], to_role="courier")
    assert bare.code == "field_missing"


@pytest.mark.parametrize(
    ("to", "place"),
    [
        ("courier", ""),
        ("courier", "RST"),
        ("manufacturer_qa", "NORTHLIGHT"),
        ("cell_lab_tech", "PHX"),
    ],
)
def test_a_loose_bag_leaves_its_place_with_nobody(held, to, place):
    offer = offering(held, to=to, **({"to_site": place} if place else {}))
    refusal = held.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer)
    assert refusal.code == "offer_needs_shipment"


# --- sealed in a shipper


@pytest.fixture
def sealed():
    """Bags on the road to the plant."""
    return at("shipped", FRESH)


def test_a_sealed_bag_is_with_the_courier_who_took_the_shipper(sealed):
    assert sealed.bag("collection").place == "with Cal Moreno"


def test_a_sealed_bag_is_not_handled_alone(sealed):
    bag = sealed.bag("collection").id
    alone = sealed.refusal(
        "cal", Kind.CUSTODY_OFFERED, signed=["cal"], containers=[bag], to_role="cell_lab_tech"
    )
    assert alone.code == "container_not_here"


def test_a_shipment_nobody_packed_is_not_handed_over(sealed):
    unknown = sealed.refusal(
        "cal", Kind.CUSTODY_OFFERED, signed=["cal"], shipment="S0", to_role="cell_lab_tech"
    )
    assert unknown.code == "unknown_shipment"


def test_an_opened_shipment_is_not_handed_over():
    told = at("at_plant", FRESH)
    shipment = next(iter(told.journey.shipments))
    opened = told.refusal(
        "max", Kind.CUSTODY_OFFERED, signed=["max"], shipment=shipment, to_role="courier"
    )
    assert opened.code == "shipment_state"
