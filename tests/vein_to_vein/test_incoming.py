"""When the maker turns material away, or releases what is out of specification, does it say so?"""

from tracker.demo.tale import DOCTOR, PLANT, QUALITY, SECOND_PLANT
from tracker.domain.kinds import Kind


def test_what_the_maker_rejects_is_never_made_and_cells_are_collected_again(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("shipped")
    reason = "The bags arrived thawed."
    tale.receive(PLANT, SECOND_PLANT, outcome="reject", reason=reason)
    shipment = list(story.look().shipments.values())[-1]
    assert shipment.state == "rejected"

    bags = tale.bags("cryobag")
    begin = {"lot": tale.lot_name(), "signed": (PLANT,), "scans": [tale.label(bags[0])]}
    assert story.refusal(PLANT, Kind.LOT_OPENED, **begin) == "quarantined"
    for bag in bags:
        fate = {"container": bag, "fate": "destroyed", "reason": reason}
        tale.do(PLANT, Kind.CONTAINER_DISCARDED, signed=(PLANT,), **fate)

    tale.later(days=3)
    story.tell_on("banded")
    end = story.look()
    assert len(end.collections) == 2
    (dose,) = tale.bags("dose", "infused")
    assert end.collected_in(dose) == tuple(end.collections)[1:], "nothing of the first was made"


def test_a_lot_out_of_specification_goes_home_only_under_a_signed_exception(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("made")
    lot = tale.lot()
    tale.test(lot, failing=tale.protocol.release_tests[0])
    decided = {"lot": lot, "certificate_digest": "c" * 64, "signed": (PLANT, SECOND_PLANT)}
    plain = {**decided, "decision": "released"}
    assert story.refusal(PLANT, Kind.DISPOSITION_DECIDED, **plain) == "tests_open"
    assert story.look().visit is None

    reason = "Viability 76 %; the physician asks for it, the risk is told."
    tale.release(lot, "released_under_exception", reason=reason)
    assert story.look().lots[lot].state == "released_under_exception"
    assert story.look().visit.state == "proposed"
    assert story.look().owed[-1].about == "exception"
    about = {"about": "The cells are below one limit; why they are still of use."}
    tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), **about)
    assert story.look().review_since is None
    story.tell_on("released")


def test_a_shipper_that_came_with_a_wrong_seal_is_resolved_by_name_before_the_end(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("shipped")
    reason = "The seal was changed by customs; their form lies in the shipper."
    tale.receive(PLANT, SECOND_PLANT, outcome="quarantine", reason=reason, seal="CUSTOMS-1")
    opened = list(story.look().open_deviations())
    assert [item.about.partition(": ")[2][:16] for item in opened] == ["the seal reads C"]
    assert opened[0].due_on is not None

    closing = {"deviation": opened[0].id, "resolution": "Customs confirmed it in writing."}
    tale.do(QUALITY, Kind.DEVIATION_CLOSED, signed=(QUALITY,), **closing)
    hold = next(story.look().open_holds())
    lifted = {"hold": hold.id, "reason": "The cells are whole and cold."}
    tale.do(QUALITY, Kind.HOLD_LIFTED, signed=(QUALITY,), **lifted)
    story.tell_on("at_plant")
