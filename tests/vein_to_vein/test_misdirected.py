"""When a shipper comes to the wrong place, does it stay closed, have an owner, and come on?"""

from tracker.demo.tale import COURIER, PLANT, QUALITY, SECOND_PLANT, SECOND_TECH, TECH
from tracker.domain.kinds import Kind


def test_a_shipper_at_another_dock_is_held_until_quality_decides_and_then_used(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("shipped")
    shipment = list(story.look().shipments.values())[-1]
    scans = [tale.label(bag) for bag in shipment.containers]
    opened = {
        "shipment": shipment.id,
        "seal": shipment.seal,
        "condition": "intact",
        "outcome": "accept",
        "scans": scans,
        "signed": (TECH, SECOND_TECH),
    }
    assert story.refusal(TECH, Kind.SHIPMENT_RECEIVED, **opened) == "wrong_destination"

    seen = {
        "shipment": shipment.id,
        "seen_at": "MGH",
        "reason": "The courier took two for one.",
    }
    tale.do(COURIER, Kind.SHIPMENT_MISDIRECTED, signed=(COURIER, TECH), **seen)
    now = story.look()
    assert all(now.containers[bag].quarantine for bag in shipment.containers)
    assert now.shipments[shipment.id].state == "under_way"
    deviation = next(now.open_deviations())
    assert deviation.owner.role == "qa"

    tale.later(hours=5)
    handed = {"shipment": shipment.id, "to_role": "manufacturer_qa", "to_site": "NORTHLIGHT"}
    tale.do(COURIER, Kind.CUSTODY_OFFERED, signed=(COURIER,), **handed)
    tale.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=(PLANT,), shipment=shipment.id)
    there = {**opened, "signed": (PLANT, SECOND_PLANT)}
    other = {**there, "seal": "SEAL-OTHER"}
    assert story.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **other) == "receipt_unresolved"
    tale.do(PLANT, Kind.SHIPMENT_RECEIVED, **there)
    begin = {"lot": tale.lot_name(), "signed": (PLANT,), "scans": scans}
    assert story.refusal(PLANT, Kind.LOT_OPENED, **begin) == "quarantined"
    closing = {
        "deviation": deviation.id,
        "resolution": "Closed all the way; the logger agrees.",
    }
    tale.do(QUALITY, Kind.DEVIATION_CLOSED, signed=(QUALITY,), **closing)
    lifted = {"hold": next(now.open_holds()).id, "reason": "Cold and closed throughout."}
    tale.do(QUALITY, Kind.HOLD_LIFTED, signed=(QUALITY,), **lifted)
    story.tell_on("at_plant")
