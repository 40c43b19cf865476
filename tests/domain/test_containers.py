"""What comes from what, how is it frozen, and where does it stand?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.telling import FRESH, at, written
from tracker.demo.tale import Attempt
from tracker.domain import symbols
from tracker.domain.events import SERVICE
from tracker.domain.journey import Collection, Deviation
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused

TECHS = ("theo", "tess")


@pytest.fixture
def decided():
    """A bag of 190 mL, counted and enough."""
    return at("decided")


def splitting(told, *volumes, bag=None):
    scans = [told.tale.label(bag or told.bag("collection").id)]
    return {"scans": scans, "signed": ["theo"], "parts": [{"volume_ml": ml} for ml in volumes]}


def freezing(told, *bags, started=None, ended=None):
    now = told.tale.clock
    return {
        "scans": [told.tale.label(bag) for bag in bags],
        "signed": TECHS,
        "method": "passive",
        "dmso_permille": 100,
        "started_at": written(started or now),
        "ended_at": written(ended or now),
    }


def ended(told):
    """Return when the collection of the one bag ended."""
    at = told.journey.collections[told.bag("collection").din].ended_at
    assert at is not None
    return at


# --- splitting and pooling


@pytest.mark.parametrize("volumes", [(95, 95), (94, 94), (64, 64, 64)])
def test_parts_add_up_to_the_whole(decided, volumes):
    whole = decided.bag("collection").id
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, *volumes))
    parts = [decided.journey.containers[name] for name in decided.tale.bags("cryobag")]
    assert [part.volume_ml for part in parts] == [*volumes]
    assert [part.product[-2:] for part in parts] == ["A0", "B0", "C0"][: len(volumes)]
    assert {part.parents for part in parts} == {(whole,)}
    assert decided.journey.containers[whole].state == "consumed"


@pytest.mark.parametrize("volumes", [(95, 98), (93, 94), (190, 190)])
def test_parts_that_do_not_add_up_are_refused(decided, volumes):
    refusal = decided.refusal("theo", Kind.CONTAINER_SPLIT, **splitting(decided, *volumes))
    assert refusal.code == "volume_mismatch"


def test_a_part_may_be_a_sample(decided):
    parts = [{"volume_ml": 180}, {"volume_ml": 10, "use": "sample"}]
    told = splitting(decided) | {"parts": parts}
    decided.do("theo", Kind.CONTAINER_SPLIT, **told)
    assert decided.bag("sample").volume_ml == 10


def test_more_parts_than_divisions_are_refused(decided):
    big = replace(decided.bag("collection"), volume_ml=261)
    decided.journey = decided.journey.with_containers([big])
    refusal = decided.refusal("theo", Kind.CONTAINER_SPLIT, **splitting(decided, *[1] * 261))
    assert refusal.code == "field_out_of_range"


def test_what_has_left_the_journey_is_not_split_again(decided):
    bag = decided.bag("collection").id
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95))
    again = decided.refusal("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95, bag=bag))
    assert again.code == "container_final"


def test_a_dose_is_not_split():
    told = at("home")
    dose = told.bag("dose")
    refusal = told.refusal("theo", Kind.CONTAINER_SPLIT, **splitting(told, 34, 34, bag=dose.id))
    assert refusal.code == "container_not_here"


def pooling(told, *bags, volume):
    scans = [told.tale.label(bag) for bag in bags]
    return {"scans": scans, "signed": ["theo"], "volume_ml": volume}


def test_two_bags_become_one(decided):
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95))
    halves = decided.tale.bags("cryobag")
    wrong = decided.refusal(
        "theo", Kind.CONTAINERS_POOLED, **pooling(decided, *halves, volume=250)
    )
    assert wrong.code == "volume_mismatch"
    decided.do("theo", Kind.CONTAINERS_POOLED, **pooling(decided, *halves, volume=190))
    pooled = decided.bag("cryobag")
    assert pooled.parents == tuple(halves)
    assert pooled.product.endswith("C0")


def test_a_pool_is_frozen_only_when_all_of_it_is():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    told.tale.take([first, second])
    later = told.journey.containers[second]
    assert later.frozen_at is not None
    earlier = replace(later, id="A1", frozen_at=later.frozen_at - timedelta(hours=3))
    both = told.journey.with_containers([earlier])
    told.journey = both.with_containers([replace(earlier, frozen_at=None)])
    mixed = pooling(told, first, second, volume=190)
    mixed |= {"scans": [], "containers": [first, "A1"]}
    assert told.refusal("theo", Kind.CONTAINERS_POOLED, **mixed).code == "pool_unlike"
    told.journey = both
    told.do("theo", Kind.CONTAINERS_POOLED, **mixed)
    assert list(told.journey.containers.values())[-1].frozen_at == earlier.frozen_at


def test_a_sample_stays_a_sample(decided):
    parts = [{"volume_ml": 90}, {"volume_ml": 90}, {"volume_ml": 10, "use": "sample"}]
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided) | {"parts": parts})
    sample, bag = decided.bag("sample").id, decided.bag("cryobag").id
    mixed = pooling(decided, sample, bag, volume=100)
    assert decided.refusal("theo", Kind.CONTAINERS_POOLED, **mixed).code == "pool_unlike"
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 5, 5, bag=sample))
    assert len(decided.tale.bags("sample")) == 2


def counting(told, bag, cd3, **more):
    cells = {"tnc_e6": cd3 * 2, "cd3_e6": cd3, "viability_permille": 950}
    return {"scans": [told.tale.label(bag)], "signed": ["theo"], **cells, **more}


def test_parts_do_not_hold_more_cells_than_the_whole(decided):
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95))
    first, second = decided.tale.bags("cryobag")
    decided.do("theo", Kind.CELLS_COUNTED, **counting(decided, first, 1300))
    decided.do("theo", Kind.CELLS_COUNTED, **counting(decided, second, 1690))
    refusal = decided.refusal("theo", Kind.CELLS_COUNTED, **counting(decided, second, 1691))
    assert refusal.code == "count_mismatch"
    again = counting(decided, second, 1800, reason="Counted three times, other counter.")
    decided.do("theo", Kind.CELLS_COUNTED, **again)


def test_a_part_counted_anew_is_compared_with_the_others_in_whatever_order(decided):
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95))
    first, second = decided.tale.bags("cryobag")
    decided.do("theo", Kind.CELLS_COUNTED, **counting(decided, first, 2000))
    high = counting(decided, second, 1900)
    assert decided.refusal("theo", Kind.CELLS_COUNTED, **high).code == "count_mismatch"
    decided.do("theo", Kind.CELLS_COUNTED, **counting(decided, first, 1000))
    decided.do("theo", Kind.CELLS_COUNTED, **high)


def test_what_was_divided_is_gone_and_is_not_counted_again(decided):
    """So no later, lower count of a whole can be less than what was counted in its parts."""
    whole = decided.bag("collection").id
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95))
    lower = decided.refusal("theo", Kind.CELLS_COUNTED, **counting(decided, whole, 1000))
    assert lower.code == "container_final"


def test_a_bag_that_nobody_counted_hides_no_cells(decided):
    whole = decided.bag("collection").id
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95))
    first, second = decided.tale.bags("cryobag")
    decided.do("theo", Kind.CELLS_COUNTED, **counting(decided, second, 1500))
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 45, 50, bag=first))
    part = next(item.id for item in decided.journey.present() if item.parents == (first,))
    refusal = decided.refusal("theo", Kind.CELLS_COUNTED, **counting(decided, part, 1500))
    assert (refusal.code, whole in refusal.sentence) == ("count_mismatch", True)
    decided.do("theo", Kind.CELLS_COUNTED, **counting(decided, part, 1400))


def test_the_vein_knows_what_came_of_it():
    told = at("infused")
    (bag,) = told.tale.bags("collection", "consumed")
    came = [told.journey.containers[name] for name in told.journey.descendants(bag)]
    assert [item.state for item in came if item.use == "dose"] == ["infused"]
    assert {din for item in came for din in told.journey.collected_in(item.id)} == {
        *told.journey.collections
    }


def test_one_bag_is_not_pooled(decided):
    alone = pooling(decided, decided.bag("collection").id, volume=190)
    assert decided.refusal("theo", Kind.CONTAINERS_POOLED, **alone).code == "field_type"


def test_a_dose_knows_the_way_back_to_the_vein():
    told = at("home")
    family = told.journey.ancestors(told.bag("dose").id)
    assert [told.journey.containers[name].use for name in family] == [
        "cryobag",
        "cryobag",
        "collection",
    ]


def test_a_container_nobody_knows_is_named(decided):
    gone = {"container": "A1", "fate": "destroyed", "reason": "x"}
    refusal = decided.refusal("theo", Kind.CONTAINER_DISCARDED, signed=["theo"], **gone)
    assert refusal.code == "container_unknown"


# --- freezing


def test_freezing_in_time_is_recorded(decided):
    bag = decided.bag("collection").id
    decided.do("theo", Kind.FROZEN, **freezing(decided, bag))
    assert decided.bag("collection").frozen_at is not None
    again = decided.refusal("theo", Kind.FROZEN, **freezing(decided, bag))
    assert again.code == "already_frozen"


def test_freezing_begins_after_the_collection_ended(decided):
    """A day mistyped would make any wait short."""
    bag = decided.bag("collection")
    before = ended(decided) - timedelta(minutes=1)
    early = freezing(decided, bag.id, started=before)
    assert decided.refusal("theo", Kind.FROZEN, **early).code == "freeze_too_early"


def test_freezing_too_late_needs_a_deviation(decided):
    of_before = ended(decided) - timedelta(hours=1)
    older = Deviation("D1", "a label torn", SERVICE, None, of_before)
    decided.journey = replace(decided.journey, deviations={"D1": older})
    decided.tale.later(hours=30)
    late = freezing(decided, decided.bag("collection").id)
    refusal = decided.refusal("theo", Kind.FROZEN, **late)
    assert refusal.code == "freeze_too_late"
    assert "within 24 hours" in refusal.sentence
    decided.do("theo", Kind.DEVIATION_OPENED, signed=["theo"], about="freezer down")
    decided.do("theo", Kind.FROZEN, **late)


def test_a_pool_is_as_old_as_its_earliest_collection(decided):
    decided.do("theo", Kind.CONTAINER_SPLIT, **splitting(decided, 95, 95))
    first, second = decided.tale.bags("cryobag")
    journey, bag = decided.journey, decided.journey.containers[second]
    ended = journey.collections[bag.din].ended_at
    assert ended is not None
    eve = Collection("A9990260990010", bag.born, ended - timedelta(hours=20))
    earlier = replace(bag, id="A1", din=eve.din, parents=())
    journey = journey.with_containers([earlier])
    decided.journey = replace(journey, collections={**journey.collections, eve.din: eve})
    both = pooling(decided, volume=190) | {"containers": [first, "A1"]}
    decided.do("theo", Kind.CONTAINERS_POOLED, **both)
    pooled = list(decided.journey.containers)[-1]
    decided.tale.later(hours=5)
    assert (
        decided.refusal("theo", Kind.FROZEN, **freezing(decided, pooled)).code
        == "freeze_too_late"
    )
    decided.do("theo", Kind.FROZEN, **freezing(decided, second))


def test_freezing_ends_after_it_began(decided):
    before = decided.tale.clock - timedelta(hours=1)
    turned = freezing(decided, decided.bag("collection").id, ended=before)
    assert decided.refusal("theo", Kind.FROZEN, **turned).code == "end_before_start"


def test_a_fresh_product_is_not_frozen_here():
    told = at("decided", FRESH)
    refusal = told.refusal("theo", Kind.FROZEN, **freezing(told, told.bag("collection").id))
    assert refusal.code == "not_frozen_product"


# --- positions


def storing(told, bag, place):
    return {"scans": [told.tale.label(bag), symbols.place_symbol(place)]}


def test_a_position_holds_one_thing():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    told.tale.take([second])
    taken = told.journey.containers[first].stored
    assert (
        told.refusal("theo", Kind.STORED, **storing(told, second, taken)).code == "place_taken"
    )
    told.owners["place:RST-LN2-9"] = "CHA999026000009"
    others = told.refusal("theo", Kind.STORED, **storing(told, second, "RST-LN2-9"))
    assert others.code == "place_taken"


def test_what_stands_somewhere_is_not_stored_again():
    told = at("frozen")
    bag = told.bag("cryobag").id
    again = told.refusal("theo", Kind.STORED, **storing(told, bag, "RST-LN2-9"))
    assert again.code == "already_stored"


def test_with_a_reason_a_bag_moves_in_one_step():
    told = at("frozen")
    bag = told.bag("cryobag")
    moved = {**storing(told, bag.id, "RST-LN2-9"), "reason": "rack is full"}
    told.do("theo", Kind.STORED, **moved)
    assert told.journey.containers[bag.id].stored == "RST-LN2-9"
    assert told.last(Kind.STORED).data["moved_from"] == bag.stored


def test_a_place_kept_for_others_and_a_place_off_the_map_are_refused():
    told = at("frozen")
    bag = told.bag("cryobag").id
    told.tale.take([bag])
    attempt = Attempt("theo", Kind.STORED, told.tale.clock, {}, **scans_of(told, bag))
    kept = {"RST-LN2-9": "CHA999026000009"}
    assert _code(told, replace(told.facts(attempt), kept=kept)) == "place_kept"
    off = frozenset({"RST-LN2-9"})
    assert _code(told, replace(told.facts(attempt), unmapped=off)) == "place_unknown"
    told.judged(replace(told.facts(attempt), kept={"RST-LN2-9": told.journey.coi}))


def scans_of(told, bag):
    return {"scans": tuple(storing(told, bag, "RST-LN2-9")["scans"])}


def _code(told, facts):
    with pytest.raises(Refused) as caught:
        told.judged(facts)
    return caught.value.code


def test_a_plant_may_store_a_dose_before_it_ships():
    told = at("released")
    dose = told.bag("dose").id
    told.tale.print_and_bind(dose, ("max", "mia"))
    told.do("max", Kind.STORED, **storing(told, dose, "NL-LN2-1"))
    assert told.journey.containers[dose].stored == "NL-LN2-1"
    assert "DP_STORED" not in told.journey.milestones


def test_what_does_not_stand_anywhere_is_not_taken_out():
    told = at("decided")
    bag = told.bag("collection").id
    out = {"scans": [told.tale.label(bag)], "reason": "to pack"}
    assert told.refusal("theo", Kind.REMOVED_FROM_STORAGE, **out).code == "not_stored"


def test_a_position_is_free_again_when_the_bag_has_gone():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    place = told.journey.containers[first].stored
    told.tale.take([first, second])
    told.do("theo", Kind.STORED, **storing(told, second, place))
    assert told.journey.containers[second].stored == place
