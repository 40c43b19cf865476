"""When a shipment was too warm, does it wait until a person decides?"""

from tracker.demo.tale import PLANT, QUALITY, SECOND_PLANT, TECH
from tracker.domain.kinds import Kind


def test_what_was_too_warm_is_not_made_into_a_lot_until_quality_lifts_the_hold(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("shipped")
    shipment = list(story.look().shipments)[-1]
    warm = {"min_c_tenths": -1500, "max_c_tenths": -900, "minutes_out": 41, "readings": 96}
    digest = {"file_digest": "e" * 64}
    tale.do(TECH, Kind.READINGS_ATTACHED, shipment=shipment, **warm, **digest)

    holds = list(story.look().open_holds())
    assert [hold.stops for hold in holds] == ["containers"]
    tale.receive(PLANT, SECOND_PLANT)
    bags = [item.id for item in story.look().present()]
    assert all(story.look().containers[bag].quarantine for bag in bags)
    begin = {"lot": tale.lot_name(), "signed": (PLANT,)}
    scans = [tale.label(bag) for bag in bags]
    assert story.refusal(PLANT, Kind.LOT_OPENED, scans=scans, **begin) == "quarantined"

    lifted = {"hold": holds[0].id, "reason": "Within the stability shown by the maker."}
    tale.do(QUALITY, Kind.HOLD_LIFTED, signed=(QUALITY,), **lifted)
    story.tell_on("at_plant")
