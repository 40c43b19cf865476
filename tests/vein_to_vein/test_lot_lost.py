"""When a lot ends without product, can the same patient's cells still come back?"""

from tracker.demo.tale import DOCTOR, PLANT
from tracker.domain.kinds import Kind


def test_after_a_terminated_lot_cells_are_collected_again_and_a_second_lot_is_given(
    calling, tmp_path
):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("begun")
    first = tale.lot()

    reason = "The cells did not multiply enough."
    tale.do(PLANT, Kind.LOT_TERMINATED, signed=(PLANT,), lot=first, reason=reason)
    assert story.look().review_since is not None
    assert story.look().lots[first].state == "terminated"
    assert story.look().visit is None

    told = {"about": "The first manufacturing run ended without product."}
    tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), **told)
    assert story.look().review_since is None

    tale.later(days=2)
    story.tell_on("banded")
    second = tale.lot()
    assert second != first

    given = [item.lot for item in story.look().containers.values() if item.state == "infused"]
    assert given == [second]
    code, said = story.dossier("quinn", tmp_path / "dossier")
    assert code == 0, said
