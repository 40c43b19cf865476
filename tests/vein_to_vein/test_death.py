"""When a patient dies before the cells are given, does the journey end whole and fall silent?"""

from tests.vein_to_vein.caller import require_whole
from tracker.demo.tale import DESK, TECH
from tracker.domain.kinds import Kind
from tracker.store import notices, tasks


def test_after_a_death_every_bag_has_a_final_place_and_nobody_is_written_to(calling, tmp_path):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("home")
    coi, reason = story.look().coi, "The patient has died."
    close = {"signed": (DESK,), "outcome": "died", "reason": reason}
    assert story.refusal(DESK, Kind.JOURNEY_CLOSED, **close) == "containers_not_final"
    for dose in tale.bags("dose"):
        tale.take([dose])
        fate = {"container": dose, "fate": "destroyed", "reason": reason}
        tale.do(TECH, Kind.CONTAINER_DISCARDED, signed=(TECH,), **fate)
    assert story.refusal(DESK, Kind.JOURNEY_CLOSED, **close) == "visit_open"
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason=reason)
    tale.do(DESK, Kind.JOURNEY_CLOSED, **close)
    require_whole(story.look(), "died")
    with calling.app.app_context():
        assert "waiting" not in {each.fate for each in notices.of(coi)}
        left = [task.kind for task in tasks.of(coi) if task.done_at is None]
        assert left == ["offer_place"], "the day is another patient's now"
    code, said = story.dossier("quinn", tmp_path / "dossier")
    assert code == 0, said
