"""When a shipper does not hold what was packed, who finds out, how, and do the other cells go on?"""

from typing import Any

from tests.vein_to_vein.caller import Caller, Story
from tracker.demo.tale import COURIER, PLANT, QUALITY, SECOND_PLANT, Tale
from tracker.domain.journey import Shipment
from tracker.domain.kinds import Kind


def _hand_over(tale: Tale) -> Shipment:
    """Let the courier hand the last shipper over at the plant, and leave it closed."""
    shipment = list(tale.look().shipments.values())[-1]
    tale.later(hours=16)
    handed = {"shipment": shipment.id, "to_role": "manufacturer_qa", "to_site": "NORTHLIGHT"}
    tale.do(COURIER, Kind.CUSTODY_OFFERED, signed=(COURIER,), **handed)
    tale.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=(PLANT,), shipment=shipment.id)
    return shipment


def _as_seen(shipment: Shipment, **more: object) -> dict[str, Any]:
    seen = {"shipment": shipment.id, "seal": shipment.seal, "condition": "intact"}
    return {**seen, "outcome": "accept", "signed": (PLANT, SECOND_PLANT), **more}


def _resolve_all(story: Story) -> None:
    """Let quality close each deviation by itself, and only then lift the hold."""
    tale = story.tale
    hold = next(story.look().open_holds())
    lifted = {"hold": hold.id, "reason": "What is left is whole, cold and this patient's."}
    for item in story.look().open_deviations():
        assert (item.owner.role, item.hold) == ("qa", hold.id)
        assert item.due_on is not None
        early = story.refusal(QUALITY, Kind.HOLD_LIFTED, signed=(QUALITY,), **lifted)
        assert early == "deviation_open"
        closing = {"deviation": item.id, "resolution": "Explained in writing by the sender."}
        tale.do(QUALITY, Kind.DEVIATION_CLOSED, signed=(QUALITY,), **closing)
    tale.do(QUALITY, Kind.HOLD_LIFTED, signed=(QUALITY,), **lifted)


def _destroy(story: Story, bag: str, reason: str) -> None:
    fate = {"container": bag, "fate": "destroyed", "reason": reason}
    story.tale.do(PLANT, Kind.CONTAINER_DISCARDED, signed=(PLANT,), **fate)


def test_a_missing_and_an_extra_bag_cannot_be_accepted(calling: Caller):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("decided")
    first, second = tale.freeze()
    tale.take([first])
    tale.send([first], ("theo", "tess"), "NORTHLIGHT")
    shipment = _hand_over(tale)

    accept = _as_seen(shipment, scans=[tale.label(second)])
    assert story.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **accept) == "receipt_unresolved"
    reason = "One missing, one extra."
    tale.do(
        PLANT,
        Kind.SHIPMENT_RECEIVED,
        **(accept | {"outcome": "quarantine", "reason": reason}),
    )
    now = story.look()
    assert now.containers[first].place == "missing"
    assert now.containers[first].quarantine.startswith("missing at receipt")
    assert now.containers[second].quarantine
    assert now.containers[second].stored == "", "it stands in the freezer at home no longer"

    _resolve_all(story)
    _destroy(story, first, "The courier found it thawed.")
    story.tell_on("at_plant")
    (dose,) = tale.bags("dose", "infused")
    assert second in story.look().ancestors(dose)
    assert first not in story.look().ancestors(dose)


def test_another_patients_bag_and_a_damaged_one_are_told_to_whom_they_concern(calling: Caller):
    ours = calling.open("example-frozen", number=1)
    theirs = calling.open("example-frozen", number=2)
    theirs.tale.tell("collected")
    tale = ours.tale
    tale.tell("shipped")
    shipment = _hand_over(tale)
    strange = theirs.tale.bags("collection")[0]
    first, second = shipment.containers
    scans = [tale.label(bag) for bag in (first, second)]

    wrong = _as_seen(shipment, scans=[*scans, theirs.tale.label(strange)])
    for _ in range(2):
        assert ours.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **wrong) == "identity_mismatch"
    (here,) = ours.look().open_deviations()
    (there,) = theirs.look().open_deviations()
    for item in (here, there):
        assert (item.owner.role, item.owner.site) == ("qa", "RST")
        assert item.due_on is not None
    for item, other in ((here, theirs), (there, ours)):
        assert other.coi not in item.about
        assert not [name for name in other.look().containers if name in item.about]
    assert strange in there.about

    accept = _as_seen(shipment, scans=scans)
    assert ours.refusal(PLANT, Kind.SHIPMENT_RECEIVED, **accept) == "receipt_unresolved"
    aside = {"outcome": "quarantine", "reason": "A strange bag; one of ours leaks."}
    tale.do(PLANT, Kind.SHIPMENT_RECEIVED, **(accept | aside), damaged=[second])
    _resolve_all(ours)
    begin = {"lot": tale.lot_name(), "signed": (PLANT,), "scans": scans}
    assert ours.refusal(PLANT, Kind.LOT_OPENED, **begin) == "damaged"
    _destroy(ours, second, "It leaked.")
    ours.tell_on("at_plant")
