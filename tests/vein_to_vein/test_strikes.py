"""When somebody wrote down the wrong thing, is it struck and still readable?"""

from tests.vein_to_vein.caller import entry_kinds
from tracker.demo.tale import DOCTOR, NURSE, TECH
from tracker.domain.kinds import Kind


def test_a_wrong_count_is_struck_with_a_reason_and_counted_again(calling, tmp_path):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("collected")
    bag = tale.bags("collection")[0]
    number = story.look().last_seq

    struck = {"struck": number, "reason": "The count of another sample."}
    tale.do(TECH, Kind.ENTRY_STRUCK, signed=(TECH,), **struck)
    assert story.look().containers[bag].cells is None
    decide = {"signed": (DOCTOR,), "decision": "enough"}
    assert story.refusal(DOCTOR, Kind.SUFFICIENCY_DECIDED, **decide) == "not_counted"

    tale.count(bag, cd3_e6=1900)
    tale.decide()
    assert story.look().containers[bag].cells.cd3_e6 == 1900
    assert entry_kinds(calling, story.coi).count("cells_counted") == 2
    story.tell_on("decided")
    code, said = story.dossier("quinn", tmp_path / "dossier")
    assert code == 0, said


def test_what_later_entries_rest_on_is_not_struck(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("decided")
    kinds = entry_kinds(calling, story.coi)
    number = kinds.index("collection_started") + 1
    struck = {"struck": number, "reason": "A mistake.", "signed": (NURSE,)}
    assert story.refusal(NURSE, Kind.ENTRY_STRUCK, **struck) == "strike_has_dependants"
