"""What does a plant make of the cells, how may a lot end, and who may release it?"""

from dataclasses import replace

import pytest

from tests.domain.telling import at
from tracker.demo.tale import PLANT, SECOND_PLANT
from tracker.domain.kinds import Kind

PEOPLE = (PLANT, SECOND_PLANT)
EXPIRES = "2027-01-01"


@pytest.fixture
def begun():
    """A lot that runs."""
    return at("begun")


@pytest.fixture
def made():
    """A lot whose one dose is filled, not yet tested."""
    return at("made")


def filling(told, *volumes, lot=None, **bag):
    bags = [{"volume_ml": ml, **bag} for ml in volumes or (68,)]
    return {
        "signed": [PLANT],
        "lot": lot or told.tale.lot(),
        "bags": bags,
        "expires_on": EXPIRES,
    }


def deciding(told, decision, **more):
    certificate = {"certificate_digest": "c" * 64}
    return {"signed": PEOPLE, "lot": told.tale.lot(), "decision": decision} | certificate | more


# --- opening and filling


def test_a_lot_consumes_its_material(begun):
    lot = begun.journey.lots[begun.tale.lot()]
    assert {begun.journey.containers[name].state for name in lot.consumed} == {"consumed"}


def test_a_lot_number_is_used_once():
    told = at("at_plant")
    first, second = told.tale.bags("cryobag")
    one = {"lot": "990001", "signed": [PLANT]}
    told.do(PLANT, Kind.LOT_OPENED, **one, scans=[told.tale.label(first)])
    again = told.refusal(PLANT, Kind.LOT_OPENED, **one, scans=[told.tale.label(second)])
    assert again.code == "lot_exists"


def test_a_lot_begins_only_with_what_was_received_at_the_plant():
    """In the plant's hands without a receipt: nobody there compared it with what was packed."""
    told = at("at_plant")
    first, second = told.tale.bags("cryobag")
    loose = replace(told.journey.containers[first], came_by="")
    told.journey = told.journey.with_containers([loose])
    one = {"lot": "990001", "signed": [PLANT]}
    both = [told.tale.label(bag) for bag in (first, second)]
    refusal = told.refusal(PLANT, Kind.LOT_OPENED, **one, scans=both)
    assert (refusal.code, first in refusal.sentence) == ("material_not_received", True)
    told.do(PLANT, Kind.LOT_OPENED, **one, scans=both[1:])


def test_what_the_plant_divided_or_pooled_was_received_as_what_it_came_from():
    told = at("at_plant")
    first, second = told.tale.bags("cryobag")
    pooled = {"containers": [first, second], "volume_ml": 190}
    scans = [told.tale.label(bag) for bag in (first, second)]
    told.do(PLANT, Kind.CONTAINERS_POOLED, signed=[PLANT], scans=scans, **pooled)
    (bag,) = told.tale.bags("cryobag")
    told.tale.print_and_bind(bag, PEOPLE)
    told.tale.begin_lot()
    assert told.journey.containers[bag].state == "consumed"


def test_a_lot_begins_with_what_the_plant_holds():
    told = at("shipped_back")
    bag = told.bag("dose").id
    dose = {"lot": "990009", "signed": [PLANT], "scans": [told.tale.label(bag)]}
    assert told.refusal(PLANT, Kind.LOT_OPENED, **dose).code == "not_custodian"


def test_a_liaison_at_the_hospital_does_not_begin_a_lot_there():
    told = at("decided")
    bag = told.bag("collection").id
    told.do(
        "theo", Kind.CUSTODY_OFFERED, signed=["theo"], containers=[bag], to_role="lab_liaison"
    )
    told.do("lena", Kind.CUSTODY_ACCEPTED, signed=["lena"], containers=[bag])
    early = {"lot": "990009", "signed": ["lena"], "scans": [told.tale.label(bag)]}
    assert told.refusal("lena", Kind.LOT_OPENED, **early).code == "container_not_here"


def test_a_dose_is_no_material_for_another_lot():
    told = at("released")
    dose = {"lot": "990009", "signed": [PLANT], "scans": [told.tale.label(told.bag("dose").id)]}
    assert told.refusal(PLANT, Kind.LOT_OPENED, **dose).code == "container_not_here"


def test_two_components_in_several_bags(begun):
    bags = [
        {"volume_ml": 20, "component": "CD8", "barcode": "NL-8"},
        {"volume_ml": 20, "component": "CD4", "barcode": "NL-4"},
        {"volume_ml": 20, "component": "CD4"},
    ]
    begun.do(PLANT, Kind.LOT_FILLED, **(filling(begun) | {"bags": bags}))
    doses = [begun.journey.containers[name] for name in begun.tale.bags("dose")]
    assert [dose.component for dose in doses] == ["CD8", "CD4", "CD4"]
    assert len({dose.id for dose in doses}) == 3
    begun.do("max", Kind.DEVIATION_OPENED, scans=["NL-8"], signed=["max"], about="smudged")


