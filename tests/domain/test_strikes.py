"""How is a wrong entry struck, and when can it not be?"""

from dataclasses import replace

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


def excursion(told):
    file = {"file_digest": "e" * 64, "readings": 96, "minutes_out": 41}
    figures = {"min_c_tenths": -1500, "max_c_tenths": -900}
    shipment = next(iter(told.journey.shipments))
    told.do("theo", Kind.READINGS_ATTACHED, shipment=shipment, **file, **figures)


def held(told):
    told.do("quinn", Kind.HOLD_PLACED, signed=["quinn"], stops="shipping", reason="an alarm")


@pytest.mark.parametrize(
    ("chapter", "act", "kind"),
    [
        ("shipped", excursion, Kind.EXCURSION_FOUND),
        ("decided", held, Kind.HOLD_PLACED),
    ],
)
def test_a_strike_lifts_a_hold_only_in_hands_that_may_lift_it(chapter, act, kind):
    told = at(chapter)
    act(told)
    (hold,) = told.journey.open_holds()
    refusal = refused(told, seq_of(told, kind))
    assert (refusal.code, hold.id in refusal.sentence) == ("cannot_strike", True)
    assert told.journey.holds[hold.id] == hold
    decided = striking(seq_of(told, kind)) | {"signed": ["quinn"]}
    told.do("quinn", Kind.ENTRY_STRUCK, **decided)
    assert not told.journey.holds


def test_a_deviation_that_a_rule_opened_is_closed_and_not_struck():
    """Struck, it would no longer keep the hold of its receipt from being lifted."""
    told = at("shipped")
    aside = {"outcome": "quarantine", "reason": "customs changed the seal", "seal": "CUSTOMS-1"}
    told.tale.receive("max", "mia", **aside)
    (opened,) = told.journey.open_deviations()
    refusal = refused(told, seq_of(told, Kind.DEVIATION_OPENED))
    assert (refusal.code, "Close it" in refusal.sentence) == ("cannot_strike", True)
    assert [*told.journey.open_deviations()] == [opened]
    receipt = striking(seq_of(told, Kind.SHIPMENT_RECEIVED)) | {"signed": ["quinn"]}
    assert told.refusal("quinn", Kind.ENTRY_STRUCK, **receipt).code == "deviation_open"


def test_a_deviation_that_a_person_opened_by_mistake_is_struck():
    told = at("decided")
    told.do("theo", Kind.DEVIATION_OPENED, signed=["theo"], about="a delay")
    strike(told, told.journey.last_seq)
    assert not [*told.journey.open_deviations()]


def test_an_old_entry_without_what_is_asked_today_still_rests_on_what_it_rested_on():
    """Packed before anybody asked for the dates of shipper and logger, or for papers."""
    told = at("shipped")
    number = seq_of(told, Kind.SHIPMENT_PACKED) - 1
    asked_since = ("shipper_qualified_until", "logger_calibrated_until", "papers")
    for place, entry in enumerate(told.entries):
        if entry.kind is Kind.SHIPMENT_PACKED:
            data = {name: entry.data[name] for name in entry.data if name not in asked_since}
            told.entries[place] = replace(entry, data=data)
    assert told.entries[number - 1].kind is Kind.REMOVED_FROM_STORAGE
    refusal = refused(told, number)
    assert refusal.code == "strike_has_dependants"
    assert Kind.SHIPMENT_PACKED.value in refusal.sentence
