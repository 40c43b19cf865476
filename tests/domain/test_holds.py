"""Does a hold stop exactly what it names, and for how long?"""

from datetime import date, timedelta

import pytest

from tests.domain.telling import at
from tracker.demo.tale import COURIER, PLANT, SECOND_PLANT, SECOND_TECH, TECH
from tracker.domain.events import Person
from tracker.domain.holds import CLOSE_WITHIN, STOPS, require_free
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused


def hold(told, stops, **more):
    about = {"stops": stops, "reason": "inspection", **more}
    told.do("quinn", Kind.HOLD_PLACED, signed=["quinn"], **about)
    return list(told.journey.holds)[-1]


def lift(told, number):
    told.do("quinn", Kind.HOLD_LIFTED, signed=["quinn"], hold=number, reason="cleared up")


def stopped(told):
    """Return the kinds that a hold stops now."""
    found = set()
    for kind in Kind:
        try:
            require_free(told.journey, kind)
        except Refused as refused:
            found.add((kind, refused.code))
    assert {code for _, code in found} <= {"on_hold"}
    return {kind for kind, _ in found}


def packed():
    """Return a journey whose shipper is sealed and stands on the bench, with its name."""
    told = at("frozen")
    bags = told.tale.bags("cryobag")
    told.tale.take(bags)
    until = (told.tale.clock + timedelta(days=200)).date().isoformat()
    parts = {
        "to_site": told.journey.maker,
        "shipper": "DS-1",
        "shipper_qualified_until": until,
        "seal": "SEAL-1",
        "logger": "LOG-1",
        "logger_calibrated_until": until,
        "papers": ["order_sheet"],
        "waybill": "WB-1",
        "expected_arrival": (told.tale.clock + timedelta(hours=20)).isoformat(),
    }
    scans = [told.tale.label(bag) for bag in bags]
    told.do(TECH, Kind.SHIPMENT_PACKED, scans=scans, signed=(TECH, SECOND_TECH), **parts)
    return told, list(told.journey.shipments)[-1]


@pytest.mark.parametrize("stops", ["shipping", "everything"])
def test_a_hold_on_shipping_keeps_a_packed_shipper_here_and_no_other_hand_waits(stops):
    told, shipment = packed()
    courier = {"shipment": shipment, "to_role": "courier", "to_site": "*"}
    taken = {"shipment": shipment, "signed": [COURIER]}
    told.do(TECH, Kind.CUSTODY_OFFERED, signed=[TECH], **courier)
    number = hold(told, stops)
    assert told.refusal(COURIER, Kind.CUSTODY_ACCEPTED, **taken).code == "on_hold"
    told.do(TECH, Kind.CUSTODY_WITHDRAWN, signed=[TECH], shipment=shipment, reason="held")
    again = told.refusal(TECH, Kind.CUSTODY_OFFERED, signed=[TECH], **courier)
    assert again.code == "on_hold"
    lift(told, number)
    told.do(TECH, Kind.CUSTODY_OFFERED, signed=[TECH], **courier)
    told.do(COURIER, Kind.CUSTODY_ACCEPTED, **taken)

    hold(told, stops)
    told.tale.receive(PLANT, SECOND_PLANT)
    assert told.journey.shipments[shipment].state == "accepted", "what is on its way gets there"


def test_a_hold_on_shipping_stops_no_hand_over_inside_the_hospital():
    told = at("banded")
    bag = told.tale.collect()
    hold(told, "shipping")
    assert told.journey.containers[bag].cells, (
        "it has reached the laboratory and was counted there"
    )


@pytest.mark.parametrize("stops", STOPS)
def test_a_hold_stops_exactly_what_it_names(stops):
    told = at("decided")
    number = hold(told, stops)
    assert stopped(told) == STOPS[stops]
    lift(told, number)
    assert stopped(told) == set()


def test_a_hold_on_everything_stops_all_of_it_and_nothing_else():
    told = at("decided")
    hold(told, "everything")
    assert stopped(told) == frozenset().union(*STOPS.values())


def test_a_hold_stops_the_real_step():
    told = at("released")
    hold(told, "visit")
    day = told.last(Kind.VISIT_PROPOSED).data["day_zero"]
    refusal = told.refusal("cora", Kind.VISIT_CONFIRMED, signed=["cora"], day_zero=day)
    assert refusal.code == "on_hold"
    assert "inspection" in refusal.sentence


def test_a_hold_on_one_bag_leaves_the_others_alone():
    told = at("frozen")
    first, second = told.tale.bags("cryobag")
    told.tale.take([first, second])
    hold(told, "shipping", container=first)
    assert stopped(told) == set()
    assert told.journey.containers[first].quarantine
    assert not told.journey.containers[second].quarantine


def test_a_hold_names_a_bag_there_is():
    told = at("frozen")
    about = {"stops": "shipping", "container": "A1", "reason": "x"}
    refusal = told.refusal("quinn", Kind.HOLD_PLACED, signed=["quinn"], **about)
    assert refusal.code == "container_unknown"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_bag_held_twice_is_free_when_both_holds_are_lifted(order):
    told = at("frozen")
    bag = told.tale.bags("cryobag")[0]
    numbers = [hold(told, "shipping", container=bag), hold(told, "infusion", container=bag)]
    lift(told, numbers[order[0]])
    assert told.journey.containers[bag].quarantine
    lift(told, numbers[order[1]])
    assert not told.journey.containers[bag].quarantine


