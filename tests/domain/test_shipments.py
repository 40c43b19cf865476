"""Is what arrives what was packed, and did it stay cold?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.telling import FRESH, FROZEN, at, written
from tracker.demo.tale import COURIER, PLANT, SECOND_PLANT
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
        "waybill": "WB-1",
        "expected_arrival": written(told.tale.clock + timedelta(hours=20)),
        **changed,
    }


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


# --- the blind receipt


@pytest.fixture
def arriving():
    """A shipper the courier has handed over at the plant, unopened."""
    told = at("shipped")
    shipment = next(iter(told.journey.shipments))
    handed = {"shipment": shipment, "to_role": "manufacturer_qa", "to_site": "NORTHLIGHT"}
    told.do("cal", Kind.CUSTODY_OFFERED, signed=["cal"], **handed)
    told.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=[PLANT], shipment=shipment)
    return told


def receiving(told, *bags, **changed):
    shipment = next(iter(told.journey.shipments.values()))
    return {
        "scans": [told.tale.label(bag) for bag in bags],
        "signed": [PLANT, SECOND_PLANT],
        "shipment": shipment.id,
        "seal": shipment.seal,
        "condition": "intact",
        "outcome": "accept",
        **changed,
    }


def test_everything_scanned_and_whole_is_accepted(arriving):
    first, second = arriving.tale.bags("cryobag")
    arriving.do(PLANT, Kind.SHIPMENT_RECEIVED, **receiving(arriving, first, second))
    assert {item.place for item in arriving.journey.present()} == {"NORTHLIGHT"}
    again = arriving.refusal(
        PLANT, Kind.SHIPMENT_RECEIVED, **receiving(arriving, first, second)
    )
    assert again.code == "shipment_state"


def test_a_missing_bag_is_not_accepted(arriving):
    first, second = arriving.tale.bags("cryobag")
    refusal = arriving.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **receiving(arriving, first))
    assert refusal.code == "receipt_unresolved"
    assert second in refusal.sentence


@pytest.mark.parametrize("changed", [{"seal": "SEAL-9"}, {"condition": "damaged"}])
def test_a_broken_shipper_is_not_accepted(arriving, changed):
    bags = arriving.tale.bags("cryobag")
    broken = receiving(arriving, *bags, **changed)
    assert (
        arriving.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **broken).code == "receipt_unresolved"
    )


def test_an_extra_bag_is_not_accepted():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    told.tale.take([first, second])
    told.tale.send([first], TECHS, "NORTHLIGHT")
    shipment = next(iter(told.journey.shipments))
    handed = {"shipment": shipment, "to_role": "manufacturer_qa", "to_site": "NORTHLIGHT"}
    told.do("cal", Kind.CUSTODY_OFFERED, signed=["cal"], **handed)
    told.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=[PLANT], shipment=shipment)
    refusal = told.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **receiving(told, first, second))
    assert refusal.code == "receipt_unresolved"
    assert f"extra: {second}" in refusal.sentence
    set_aside = receiving(told, first, second, outcome="quarantine", reason="one too many")
    told.do(PLANT, Kind.SHIPMENT_RECEIVED, **set_aside)
    assert told.journey.containers[second].place == "NORTHLIGHT"
    assert told.journey.containers[second].quarantine
    opened = [item.about for item in told.journey.open_deviations()]
    assert opened == [f"Shipment {shipment}: {second} was not on the packing list."]


@pytest.mark.parametrize("outcome", ["quarantine", "reject"])
def test_setting_aside_needs_a_reason(arriving, outcome):
    bags = arriving.tale.bags("cryobag")
    bare = receiving(arriving, *bags, outcome=outcome)
    assert arriving.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **bare).code == "reason_missing"


def lot(told, *bags):
    scans = [told.tale.label(bag) for bag in bags]
    return {"lot": "990001", "scans": scans, "signed": [PLANT]}


def test_a_quarantine_ends_when_quality_lifts_it(arriving):
    first, second = arriving.tale.bags("cryobag")
    aside = receiving(arriving, first, outcome="quarantine", reason="one bag is missing")
    arriving.do(PLANT, Kind.SHIPMENT_RECEIVED, **aside)
    assert arriving.journey.containers[second].place == "missing"
    early = arriving.refusal(PLANT, Kind.LOT_OPENED, **lot(arriving, first))
    assert early.code == "quarantined"
    hold = next(arriving.journey.open_holds()).id
    lifting = {"hold": hold, "reason": "enough in one"}
    resolve(arriving)
    arriving.do("quinn", Kind.HOLD_LIFTED, signed=["quinn"], **lifting)
    arriving.do(PLANT, Kind.LOT_OPENED, **lot(arriving, first))
    lost = arriving.refusal(PLANT, Kind.LOT_OPENED, **(lot(arriving, second) | {"lot": "2"}))
    assert lost.code == "quarantined"


def resolve(told):
    for item in [*told.journey.open_deviations()]:
        closing = {"deviation": item.id, "resolution": "told by the packer"}
        told.do("quinn", Kind.DEVIATION_CLOSED, signed=["quinn"], **closing)


def test_a_receipts_hold_stands_until_each_of_its_differences_is_resolved(arriving):
    first, _ = arriving.tale.bags("cryobag")
    seen = {"seal": "SEAL-0", "condition": "damaged", "waybill": "WB-0"}
    aside = receiving(arriving, first, outcome="quarantine", reason="not as packed", **seen)
    arriving.do(PLANT, Kind.SHIPMENT_RECEIVED, **aside)
    hold = next(arriving.journey.open_holds())
    found = [*arriving.journey.open_deviations()]
    assert [item.hold for item in found] == [hold.id] * 4
    own = {"about": "an alarm, of another matter", "owner_role": "qa"}
    arriving.do("theo", Kind.DEVIATION_OPENED, signed=["theo"], **own)
    lifting = {"signed": ["quinn"], "hold": hold.id, "reason": "looked"}
    for item in found:
        refusal = arriving.refusal("quinn", Kind.HOLD_LIFTED, **lifting)
        assert (refusal.code, item.id in refusal.sentence) == ("deviation_open", True)
        closing = {"deviation": item.id, "resolution": "explained"}
        arriving.do("quinn", Kind.DEVIATION_CLOSED, signed=["quinn"], **closing)
    arriving.do("quinn", Kind.HOLD_LIFTED, **lifting)
    assert [item.about for item in arriving.journey.open_deviations()] == [own["about"]]
    assert not arriving.journey.containers[first].quarantine


def test_the_hold_on_a_misdirected_shipper_waits_for_its_deviation():
    told = at("shipped")
    shipment = next(iter(told.journey.shipments))
    seen = {"shipment": shipment, "seen_at": "RST-2", "reason": "two taken for one"}
    told.do(COURIER, Kind.SHIPMENT_MISDIRECTED, signed=(COURIER, "theo"), **seen)
    lifting = {"hold": next(told.journey.open_holds()).id, "reason": "cold throughout"}
    early = told.refusal("quinn", Kind.HOLD_LIFTED, signed=["quinn"], **lifting)
    assert early.code == "deviation_open"
    resolve(told)
    told.do("quinn", Kind.HOLD_LIFTED, signed=["quinn"], **lifting)


def test_what_was_rejected_stays_out_of_use(arriving):
    bags = arriving.tale.bags("cryobag")
    no = receiving(arriving, *bags, outcome="reject", reason="thawed on arrival")
    arriving.do(PLANT, Kind.SHIPMENT_RECEIVED, **no)
    assert not any(arriving.journey.open_holds())
    assert all(item.quarantine for item in arriving.journey.present())
    refusal = arriving.refusal(PLANT, Kind.LOT_OPENED, **lot(arriving, *bags))
    assert refusal.code == "quarantined"
    gone = {"container": bags[0], "fate": "destroyed", "reason": "rejected"}
    arriving.do(PLANT, Kind.CONTAINER_DISCARDED, signed=[PLANT], **gone)


def test_a_shipper_is_opened_where_it_was_sent(arriving):
    bags = arriving.tale.bags("cryobag")
    here = receiving(arriving, *bags, signed=TECHS)
    assert arriving.refusal("theo", Kind.SHIPMENT_RECEIVED, **here).code == "wrong_destination"


def test_a_shipper_at_the_wrong_place_stays_closed_and_is_held_until_somebody_decides():
    told = at("shipped")
    shipment = next(iter(told.journey.shipments.values()))
    before = told.journey.containers[shipment.containers[0]].custodian
    wrong = {"shipment": shipment.id, "seen_at": "OTHER", "reason": "left at another dock"}
    there = wrong | {"seen_at": "northlight"}
    refusal = told.refusal("theo", Kind.SHIPMENT_MISDIRECTED, signed=TECHS, **there)
    assert refusal.code == "right_destination"
    told.do("theo", Kind.SHIPMENT_MISDIRECTED, signed=TECHS, **wrong)
    inside = [told.journey.containers[name] for name in shipment.containers]
    assert all("wrong place" in item.quarantine for item in inside)
    assert inside[0].custodian == before
    assert told.journey.shipments[shipment.id].state == shipment.state
    opened = next(told.journey.open_deviations())
    assert opened.about.endswith("came to OTHER, sent to NORTHLIGHT.")
    assert (opened.owner.role, bool(opened.due_on)) == ("qa", True)
    # It goes on to where it was sent, and is received there.
    handed = {"to_role": "manufacturer_qa", "to_site": "NORTHLIGHT", "shipment": shipment.id}
    told.do("cal", Kind.CUSTODY_OFFERED, signed=["cal"], **handed)
    told.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=[PLANT], shipment=shipment.id)
    told.do(PLANT, Kind.SHIPMENT_RECEIVED, **receiving(told, *shipment.containers))
    assert all(told.journey.containers[name].quarantine for name in shipment.containers)
    again = told.refusal("theo", Kind.SHIPMENT_MISDIRECTED, signed=TECHS, **wrong)
    assert again.code == "shipment_state"


def test_a_shipper_is_opened_by_who_took_it_over():
    told = at("shipped")
    bags = told.tale.bags("cryobag")
    refusal = told.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **receiving(told, *bags))
    assert refusal.code == "not_custodian"


def test_a_bag_consumed_at_home_does_not_come_back_to_life_at_the_plant(arriving):
    first, second = arriving.tale.bags("cryobag")
    whole = arriving.tale.bags("collection", "consumed")[0]
    aside = receiving(arriving, first, second, whole, outcome="quarantine", reason="how odd")
    arriving.do(PLANT, Kind.SHIPMENT_RECEIVED, **aside)
    (receipt,) = [each for each in arriving.entries if each.kind is Kind.SHIPMENT_RECEIVED]
    assert receipt.data["extra"] == [whole]
    assert arriving.journey.containers[whole].custodian is None


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