def test_a_makers_barcode_belongs_to_one_bag(begun):
    twice = filling(begun, 20, barcode="NL-8")
    begun.owners["foreign:NL-8"] = "CHA999026000009"
    assert begun.refusal(PLANT, Kind.LOT_FILLED, **twice).code == "identifier_taken"


def test_a_lot_is_filled_once(made):
    assert made.refusal(PLANT, Kind.LOT_FILLED, **filling(made)).code == "lot_state"


def test_a_lot_nobody_opened_is_unknown(made):
    nothing = made.refusal(PLANT, Kind.LOT_FILLED, **filling(made, lot="990009"))
    assert nothing.code == "unknown_lot"


# --- tests and disposition


def test_a_test_is_one_of_the_products(made):
    result = {"lot": made.tale.lot(), "test": "taste", "result": "pass"}
    other = made.refusal(PLANT, Kind.TEST_RECORDED, signed=[PLANT], **result)
    assert other.code == "not_in_protocol"


def test_open_tests_stand_before_a_release(made):
    made.tale.test(made.tale.lot(), failing="viability")
    refusal = made.refusal(PLANT, Kind.DISPOSITION_DECIDED, **deciding(made, "released"))
    assert refusal.code == "tests_open"
    assert "viability" in refusal.sentence


def test_out_of_specification_may_be_released_under_exception(made):
    made.tale.test(made.tale.lot(), failing="viability")
    exception = deciding(made, "released_under_exception")
    assert made.refusal(PLANT, Kind.DISPOSITION_DECIDED, **exception).code == "reason_missing"
    made.do(PLANT, Kind.DISPOSITION_DECIDED, **exception, reason="physician asked for it")
    assert made.journey.released is not None
    assert made.journey.visit is not None
    assert "QA_RELEASED" in made.journey.milestones


def test_a_release_proposes_the_return_visit_in_the_same_breath():
    told = at("released")
    decided, proposed = told.entries[-2:]
    assert (decided.kind, proposed.kind) == (Kind.DISPOSITION_DECIDED, Kind.VISIT_PROPOSED)
    assert proposed.by.id == "service"
    assert decided.recorded_at == proposed.recorded_at


def test_one_person_does_not_release():
    told = at("tested")
    alone = deciding(told, "released") | {"signed": [PLANT]}
    assert told.refusal(PLANT, Kind.DISPOSITION_DECIDED, **alone).code == "signature_missing"


def test_a_release_has_its_certificate():
    told = at("tested")
    bare = deciding(told, "released", certificate_digest="")
    refusal = told.refusal(PLANT, Kind.DISPOSITION_DECIDED, **bare)
    assert (refusal.code, refusal.field) == ("field_missing", "certificate_digest")


def test_a_deviation_is_closed_before_a_release():
    told = at("tested")
    told.do(PLANT, Kind.DEVIATION_OPENED, signed=[PLANT], about="power cut")
    refusal = told.refusal(PLANT, Kind.DISPOSITION_DECIDED, **deciding(told, "released"))
    assert refusal.code == "deviation_open"


def test_nothing_is_released_that_was_not_filled(begun):
    early = deciding(begun, "released_under_exception", reason="x")
    assert begun.refusal(PLANT, Kind.DISPOSITION_DECIDED, **early).code == "lot_not_filled"


def test_a_lot_set_aside_while_it_grows_can_still_be_filled(begun):
    begun.do(PLANT, Kind.DISPOSITION_DECIDED, **deciding(begun, "quarantined", reason="alarm"))
    assert begun.journey.review_since is not None
    begun.do(PLANT, Kind.LOT_FILLED, **filling(begun))
    assert begun.bag("dose").lot == begun.tale.lot()


def test_the_same_decision_is_not_made_twice():
    told = at("released")
    again = told.refusal(PLANT, Kind.DISPOSITION_DECIDED, **deciding(told, "released"))
    assert again.code == "lot_state"


def test_a_release_taken_back_stops_what_rests_on_it():
    told = at("ready")
    back = deciding(told, "rejected", reason="late sterility result")
    told.do(PLANT, Kind.DISPOSITION_DECIDED, **back)
    assert told.journey.released is None
    stopped = told.refusal("ines", Kind.CHEMOTHERAPY_STARTED, signed=["ines"])
    assert stopped.code == "chemotherapy_gate"


