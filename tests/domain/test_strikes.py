"""How is a wrong entry struck, and when can it not be?"""

import pytest

from tests.domain.telling import at
from tracker.domain import collection, strikes
from tracker.domain.kinds import Kind


def striking(number):
    return {"signed": ["cora"], "struck": number, "reason": "recorded by mistake"}


def strike(told, number):
    told.do("cora", Kind.ENTRY_STRUCK, **striking(number))


def refused(told, number):
    return told.refusal("cora", Kind.ENTRY_STRUCK, **striking(number))


def seq_of(told, kind):
    return told.last(kind).seq


def test_the_journey_is_read_again_without_the_struck_entry():
    told = at("prepared")
    number = seq_of(told, Kind.MILESTONE_REACHED)
    strike(told, number)
    assert "SLOT_CONFIRMED" not in told.journey.milestones
    assert told.journey.struck == {number}
    assert told.journey == told.folded()


def test_the_right_entry_is_then_recorded():
    told = at("collected")
    bag = told.bag("collection").id
    strike(told, seq_of(told, Kind.CELLS_COUNTED))
    assert told.bag("collection").cells is None
    cells = {"tnc_e6": 5000, "cd3_e6": 2500, "viability_permille": 970}
    scans = [told.tale.label(bag)]
    told.do("theo", Kind.CELLS_COUNTED, scans=scans, signed=["theo"], **cells)
    assert collection.total_cells(told.journey).cd3_e6 == 2500


@pytest.mark.parametrize(
    ("chapter", "kind", "dependant"),
    [
        ("prepared", Kind.JOURNEY_OPENED, None),
        ("decided", Kind.CELLS_COUNTED, Kind.SUFFICIENCY_DECIDED),
        ("decided", Kind.COLLECTION_STARTED, Kind.LABEL_PRINTED),
        ("decided", Kind.COLLECTION_ENDED, Kind.CUSTODY_OFFERED),
        ("collected", Kind.AUTHORIZATION_RECORDED, Kind.COLLECTION_STARTED),
        ("shipped", Kind.SHIPMENT_PACKED, Kind.CUSTODY_OFFERED),
        ("made", Kind.LOT_OPENED, Kind.MILESTONE_REACHED),
        ("released", Kind.DISPOSITION_DECIDED, Kind.VISIT_PROPOSED),
        ("confirmed", Kind.VISIT_PROPOSED, Kind.VISIT_CONFIRMED),
        ("cleared", Kind.CHEMOTHERAPY_COMPLETED, Kind.DAY_ZERO_CLEARED),
    ],
)
def test_what_others_rest_on_is_not_struck(chapter, kind, dependant):
    told = at(chapter)
    refusal = refused(told, seq_of(told, kind))
    if dependant is None:
        assert refusal.code == "cannot_strike"
        return
    assert refusal.code == "strike_has_dependants"
    assert dependant.value in refusal.sentence


def test_untangling_goes_last_first():
    told = at("decided")
    strike(told, seq_of(told, Kind.SUFFICIENCY_DECIDED))
    strike(told, seq_of(told, Kind.CELLS_COUNTED))
    assert told.journey.sufficiency == ""
    assert "COLL_DONE" not in told.journey.milestones


@pytest.mark.parametrize("number", [9999])
def test_an_entry_that_is_not_there_is_not_struck(number):
    told = at("prepared")
    facts = told.refusal("cora", Kind.ENTRY_STRUCK, **striking(number))
    assert facts.code == "cannot_strike"
    assert "no such entry" in facts.sentence


def test_an_entry_is_struck_once():
    told = at("prepared")
    number = seq_of(told, Kind.MILESTONE_REACHED)
    strike(told, number)
    assert "struck already" in refused(told, number).sentence


def test_a_strike_is_not_struck():
    told = at("prepared")
    strike(told, seq_of(told, Kind.MILESTONE_REACHED))
    refusal = refused(told, seq_of(told, Kind.ENTRY_STRUCK))
    assert refusal.code == "cannot_strike"


@pytest.mark.parametrize("kind", [Kind.INFUSION_STARTED, Kind.INFUSION_ENDED])
def test_cells_in_a_vein_are_not_struck(kind):
    told = at("infused")
    assert refused(told, seq_of(told, kind)).code == "cannot_strike"


def test_evidence_is_not_struck():
    told = at("prepared")
    told.do("nora", Kind.IDENTITY_MISMATCH, expected="Berg", scanned="Borg")
    assert refused(told, told.journey.last_seq).code == "cannot_strike"


def test_the_list_of_what_is_never_struck_is_the_one_that_was_decided():
    assert {
        "journey_opened",
        "journey_closed",
        "entry_struck",
        "identity_mismatch",
        "scan_refused",
        "infusion_started",
        "infusion_ended",
        "news_held",
        "news_shown",
        "news_chosen",
    } == strikes.NEVER
