"""Is what was scanned this patient's? A wrong bag stops everybody, and is remembered."""

import pytest

from tests.domain.telling import FRESH, FROZEN, at, opened, product, starting
from tracker.demo.tale import Attempt
from tracker.domain import recording
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused

NURSES, BEDSIDE, TECHS = ("nora", "noel"), ("ines", "ivan"), ("theo", "tess")


def verifying(point, *scans, people=NURSES, own=None, **more):
    """Return the parts of a comparison by two people."""
    signed = {"scans": scans, "signed": people, "own": scans if own is None else own}
    return signed | {"point": point} | more


def other_journey():
    """Return another patient's journey at the same hospital, with a bag of its own."""
    told = opened(product(FROZEN), serial=2)
    told.tale.serial = 2
    for chapter, tell in told.tale.chapters().items():
        tell()
        if chapter == "released":
            return told
    raise AssertionError


OTHER = other_journey()
THEIRS = {
    "wristband": OTHER.tale.wristband(),
    "order": OTHER.tale.order(),
    "bag": OTHER.tale.label(OTHER.tale.bags("dose")[0]),
}


@pytest.mark.parametrize("carrier", THEIRS)
@pytest.mark.parametrize("chapter", ["banded", "collected", "cleared", "infused"])
def test_another_patients_label_stops_everything_and_is_kept(carrier, chapter):
    told = at(chapter)
    attempt = Attempt(
        "cora", Kind.DEVIATION_OPENED, told.tale.clock, {"about": "x"}, (THEIRS[carrier],)
    )
    facts = told.facts(attempt)
    with pytest.raises(Refused) as caught:
        told.judged(facts)
    assert caught.value.code == "identity_mismatch"
    assert "STOP" in caught.value.sentence
    before = told.journey
    kept = recording.kept(before, facts, caught.value, told.tale.clock)
    assert kept is not None
    told.add((kept,))
    assert kept.kind is Kind.IDENTITY_MISMATCH
    assert kept.scans == (THEIRS[carrier],)
    assert told.journey.near_misses == before.near_misses + 1
    assert told.journey.containers == before.containers


def test_another_patients_bag_is_never_started_at_the_bedside():
    told = at("cleared")
    wrong = told.refusal(
        "ines",
        Kind.INFUSION_STARTED,
        scans=[told.tale.wristband(), THEIRS["bag"]],
        signed=BEDSIDE,
    )
    assert wrong.code == "identity_mismatch"


def test_a_donation_number_of_another_journey_is_a_mismatch_even_at_a_new_collection():
    told = at("banded")
    told.tale.verify(NURSES, "pre_collection", told.tale.wristband(), stated=True)
    told.owners["din:A999026000020"] = OTHER.journey.coi
    wrong = told.refusal("nora", Kind.COLLECTION_STARTED, **starting(told, "A999026000020"))
    assert wrong.code == "identity_mismatch"


def test_a_barcode_of_another_journey_is_a_mismatch():
    told = at("banded")
    told.owners["foreign:NL-77"] = OTHER.journey.coi
    wrong = told.refusal("cora", Kind.DEVIATION_OPENED, scans=["NL-77"], about="x")
    assert wrong.code == "identity_mismatch"


def test_a_barcode_nobody_knows_is_no_mismatch():
    told = at("banded")
    unknown = told.refusal("cora", Kind.DEVIATION_OPENED, scans=["NL-77"], about="x")
    assert unknown.code == "container_unknown"


def test_a_bag_of_ours_that_was_never_made_is_unknown():
    told = at("collected")
    label = told.tale.label(told.bag("collection").id).replace("DA001100", "DA0011Z0")
    unknown = told.refusal("theo", Kind.CELLS_COUNTED, scans=[label], signed=["theo"])
    assert unknown.code == "container_unknown"


def test_a_scan_refused_for_anything_else_is_kept_as_well():
    told = at("collected")
    attempt = Attempt(
        "theo", Kind.STORED, told.tale.clock, {}, (told.tale.label(told.bag("collection").id),)
    )
    facts = told.facts(attempt)
    with pytest.raises(Refused) as caught:
        told.judged(facts)
    kept = recording.kept(told.journey, facts, caught.value, told.tale.clock)
    assert kept is not None
    assert (kept.kind, kept.data["code"]) == (Kind.SCAN_REFUSED, caught.value.code)