def test_a_hold_is_lifted_once_and_only_if_it_stands():
    told = at("decided")
    number = hold(told, "shipping")
    lift(told, number)
    for gone in (number, "H0"):
        why = {"hold": gone, "reason": "x"}
        assert (
            told.refusal("quinn", Kind.HOLD_LIFTED, signed=["quinn"], **why).code
            == "unknown_hold"
        )


def test_a_deviation_is_closed_once_with_its_resolution():
    told = at("decided")
    told.do("theo", Kind.DEVIATION_OPENED, signed=["theo"], about="alarm", due_on="2026-04-01")
    item = next(told.journey.open_deviations())
    assert item.owner.name == "Theo Lindqvist"
    resolved = {"deviation": item.id, "resolution": "sensor replaced"}
    told.do("quinn", Kind.DEVIATION_CLOSED, signed=["quinn"], **resolved)
    again = told.refusal("quinn", Kind.DEVIATION_CLOSED, signed=["quinn"], **resolved)
    assert again.code == "unknown_deviation"
    taken = {"deviation": item.id, "owner_role": "qa"}
    late = told.refusal("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], **taken)
    assert late.code == "unknown_deviation"


def test_a_deviation_has_an_owner_and_a_day_and_is_given_on():
    told = at("decided")
    told.do("theo", Kind.DEVIATION_OPENED, signed=["theo"], about="alarm", owner_role="qa")
    item = next(told.journey.open_deviations())
    assert (item.owner.name, item.owner.role) == ("", "qa")
    assert item.due_on == (told.tale.clock + CLOSE_WITHIN).date()

    told.do("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], deviation=item.id)
    taken = told.journey.deviations[item.id]
    assert (taken.owner.name, taken.due_on) == (told.entries[-1].by.name, item.due_on)

    named = {"owner": "tess", "due_on": "2026-04-09"}
    told.do("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], deviation=item.id, **named)
    given = told.journey.deviations[item.id]
    tess = Person("tess", "Tess Alvarado", "cell_lab_tech", "RST")
    assert given.owner == tess
    opened = next(entry.seq for entry in told.entries if entry.kind is Kind.DEVIATION_OPENED)
    struck = {"struck": opened, "reason": "mistyped"}
    rests = told.refusal("theo", Kind.ENTRY_STRUCK, signed=["theo"], **struck)
    assert rests.code == "strike_has_dependants"
    stranger = {"deviation": item.id, "owner": "Tess, who left"}
    refusal = told.refusal("quinn", Kind.DEVIATION_ASSIGNED, signed=["quinn"], **stranger)
    assert refusal.code == "unknown_owner"
    assert given.due_on == date(2026, 4, 9)


# --- what came of what is held


def too_warm(told):
    """Read out late what the first shipper went through, and return the hold that follows."""
    seen = {"minutes_out": 30, "extreme_c_tenths": -500}
    told.do("theo", Kind.EXCURSION_FOUND, shipment=next(iter(told.journey.shipments)), **seen)
    return list(told.journey.holds)[-1]


def test_cells_read_too_warm_after_they_were_divided_are_stopped_in_every_part():
    told = at("at_plant")
    whole = told.bag("cryobag")
    parts = [{"volume_ml": whole.volume_ml - 5}, {"volume_ml": 5}]
    scans = [told.tale.label(whole.id)]
    told.do(PLANT, Kind.CONTAINER_SPLIT, scans=scans, signed=[PLANT], parts=parts)
    number = too_warm(told)
    assert all(item.quarantine for item in told.journey.present())
    assert not told.journey.containers[whole.id].quarantine, (
        "it is gone: nothing is left to stop"
    )
    lift(told, number)
    assert not any(item.quarantine for item in told.journey.present())


@pytest.mark.parametrize("chapter", ["begun", "made"])
def test_a_lot_made_of_cells_read_too_warm_is_not_released_until_somebody_decides(chapter):
    told = at(chapter)
    number = too_warm(told)
    if chapter == "begun":
        told.tale.make(told.tale.lot())
    else:
        assert told.bag("dose").quarantine
    lot = told.tale.lot()
    told.tale.test(lot)
    decided = {"lot": lot, "decision": "released", "certificate_digest": "c" * 64}
    people = [PLANT, SECOND_PLANT]
    refused = told.refusal(PLANT, Kind.DISPOSITION_DECIDED, signed=people, **decided)
    assert (refused.code, number in refused.sentence) == ("on_hold", True)
    lift(told, number)
    told.tale.release(lot)
    assert not told.bag("dose").quarantine


def test_a_dose_at_the_hospital_is_stopped_when_its_material_is_held():
    told = at("home")
    number = hold(told, "manufacturing", container=told.tale.bags("cryobag", "consumed")[0])
    assert told.bag("dose").quarantine
    lift(told, number)
    assert not told.bag("dose").quarantine
