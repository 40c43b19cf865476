"""When is a journey over, and what may still be written down after it?"""

import pytest

from tests.domain.telling import FRESH, FROZEN, at
from tracker.domain import next_steps
from tracker.domain.kinds import Kind


def closing(outcome, **more):
    return {"signed": ["cora"], "outcome": outcome, **more}


def refused(told, outcome, **more):
    return told.refusal("cora", Kind.JOURNEY_CLOSED, **closing(outcome, **more))


@pytest.mark.parametrize("name", [FROZEN, FRESH])
def test_a_whole_journey_is_closed_as_completed(name):
    told = at("closed", name)
    assert told.journey.closed == "completed"
    assert told.folded() == told.journey
    assert next_steps.steps(told.journey, told.protocol) == ()


def test_nothing_is_completed_that_was_never_given():
    assert refused(at("prepared"), "completed").code == "outcome_mismatch"


def test_who_gave_cells_was_a_candidate():
    assert refused(at("decided"), "not_a_candidate", reason="x").code == "outcome_mismatch"


def test_any_other_end_has_its_reason():
    told = at("prepared")
    assert refused(told, "not_a_candidate").code == "reason_missing"
    told.do("cora", Kind.JOURNEY_CLOSED, **closing("not_a_candidate", reason="heart"))
    assert told.journey.closed == "not_a_candidate"


def test_every_container_has_its_final_place_first():
    told = at("decided")
    refusal = refused(told, "not_proceeding", reason="patient's wish")
    assert refusal.code == "containers_not_final"
    kept = {"container": told.bag("collection").id, "fate": "retained", "reason": "biobank"}
    told.do("theo", Kind.CONTAINER_DISCARDED, signed=["theo"], **kept)
    told.do("cora", Kind.JOURNEY_CLOSED, **closing("not_proceeding", reason="patient's wish"))


def test_cells_that_grow_at_the_plant_are_ended_or_filled_first():
    """What went into a lot is consumed: no container says that the plant still holds cells."""
    told = at("begun")
    assert not [*told.journey.present()]
    refusal = refused(told, "died", reason="died")
    assert (refusal.code, told.tale.lot() in refusal.sentence) == ("lot_running", True)
    suggested = {step.kind for step in next_steps.steps(told.journey, told.protocol)}
    assert Kind.JOURNEY_CLOSED not in suggested
    assert Kind.LOT_TERMINATED in suggested
    ended = {"lot": told.tale.lot(), "reason": "The patient has died."}
    told.do("max", Kind.LOT_TERMINATED, signed=["max"], **ended)
    told.do("cora", Kind.JOURNEY_CLOSED, **closing("died", reason="died"))


def test_every_label_is_accounted_for_first():
    told = at("infused")
    told.do("cora", Kind.LABEL_PRINTED, label_kind="wristband", reason="torn")
    assert refused(told, "completed").code == "labels_unaccounted"


def test_every_deviation_is_closed_first():
    told = at("infused")
    told.do("ines", Kind.DEVIATION_OPENED, signed=["ines"], about="alarm")
    assert refused(told, "completed").code == "deviation_open"


def test_no_visit_is_left_planned():
    told = at("released")
    gone = {"container": told.bag("dose").id, "fate": "destroyed", "reason": "died"}
    told.do("max", Kind.CONTAINER_DISCARDED, signed=["max"], **gone)
    assert refused(told, "died", reason="died").code == "visit_open"
    told.do("cora", Kind.VISIT_CANCELLED, signed=["cora"], reason="died")
    told.do("cora", Kind.JOURNEY_CLOSED, **closing("died", reason="died"))


def test_a_closed_journey_stays_closed():
    told = at("closed")
    refusal = told.refusal("cora", Kind.LABEL_PRINTED, label_kind="wristband")
    assert refusal.code == "journey_closed"
    assert refused(told, "completed").code == "journey_closed"


def test_the_patient_is_still_seen_after_the_end():
    told = at("closed")
    told.do("dana", Kind.FOLLOW_UP_RECORDED, day_after=365, seen="in_person")
    assert told.journey.follow_ups[-1] == (365, "in_person")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.GOING_HOME_PLANNED, {"day": "2026-06-01"}),
        (Kind.FOLLOW_UP_RECORDED, {"day_after": 28, "seen": "by_phone"}),
    ],
)
def test_nobody_goes_home_from_an_infusion_that_was_not(kind, data):
    told = at("cleared")
    early = told.refusal("dana", kind, **data)
    assert early.code == "not_yet"


def test_what_another_hospital_takes_names_who_took_it():
    told = at("decided")
    bag = {
        "container": told.bag("collection").id,
        "fate": "transferred",
        "reason": "moves home",
    }
    kind = Kind.CONTAINER_DISCARDED
    assert told.refusal("theo", kind, signed=["theo"], **bag).code == "field_missing"
    told.do("theo", kind, signed=["theo"], taken_by="Cell laboratory, Example Hospital", **bag)
    told.do("cora", Kind.JOURNEY_CLOSED, **closing("transferred", reason="moves home"))
    assert told.journey.closed == "transferred"


def test_only_the_hands_that_hold_it_give_a_bag_its_final_place():
    told = at("decided")
    bag = {"container": told.bag("collection").id, "fate": "destroyed", "reason": "x"}
    refusal = told.refusal("quinn", Kind.CONTAINER_DISCARDED, signed=["quinn"], **bag)
    assert refusal.code == "not_allowed"
