"""When one bag is missing at the plant and another is too many, who finds out, and how?"""

from tracker.demo.tale import COURIER, PLANT, SECOND_PLANT
from tracker.domain.kinds import Kind


def test_a_missing_and_an_extra_bag_cannot_be_accepted(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("decided")
    first, second = tale.freeze()
    tale.take([first])
    tale.send([first], ("theo", "tess"), "NORTHLIGHT")
    shipment = dict(story.look().shipments).popitem()[1]
    tale.later(hours=16)
    handed = {"shipment": shipment.id, "to_role": "manufacturer_qa", "to_site": "NORTHLIGHT"}
    tale.do(COURIER, Kind.CUSTODY_OFFERED, signed=(COURIER,), **handed)
    tale.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=(PLANT,), shipment=shipment.id)

    seen = {"shipment": shipment.id, "seal": shipment.seal, "condition": "intact"}
    people = {"signed": (PLANT, SECOND_PLANT), "scans": [tale.label(second)]}
    accept = {**seen, **people, "outcome": "accept"}
    assert story.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **accept) == "receipt_unresolved"

    waits = {**seen, **people, "outcome": "quarantine", "reason": "One missing, one extra."}
    tale.do(PLANT, Kind.SHIPMENT_RECEIVED, **waits)
    now = story.look()
    assert now.containers[first].place == "missing"
    assert now.containers[first].quarantine.startswith("missing at receipt")
    assert now.containers[second].quarantine
