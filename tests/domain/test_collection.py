"""From the vein to a bag: who was checked, which bag, how many cells, and are they enough?"""

import pytest

from tests.domain.telling import FRESH, FROZEN, at, ending, product, starting
from tracker.domain import collection, next_steps
from tracker.domain.kinds import Kind

NURSES = ("nora", "noel")


@pytest.fixture
def checked():
    """A patient with a wristband whom two nurses have just verified."""
    told = at("banded")
    told.tale.verify(NURSES, "pre_collection", told.tale.wristband(), stated=True)
    return told


@pytest.fixture
def running(checked):
    """A collection that runs."""
    checked.do("nora", Kind.COLLECTION_STARTED, **starting(checked))
    return checked


def din_of(told):
    return next(iter(told.journey.collections))


def counting(told, bag, cd3, tnc=None):
    label = told.tale.label(bag)
    cells = {"tnc_e6": tnc or cd3 * 2, "cd3_e6": cd3, "viability_permille": 970}
    return {"scans": [label], "signed": ["theo"], **cells}


def test_the_patient_is_verified_before_the_needle():
    told = at("banded")
    blind = told.refusal("nora", Kind.COLLECTION_STARTED, **starting(told))
    assert blind.code == "identity_not_verified"


def test_whose_chain_of_identity_it_is_two_people_verified_when_it_began():
    told = at("authorized")
    told.tale.put_band_on()
    told.tale.verify(NURSES, "pre_collection", told.tale.wristband(), stated=True)
    blind = told.refusal("nora", Kind.COLLECTION_STARTED, **starting(told))
    assert (blind.code, "at enrolment" in blind.sentence) == ("identity_not_verified", True)
    offered = [step.title for step in next_steps.steps(told.journey, told.protocol)]
    assert next_steps.AT_ENROLMENT in offered
    told.tale.verify(("cora", "nora"), "enrolment", told.tale.wristband(), stated=True)
    offered = [step.title for step in next_steps.steps(told.journey, told.protocol)]
    assert next_steps.AT_ENROLMENT not in offered
    told.do("nora", Kind.COLLECTION_STARTED, **starting(told))


def test_a_collection_makes_a_bag_in_the_nurses_custody(running):
    bag = running.bag("collection", "collecting")
    assert bag.custodian.name == "Nora Berg"
    assert bag.id == f"{din_of(running)}-DA001100"


def test_one_collection_runs_at_a_time(running):
    second = running.refusal("nora", Kind.COLLECTION_STARTED, **starting(running))
    assert second.code == "collection_open"


def test_a_donation_number_is_used_once():
    told = at("collected")
    told.tale.verify(NURSES, "pre_collection", told.tale.wristband(), stated=True)
    again = told.refusal("nora", Kind.COLLECTION_STARTED, **starting(told, din_of(told)))
    assert again.code == "already_collected"


def test_only_the_running_collection_ends(running):
    other = running.refusal("nora", Kind.COLLECTION_ENDED, **ending("A999026000999"))
    assert other.code == "collection_not_open"
    running.do("nora", Kind.COLLECTION_ENDED, **ending(din_of(running)))
    twice = running.refusal("nora", Kind.COLLECTION_ENDED, **ending(din_of(running)))
    assert twice.code == "collection_not_open"


def test_a_collection_ends_after_it_began(running):
    running.tale.later(hours=-3)
    early = running.refusal("nora", Kind.COLLECTION_ENDED, **ending(din_of(running)))
    assert early.code == "end_before_start"


def test_a_bag_on_the_machine_stays_there(running):
    bag = running.bag("collection", "collecting").id
    offered = running.refusal(
        "nora", Kind.CUSTODY_OFFERED, signed=["nora"], containers=[bag], to_role="cell_lab_tech"
    )
    assert offered.code == "collection_open"
    thrown = {"container": bag, "fate": "destroyed", "reason": "x"}
    gone = running.refusal("nora", Kind.CONTAINER_DISCARDED, signed=["nora"], **thrown)
    assert gone.code == "collection_open"


def test_nobody_decides_while_a_collection_runs(running):
    early = running.refusal(
        "dana", Kind.SUFFICIENCY_DECIDED, signed=["dana"], decision="enough"
    )
    assert early.code == "collection_open"


def test_nobody_decides_on_nothing():
    told = at("banded")
    early = told.refusal("dana", Kind.SUFFICIENCY_DECIDED, signed=["dana"], decision="enough")
    assert early.code == "nothing_to_do"


def test_nobody_decides_on_cells_that_were_not_counted(running):
    running.do("nora", Kind.COLLECTION_ENDED, **ending(din_of(running)))
    early = running.refusal(
        "dana", Kind.SUFFICIENCY_DECIDED, signed=["dana"], decision="enough"
    )
    assert early.code == "not_counted"


