"""Is what arrives what was packed, and is each difference resolved by name?"""

import pytest

from tests.domain.telling import CAST, at
from tracker.demo.tale import COURIER, PLANT, SECOND_PLANT
from tracker.domain import receipt, recording
from tracker.domain.events import Facts
from tracker.domain.kinds import Kind
from tracker.domain.scans import read

TECHS = ("theo", "tess")


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


# --- what is damaged


def test_a_damaged_bag_is_named_and_stays_out_of_use_whatever_is_lifted(arriving):
    first, second = arriving.tale.bags("cryobag")
    broken = receiving(arriving, first, second, damaged=[second])
    refusal = arriving.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **broken)
    assert (refusal.code, f"damaged: {second}" in refusal.sentence) == (
        "receipt_unresolved",
        True,
    )
    aside = broken | {"outcome": "quarantine", "reason": "it leaks"}
    arriving.do(PLANT, Kind.SHIPMENT_RECEIVED, **aside)
    (opened,) = arriving.journey.open_deviations()
    assert opened.about.endswith(f"{second} is damaged.")
    assert (opened.owner.role, bool(opened.due_on)) == ("qa", True)
    hold = next(arriving.journey.open_holds()).id
    lifting = {"signed": ["quinn"], "hold": hold, "reason": "the other bag is whole"}
    assert arriving.refusal("quinn", Kind.HOLD_LIFTED, **lifting).code == "deviation_open"
    resolve(arriving)
    arriving.do("quinn", Kind.HOLD_LIFTED, **lifting)
    both = arriving.refusal(PLANT, Kind.LOT_OPENED, **lot(arriving, first, second))
    assert both.code == "damaged"
    arriving.do(PLANT, Kind.LOT_OPENED, **lot(arriving, first))


def test_a_bag_is_called_damaged_only_by_who_has_it_in_hand(arriving):
    first, second = arriving.tale.bags("cryobag")
    unseen = receiving(
        arriving, first, damaged=[second], outcome="quarantine", reason="it leaks"
    )
    refusal = arriving.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **unseen)
    assert (refusal.code, second in refusal.sentence) == ("scan_missing", True)


# --- another patient's bag


@pytest.fixture
def strange():
    """The label of another patient's bag."""
    other = at("collected")
    bag = other.bag("collection")
    text = other.tale.label(bag.id)
    return text.replace(other.journey.coi, "CHA999026000999").replace(bag.din, "A999926009999")


def met(told, scans):
    """Try a receipt with these scans, and keep what the service keeps of the refusal."""
    parts = {**receiving(told), "scans": scans}
    refused = told.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **parts)
    data = {name: parts[name] for name in ("shipment", "seal", "condition", "outcome")}
    facts = Facts(
        Kind.SHIPMENT_RECEIVED, told.tale.clock, data, CAST[PLANT], told.site, tuple(scans)
    )
    told.add(recording.evidence(told.journey, told.protocol, facts, refused, told.tale.clock))
    return refused, facts


def test_another_patients_bag_in_a_shipper_is_a_deviation_and_nothing_is_accepted(
    arriving, strange
):
    first, second = arriving.tale.bags("cryobag")
    refused, _ = met(arriving, [arriving.tale.label(first), strange])
    assert refused.code == "identity_mismatch"
    (opened,) = arriving.journey.open_deviations()
    assert (opened.owner.role, bool(opened.due_on)) == ("qa", True)
    assert "999" not in opened.about.replace(opened.shipment, ""), "nothing of the other one"
    met(arriving, [strange])
    assert len([*arriving.journey.open_deviations()]) == 1, "one bag, one deviation"

    without = receiving(arriving, first, second)
    refusal = arriving.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **without)
    assert refusal.code == "receipt_unresolved"
    assert "another patient's bag" in refusal.sentence
    aside = without | {"outcome": "quarantine", "reason": "a bag of somebody else"}
    arriving.do(PLANT, Kind.SHIPMENT_RECEIVED, **aside)
    hold = next(arriving.journey.open_holds()).id
    lifting = {"signed": ["quinn"], "hold": hold, "reason": "looked"}
    assert arriving.refusal("quinn", Kind.HOLD_LIFTED, **lifting).code == "deviation_open"
    resolve(arriving)
    arriving.do("quinn", Kind.HOLD_LIFTED, **lifting)
    arriving.do(PLANT, Kind.LOT_OPENED, **lot(arriving, first, second))


def test_whose_bag_it_is_hears_where_it_was_found_and_nothing_of_the_other(arriving, strange):
    theirs = at("collected")
    bag = theirs.bag("collection")
    scan = read(theirs.tale.label(bag.id))
    facts = met(arriving, [strange])[1]
    (event,) = receipt.bag_elsewhere(theirs.journey, scan, "NORTHLIGHT", facts)
    assert event.data["about"] == (
        f"{bag.id} came out of a shipper of another journey, opened at NORTHLIGHT."
    )
    theirs.add(recording.by_service(theirs.journey, (event,), theirs.tale.clock))
    (opened,) = theirs.journey.open_deviations()
    assert (opened.owner.role, bool(opened.due_on), opened.shipment) == ("qa", True, "")
    assert receipt.bag_elsewhere(theirs.journey, scan, "NORTHLIGHT", facts) == ()
