"""When the wrong patient's bag reaches the bedside, does everything stop, and is it remembered?"""

from tests.vein_to_vein.caller import entry_kinds
from tracker.demo.tale import BEDSIDE, SECOND_BEDSIDE
from tracker.domain.kinds import Kind


def test_another_patients_bag_is_refused_at_the_bedside_and_the_near_miss_is_kept(
    calling,
):
    ours = calling.open("example-frozen", number=1)
    theirs = calling.open("example-frozen", number=2)
    for story in (ours, theirs):
        story.tale.tell("cleared")
    for story in (ours, theirs):
        story.tale.clock = max(ours.tale.clock, theirs.tale.clock)
        story.tale.thaw(story.tale.bags("dose")[0])

    band = ours.tale.wristband()
    wrong = theirs.tale.label(theirs.tale.bags("dose", "thawed")[0])
    scans = (band, wrong)
    people = (BEDSIDE, SECOND_BEDSIDE)
    checked = {"point": "bedside", "stated": True, "signed": people, "own": scans}
    said = ours.refusal(BEDSIDE, Kind.IDENTITY_VERIFIED, scans=scans, **checked)
    assert said == "identity_mismatch"
    given = ours.refusal(BEDSIDE, Kind.INFUSION_STARTED, scans=scans, signed=people)
    assert given == "identity_mismatch"
    assert entry_kinds(calling, ours.coi).count("identity_mismatch") == 2
    assert ours.look().near_misses == 2
    assert not theirs.tale.bags("dose", "infusing")