def test_what_was_not_scanned_leaves_no_evidence():
    told = at("collected")
    facts = told.facts(Attempt("ada", Kind.VISIT_PROPOSED, told.tale.clock, {}))
    assert recording.kept(told.journey, facts, Refused("not_found"), told.tale.clock) is None


def test_a_number_typed_by_hand_needs_a_reason():
    told = at("collected")
    din = told.bag("collection").din
    typed = told.refusal(
        "cora", Kind.DEVIATION_OPENED, scans=[f"{din}X"], signed=["cora"], about="x"
    )
    assert typed.code in {"check_character_wrong", "reason_missing"}
    from_label = next(iter(starting(told, din)["scans"]))
    told.do("cora", Kind.DEVIATION_OPENED, scans=[from_label], signed=["cora"], about="x")


# --- two people compare two carriers


def test_two_nurses_compare_the_wristband_before_the_needle():
    told = at("banded")
    told.do(
        "nora",
        Kind.IDENTITY_VERIFIED,
        **verifying("pre_collection", told.tale.wristband(), stated=True),
    )
    assert told.journey.has_verified("pre_collection")
    assert told.entries[-1].data["matched"] == ["coi", "donor"]


def test_the_patient_states_name_and_birth_date_aloud():
    told = at("banded")
    silent = verifying("pre_collection", told.tale.wristband())
    assert told.refusal("nora", Kind.IDENTITY_VERIFIED, **silent).code == "name_not_stated"


def test_the_second_person_scans_with_their_own_hands():
    told = at("banded")
    watched = verifying("pre_collection", told.tale.wristband(), own=(), stated=True)
    refusal = told.refusal("nora", Kind.IDENTITY_VERIFIED, **watched)
    assert refusal.code == "second_scans_missing"


def test_one_carrier_is_not_compared_with_itself():
    told = at("shipped_back")
    dose = told.bag("dose").id
    one = verifying("pre_thaw", told.tale.label(dose), people=TECHS)
    refusal = told.refusal("theo", Kind.IDENTITY_VERIFIED, **one)
    assert refusal.code == "identity_incomplete"
    assert "the order" in refusal.sentence


def test_a_wristband_without_a_bag_is_not_a_bedside_check():
    told = at("cleared")
    bare = verifying("bedside", told.tale.wristband(), people=BEDSIDE, stated=True)
    assert told.refusal("ines", Kind.IDENTITY_VERIFIED, **bare).code == "identity_incomplete"


def test_a_wristband_serves_where_an_order_sheet_is_asked_for():
    told = at("cleared")
    dose = told.bag("dose").id
    scans = (told.tale.wristband(), told.tale.label(dose))
    told.do("theo", Kind.IDENTITY_VERIFIED, **verifying("pre_thaw", *scans, people=TECHS))
    assert told.journey.has_verified("pre_thaw", dose)


def test_both_people_compare_the_same_bag():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    one = (told.tale.order(), told.tale.label(first))
    other = (told.tale.order(), told.tale.label(second))
    attempt = Attempt(
        "theo",
        Kind.IDENTITY_VERIFIED,
        told.tale.clock,
        {"point": "final_label"},
        (),
        (("theo", one), ("tess", other)),
    )
    with pytest.raises(Refused) as caught:
        told.submit(attempt)
    assert caught.value.code == "other_container"


def test_the_bag_compared_is_the_bag_named():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    scans = (told.tale.order(), told.tale.label(first))
    named = verifying("final_label", *scans, people=TECHS, container=second)
    assert told.refusal("theo", Kind.IDENTITY_VERIFIED, **named).code == "other_container"


@pytest.mark.parametrize("name", [FROZEN, FRESH])
def test_a_bag_is_scanned_and_not_picked_from_a_list(name):
    told = at("cleared", name)
    told.tale.take(told.tale.bags("dose"))
    picked = {"container": told.bag("dose").id}
    assert (
        told.refusal("theo", Kind.THAW_STARTED, signed=["theo"], **picked).code
        == "scan_missing"
    )


def test_a_mismatch_seen_by_eye_can_be_reported():
    told = at("collected")
    told.do("nora", Kind.IDENTITY_MISMATCH, expected="Berg", scanned="Borg")
    told.do("nora", Kind.SCAN_REFUSED, code="unreadable")
    assert told.journey.near_misses == 1
