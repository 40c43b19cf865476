"""What may be packed and travel, and did it stay cold?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.telling import FRESH, FROZEN, at, written
from tracker.demo.tale import PLANT, SECOND_PLANT
from tracker.domain import next_steps
from tracker.domain.kinds import Kind

TECHS = ("theo", "tess")


def packing(told, *bags, **changed):
    return {
        "scans": [told.tale.label(bag) for bag in bags or told.tale.bags("collection")],
        "signed": TECHS,
        "to_site": told.journey.maker,
        "shipper": "DS-1",
        "shipper_qualified_until": "2029-01-01",
        "seal": "SEAL-1",
        "logger": "LOG-1",
        "logger_calibrated_until": "2029-01-01",
        "papers": ["order_sheet"],
        "waybill": "WB-1",
        "expected_arrival": written(told.tale.clock + timedelta(hours=20)),
        **changed,
    }


def suggested(told, kind):
    steps = next_steps.steps(told.journey, told.protocol)
    return {name for step in steps if step.kind is kind for name in step.containers}


def packable(told):
    return suggested(told, Kind.SHIPMENT_PACKED)


@pytest.fixture
def fresh():
    """Enough cells of a product that travels fresh."""
    return at("decided", FRESH)


# --- packing


def test_nothing_is_packed_before_somebody_says_it_is_enough():
    told = at("collected", FRESH)
    assert told.refusal("theo", Kind.SHIPMENT_PACKED, **packing(told)).code == "not_decided"


def test_the_site_says_how_long_fresh_cells_may_wait(fresh):
    fresh.site = replace(fresh.site, max_fresh_hold_hours=None)
    assert (
        fresh.refusal("theo", Kind.SHIPMENT_PACKED, **packing(fresh)).code
        == "hold_limit_missing"
    )
    fresh.site = replace(fresh.site, max_fresh_hold_hours=20)
    late = fresh.refusal("theo", Kind.SHIPMENT_PACKED, **packing(fresh))
    assert late.code == "hold_limit_exceeded"


@pytest.mark.parametrize("date", ["shipper_qualified_until", "logger_calibrated_until"])
def test_nobody_packs_into_what_nobody_knows(fresh, date):
    undated = packing(fresh)
    del undated[date]
    refusal = fresh.refusal("theo", Kind.SHIPMENT_PACKED, **undated)
    assert (refusal.code, refusal.field) == ("field_missing", date)
    past = packing(fresh, **{date: "2020-01-01"})
    assert fresh.refusal("theo", Kind.SHIPMENT_PACKED, **past).code == "device_unfit"


def test_cells_that_must_be_frozen_are_frozen_first():
    told = at("decided", FROZEN)
    assert told.refusal("theo", Kind.SHIPMENT_PACKED, **packing(told)).code == "not_frozen"


def test_what_stands_in_storage_is_taken_out_first():
    told = at("frozen", FROZEN)
    stored = packing(told, *told.tale.bags("cryobag"))
    assert told.refusal("theo", Kind.SHIPMENT_PACKED, **stored).code == "container_not_here"
    first, second = told.tale.bags("cryobag")
    assert packable(told) == set()
    assert suggested(told, Kind.REMOVED_FROM_STORAGE) == {first, second}
    told.tale.take([first])
    assert packable(told) == {first}
    assert suggested(told, Kind.REMOVED_FROM_STORAGE) == {second}


def test_a_stored_dose_is_not_said_to_be_ready_to_travel():
    told = at("released", FROZEN)
    (dose,) = told.tale.bags("dose")
    assert packable(told) == {dose}
    away = told.journey.containers[dose]
    told.journey = told.journey.with_containers([replace(away, stored="PLANT-T1-R1-B01-P01")])
    assert packable(told) == set()
    assert suggested(told, Kind.REMOVED_FROM_STORAGE) == {dose}


def test_fresh_cells_that_were_put_away_can_be_taken_out_again(fresh):
    (bag, *_) = fresh.tale.bags("collection")
    away = fresh.journey.containers[bag]
    fresh.journey = fresh.journey.with_containers([replace(away, stored="RST-T1-R1-B01-P01")])
    assert bag not in packable(fresh)
    assert suggested(fresh, Kind.REMOVED_FROM_STORAGE) == {bag}


def test_cells_go_to_their_maker(fresh):
    elsewhere = packing(fresh, to_site="NORTHLIGHT")
    assert (
        fresh.refusal("theo", Kind.SHIPMENT_PACKED, **elsewhere).code == "destination_unknown"
    )


def test_nothing_arrives_before_it_leaves(fresh):
    turned = packing(fresh, expected_arrival=written(fresh.tale.clock - timedelta(hours=2)))
    assert fresh.refusal("theo", Kind.SHIPMENT_PACKED, **turned).code == "end_before_start"


def test_a_dose_is_packed_when_it_is_released():
    told = at("made")
    dose = told.tale.bags("dose")[0]
    told.tale.print_and_bind(dose, (PLANT, SECOND_PLANT))
    back = packing(told, dose, to_site="RST", signed=[PLANT, SECOND_PLANT])
    refusal = told.refusal(PLANT, Kind.SHIPMENT_PACKED, **back)
    assert refusal.code == "not_released"


def test_a_dose_does_not_expire_on_the_road():
    told = at("released")
    dose = told.bag("dose")
    told.tale.print_and_bind(dose.id, (PLANT, SECOND_PLANT))
    soon = replace(told.bag("dose"), expires_on=told.tale.clock.date())
    told.journey = told.journey.with_containers([soon])
    late = written(told.tale.clock + timedelta(days=2))
    people = {"to_site": "RST", "signed": [PLANT, SECOND_PLANT]}
    refusal = told.refusal(
        PLANT, Kind.SHIPMENT_PACKED, **packing(told, dose.id, expected_arrival=late, **people)
    )
    assert refusal.code == "expires_in_transit"
    told.site = replace(told.site, zone="Pacific/Kiritimati")
    told.tale.later(hours=(12 - told.tale.clock.hour) % 24)
    last_day = replace(told.bag("dose"), expires_on=told.tale.clock.date())
    told.journey = told.journey.with_containers([last_day])
    arrival = written(told.tale.clock + timedelta(hours=1))
    parts = packing(told, dose.id, expected_arrival=arrival, **people)
    assert told.refusal(PLANT, Kind.SHIPMENT_PACKED, **parts).code == "expires_in_transit"


def test_material_is_not_sent_back_as_a_dose():
    told = at("at_plant")
    bag = told.tale.bags("cryobag")[0]
    back = packing(told, bag, to_site="RST", signed=[PLANT, SECOND_PLANT])
    assert told.refusal(PLANT, Kind.SHIPMENT_PACKED, **back).code == "unknown_lot"


# --- the courier's news


def test_news_is_of_a_shipment_on_the_road():
    told = at("at_plant")
    shipment = next(iter(told.journey.shipments))
    news = {"status": "delayed", "place": "hub", "source": "driver"}
    late = told.refusal("cal", Kind.COURIER_UPDATED, shipment=shipment, **news)
    assert late.code == "shipment_state"
    unknown = told.refusal("cal", Kind.COURIER_UPDATED, shipment="S0", **news)
    assert unknown.code == "unknown_shipment"


# --- cold


def readings(told, **changed):
    figures = {"min_c_tenths": -1950, "max_c_tenths": -1400, "minutes_out": 0}
    return {
        "shipment": next(iter(told.journey.shipments)),
        "file_digest": "0" * 64,
        "readings": 240,
        **figures,
        **changed,
    }


def test_a_cold_leg_quarantines_nothing():
    told = at("shipped")
    told.do("cal", Kind.READINGS_ATTACHED, **readings(told))
    assert not any(item.quarantine for item in told.journey.present())


@pytest.mark.parametrize(
    ("changed", "extreme"),
    [
        ({"max_c_tenths": -900}, -900),
        ({"min_c_tenths": -2000}, -2000),
        ({"minutes_out": 12}, -1950),
    ],
)
def test_an_excursion_quarantines_the_shipment_until_it_is_lifted(changed, extreme):
    told = at("shipped")
    told.do("cal", Kind.READINGS_ATTACHED, **readings(told, **changed))
    found = told.last(Kind.EXCURSION_FOUND)
    assert (found.by.id, found.data["extreme_c_tenths"]) == ("service", extreme)
    assert all(item.quarantine for item in told.journey.present())
    assert told.journey.review_since is not None
    told.tale.receive(PLANT, SECOND_PLANT)
    bags = told.tale.bags("cryobag")
    assert told.refusal(PLANT, Kind.LOT_OPENED, **lot(told, *bags)).code == "quarantined"
    hold = next(told.journey.open_holds()).id
    told.do("quinn", Kind.HOLD_LIFTED, signed=["quinn"], hold=hold, reason="within the study")
    told.do(PLANT, Kind.LOT_OPENED, **lot(told, *bags))


def lot(told, *bags):
    scans = [told.tale.label(bag) for bag in bags]
    return {"lot": "990001", "scans": scans, "signed": [PLANT]}


def test_an_excursion_seen_by_a_person_counts_as_well():
    told = at("shipped")
    shipment = next(iter(told.journey.shipments))
    seen = {"minutes_out": 30, "extreme_c_tenths": -500}
    told.do("theo", Kind.EXCURSION_FOUND, shipment=shipment, **seen)
    assert all(item.quarantine for item in told.journey.present())
    unknown = told.refusal("theo", Kind.EXCURSION_FOUND, shipment="S0", **seen)
    assert unknown.code == "unknown_shipment"


def test_the_warmest_is_not_colder_than_the_coldest():
    told = at("shipped")
    turned = readings(told, min_c_tenths=-1400, max_c_tenths=-1950)
    assert told.refusal("cal", Kind.READINGS_ATTACHED, **turned).code == "end_before_start"
