"""When a dose is two components in several bags, given on two days and not whole, does it add up?"""

from datetime import timedelta

from tracker.demo.tale import BEDSIDE, DESK, PLANT, SECOND_BEDSIDE
from tracker.domain.kinds import Kind


def _given(tale, dose: str, volume_ml: int) -> None:
    """Check one thawed bag at the bedside and give some of it."""
    people = (BEDSIDE, SECOND_BEDSIDE)
    scans = (tale.wristband(), tale.label(dose))
    tale.verify(people, "bedside", *scans, stated=True)
    tale.do(BEDSIDE, Kind.INFUSION_STARTED, scans=scans, signed=people)
    given = {"container": dose, "volume_ml": volume_ml, "reaction": "none"}
    tale.do(BEDSIDE, Kind.INFUSION_ENDED, signed=people, **given)


def test_two_components_in_three_bags_are_given_on_two_days_one_of_them_in_part(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("begun")
    lot = tale.lot()
    bags = [
        {"volume_ml": 60, "component": "CD8"},
        {"volume_ml": 60, "component": "CD8"},
        {"volume_ml": 70, "component": "CD4"},
    ]
    tale.pass_milestones("SELECTED", "ACTIVATED", "TRANSDUCED", "EXPANDING", "HARVESTED")
    expires = (tale.clock.date() + timedelta(days=365)).isoformat()
    tale.do(PLANT, Kind.LOT_FILLED, signed=(PLANT,), lot=lot, bags=bags, expires_on=expires)
    chapters = tale.chapters()
    names = list(chapters)
    for name in names[names.index("tested") : names.index("infused")]:
        chapters[name]()

    first, second, third = story.look().lots[lot].bags
    assert [story.look().containers[bag].component for bag in (first, second, third)] == [
        "CD8",
        "CD8",
        "CD4",
    ]
    tale.thaw(first)
    _given(tale, first, 60)
    assert story.look().visit is not None, "two bags are still to be given"

    tale.later(days=1)
    for dose, volume in ((second, 25), (third, 70)):
        tale.thaw(dose)
        _given(tale, dose, volume)
    end = story.look()
    assert {bag: end.containers[bag].given_ml for bag in (first, second, third)} == {
        first: 60,
        second: 25,
        third: 70,
    }
    assert end.visit is None
    close = {"signed": (DESK,), "outcome": "completed"}
    assert story.refusal(DESK, Kind.JOURNEY_CLOSED, **close) == "containers_not_final"
    rest = {
        "container": second,
        "fate": "destroyed",
        "reason": "A reaction; the rest was not given.",
    }
    tale.do(BEDSIDE, Kind.CONTAINER_DISCARDED, signed=(BEDSIDE,), **rest)
    tale.finish()
    assert story.look().closed == "completed"


def test_a_patient_who_goes_to_another_hospital_takes_the_journey_to_a_whole_end(
    calling, tmp_path
):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("home")
    reason = "The patient is treated at another hospital from now on."
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason=reason)
    close = {"signed": (DESK,), "outcome": "transferred", "reason": reason}
    assert story.refusal(DESK, Kind.JOURNEY_CLOSED, **close) == "containers_not_final"
    for dose in tale.bags("dose"):
        tale.take([dose])
        fate = {"container": dose, "fate": "returned", "reason": reason}
        tale.do("theo", Kind.CONTAINER_DISCARDED, signed=("theo",), **fate)
    tale.do(DESK, Kind.JOURNEY_CLOSED, **close)
    assert story.look().closed == "transferred"
    code, said = story.dossier("quinn", tmp_path / "dossier")
    assert code == 0, said