# --- failure is an ordinary branch


def test_a_lot_ends_without_product_and_a_second_one_brings_it():
    told = at("at_plant")
    first, second = told.tale.bags("cryobag")
    told.do(PLANT, Kind.LOT_OPENED, lot="1", signed=[PLANT], scans=[told.tale.label(first)])
    told.do(PLANT, Kind.LOT_TERMINATED, lot="1", signed=[PLANT], reason="no growth")
    assert told.journey.review_since is not None
    ended = told.refusal(PLANT, Kind.LOT_TERMINATED, lot="1", signed=[PLANT], reason="x")
    assert ended.code == "lot_state"
    told.do(PLANT, Kind.LOT_OPENED, lot="2", signed=[PLANT], scans=[told.tale.label(second)])
    told.tale.make("2")
    told.tale.test("2")
    told.tale.release("2")
    assert told.journey.released == told.journey.lots["2"]
    assert told.journey.review_since is not None, "nobody has told the patient of the first"


def test_the_dose_of_a_second_lot_reaches_the_bedside_when_the_first_was_lost():
    told = at("at_plant")
    for number, bag in enumerate(told.tale.bags("cryobag"), start=1):
        lot = str(number)
        told.do(PLANT, Kind.LOT_OPENED, lot=lot, signed=[PLANT], scans=[told.tale.label(bag)])
        if number == 1:
            told.tale.make(lot)
        else:
            told.do(PLANT, Kind.LOT_FILLED, **filling(told, lot=lot))
        told.tale.test(lot)
        told.tale.release(lot)
        if number == 1:
            lost = {"container": told.bag("dose").id, "fate": "destroyed", "reason": "dropped"}
            told.do(PLANT, Kind.CONTAINER_DISCARDED, signed=[PLANT], **lost)
    told.do("cora", Kind.VISIT_CANCELLED, signed=["cora"], reason="the first dose is lost")
    told.do("cora", Kind.VISIT_PROPOSED)
    for chapter in (
        "shipped_back",
        "confirmed",
        "home",
        "ready",
        "chemotherapy",
        "cleared",
        "infused",
    ):
        told.tale.chapters()[chapter]()
    assert told.tale.bags("dose", "infused")


def test_a_terminated_lot_is_not_tested(begun):
    lot = begun.tale.lot()
    begun.do(PLANT, Kind.LOT_TERMINATED, lot=lot, signed=[PLANT], reason="no growth")
    result = {"lot": lot, "test": "sterility", "result": "pass"}
    late = begun.refusal(PLANT, Kind.TEST_RECORDED, signed=[PLANT], **result)
    assert late.code == "lot_state"


def test_expiry_is_of_the_day_it_is_given():
    told = at("cleared")
    told.tale.later(days=400)
    dose = told.tale.bags("dose")[0]
    told.tale.take([dose])
    told.tale.verify(("theo", "tess"), "pre_thaw", told.tale.order(), told.tale.label(dose))
    late = told.refusal(
        "theo", Kind.THAW_STARTED, scans=[told.tale.label(dose)], signed=["theo"]
    )
    assert late.code == "expired"


def test_no_chemotherapy_while_one_of_two_components_is_not_released():
    told = at("at_plant")
    bags = told.tale.bags("cryobag")
    for lot, bag, component in zip(("1", "2"), bags, ("CD8", "CD4"), strict=True):
        scans = (told.tale.label(bag),)
        told.do("max", Kind.LOT_OPENED, lot=lot, signed=("max",), scans=scans)
        filled = {"lot": lot, "expires_on": "2027-03-01"}
        yields = [{"volume_ml": 68, "component": component}]
        told.do("max", Kind.LOT_FILLED, signed=("max",), bags=yields, **filled)
    told.tale.test("1")
    told.tale.release("1")
    doses = [*told.journey.lots["1"].bags]
    told.tale.print_and_bind(doses[0], ("max", "mia"))
    told.tale.send(doses, ("max", "mia"), "RST")
    told.tale.confirm_visit()
    told.tale.receive("theo", "tess")
    told.tale.make_ready()
    start = {"signed": ("ines",)}
    told.tale.later(days=(told.visit().chemotherapy[0] - told.tale.clock.date()).days)
    early = told.refusal("ines", Kind.CHEMOTHERAPY_STARTED, **start)
    assert early.code == "component_not_released"
    assert "CD4 is in lot 2" in early.sentence
    ended = {"lot": "2", "reason": "goes on with one component"}
    told.do("max", Kind.LOT_TERMINATED, signed=("max",), **ended)
    told.do("ines", Kind.CHEMOTHERAPY_STARTED, **start)