def test_the_laboratory_counts_what_it_holds(running):
    running.do("nora", Kind.COLLECTION_ENDED, **ending(din_of(running)))
    bag = running.bag("collection").id
    early = running.refusal("theo", Kind.CELLS_COUNTED, **counting(running, bag, 2600))
    assert early.code == "not_custodian"
    assert "Nora Berg" in early.sentence


# --- enough, not enough, a second day


@pytest.fixture
def too_few():
    """A first collection that gave too few cells."""
    told = at("banded")
    told.tale.collect(cd3_e6=700)
    return told


def deciding(decision, **more):
    return {"signed": ["dana"], "decision": decision, **more}


def test_too_few_cells_are_not_enough(too_few):
    refusal = too_few.refusal("dana", Kind.SUFFICIENCY_DECIDED, **deciding("enough"))
    assert refusal.code == "not_enough_cells"
    assert "700 of 1000" in refusal.sentence


def test_going_ahead_with_too_few_needs_a_reason(too_few):
    bare = too_few.refusal("dana", Kind.SUFFICIENCY_DECIDED, **deciding("exception"))
    assert bare.code == "exception_needs_reason"
    why = deciding("exception", reason="maker agreed in writing")
    too_few.do("dana", Kind.SUFFICIENCY_DECIDED, **why)
    assert too_few.journey.sufficiency == "exception"
    assert "COLL_DONE" in too_few.journey.milestones


def test_a_decision_falls_when_fewer_cells_are_counted_than_it_rests_on():
    collected = at("collected")
    collected.tale.decide()
    bag = collected.tale.bags("collection")[0]
    collected.tale.later(minutes=5)
    collected.tale.count(bag, cd3_e6=2600)
    assert collected.journey.sufficiency == "enough", "as many, counted again"
    collected.tale.count(bag, cd3_e6=700)
    assert collected.journey.sufficiency == ""
    decided = {"signed": ["dana"], "decision": "enough"}
    refusal = collected.refusal("dana", Kind.SUFFICIENCY_DECIDED, **decided)
    assert refusal.code == "not_enough_cells"


def test_a_second_day_adds_to_the_first(too_few):
    too_few.do("dana", Kind.SUFFICIENCY_DECIDED, **deciding("repeat"))
    assert "COLL_DONE" not in too_few.journey.milestones
    too_few.tale.later(hours=20)
    too_few.tale.collect(cd3_e6=500)
    assert len(too_few.journey.collections) == 2
    assert collection.total_cells(too_few.journey).cd3_e6 == 1200
    too_few.do("dana", Kind.SUFFICIENCY_DECIDED, **deciding("enough"))
    assert too_few.entries[-1].data["cd3_e6"] == 1200


def test_the_second_day_verifies_the_patient_anew(too_few):
    too_few.tale.later(hours=20)
    blind = too_few.refusal("nora", Kind.COLLECTION_STARTED, **starting(too_few))
    assert blind.code == "identity_not_verified"


def test_nothing_is_shipped_on_a_second_day_until_somebody_decides_again():
    told = at("decided", FRESH)
    told.tale.later(hours=1)
    told.tale.collect(cd3_e6=500)
    assert told.journey.sufficiency == ""


@pytest.mark.parametrize(("name", "few"), [(FROZEN, 999), (FRESH, 599)])
def test_the_product_says_how_many_are_enough(name, few):
    told = at("banded", name)
    told.tale.collect(cd3_e6=few)
    refusal = told.refusal("dana", Kind.SUFFICIENCY_DECIDED, **deciding("enough"))
    assert refusal.code == "not_enough_cells"
    bag = told.bag("collection").id
    told.do("theo", Kind.CELLS_COUNTED, **counting(told, bag, few + 1))
    told.do("dana", Kind.SUFFICIENCY_DECIDED, **deciding("enough"))
    assert few + 1 == product(name).target.cd3_e6


def test_cells_lost_with_a_failed_lot_count_no_more():
    told = at("begun")
    told.do("max", Kind.LOT_TERMINATED, signed=["max"], lot=told.tale.lot(), reason="no growth")
    assert collection.total_cells(told.journey).cd3_e6 == 0
    offered = {step.kind for step in next_steps.steps(told.journey, told.protocol)}
    assert Kind.COLLECTION_STARTED in offered
    told.tale.collect(cd3_e6=700)
    refusal = told.refusal("dana", Kind.SUFFICIENCY_DECIDED, **deciding("enough"))
    assert "700 of 1000" in refusal.sentence


def test_a_bag_lost_before_it_was_counted_does_not_stop_the_next_day(running):
    running.do("nora", Kind.COLLECTION_ENDED, **ending(din_of(running)))
    lost = {"container": running.bag("collection").id, "fate": "destroyed", "reason": "leaking"}
    running.do("nora", Kind.CONTAINER_DISCARDED, signed=["nora"], **lost)
    running.tale.later(hours=20)
    running.tale.collect(cd3_e6=2600)
    running.do("dana", Kind.SUFFICIENCY_DECIDED, **deciding("enough"))
