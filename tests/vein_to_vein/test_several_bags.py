"""When a dose is two lots in several bags, given on two days and not whole, does it add up?"""

from datetime import timedelta

from tests.vein_to_vein.caller import require_whole
from tracker.demo.tale import BEDSIDE, DESK, DOCTOR, PLANT, SECOND_PLANT, TECH
from tracker.domain.kinds import Kind


def _begin_two(tale) -> tuple[str, str]:
    """Begin one lot with each of the two cryobags, as the plant does for CD8 and for CD4."""
    found = []
    for bag in tale.bags("cryobag"):
        lot = tale.lot_name()
        scans = (tale.label(bag),)
        tale.do(PLANT, Kind.LOT_OPENED, lot=lot, signed=(PLANT,), scans=scans)
        found.append(lot)
    first, second = found
    return first, second


def _make(tale, lots: tuple[str, str]) -> None:
    """Fill the first lot into two bags of CD8, the second into one of CD4, and test both."""
    tale.pass_milestones("SELECTED", "ACTIVATED", "TRANSDUCED", "EXPANDING", "HARVESTED")
    expires = (tale.clock.date() + timedelta(days=365)).isoformat()
    two = [{"volume_ml": 60, "component": "CD8"}] * 2
    one = [{"volume_ml": 70, "component": "CD4"}]
    for lot, bags in zip(lots, (two, one), strict=True):
        filled = {"lot": lot, "bags": bags, "expires_on": expires}
        tale.do(PLANT, Kind.LOT_FILLED, signed=(PLANT,), **filled)
        tale.test(lot)


def _release(story, lots: tuple[str, str]) -> None:
    """Release one lot, see that the other may not travel yet, and release that too."""
    tale, (first, second) = story.tale, lots
    tale.release(first)
    assert story.look().visit.state == "proposed"
    (dose,) = story.look().lots[second].bags
    tale.print_and_bind(dose, (PLANT, SECOND_PLANT))
    assert story.refusal(PLANT, Kind.SHIPMENT_PACKED, **_packed(tale, dose)) == "not_released"
    tale.release(second)
    assert len(story.look().visits) == 1, "one visit for both lots"


def _check_sources(journey, first: str, second: str, third: str) -> None:
    sources = [journey.ancestors(bag) for bag in (first, second, third)]
    assert sources[0] == sources[1], "both bags of one lot came from the same bag"
    assert sources[2][0] != sources[0][0], "each lot came from a bag of its own"
    assert sources[2][-1] == sources[0][-1], "and both from one vein"


def test_two_components_in_two_lots_and_three_bags_are_given_on_two_days_one_in_part(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("at_plant")
    lots = cd8, cd4 = _begin_two(tale)
    _make(tale, lots)
    _release(story, lots)
    chapters = tale.chapters()
    names = list(chapters)
    for name in names[names.index("shipped_back") : names.index("infused")]:
        chapters[name]()

    first, second = story.look().lots[cd8].bags
    (third,) = story.look().lots[cd4].bags
    _check_sources(story.look(), first, second, third)
    tale.thaw(first)
    tale.give(first)
    assert story.look().visit is not None, "two bags are still to be given"

    tale.later(days=1)
    tale.do(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=(DOCTOR,))
    for dose, volume in ((second, 25), (third, 70)):
        tale.thaw(dose)
        tale.give(dose, volume_ml=volume)
    end = story.look()
    assert {
        (item.component, item.given_ml) for item in end.containers.values() if item.lot
    } == {
        ("CD8", 60),
        ("CD8", 25),
        ("CD4", 70),
    }
    assert end.visit is None
    close = {"signed": (DESK,), "outcome": "completed"}
    assert story.refusal(DESK, Kind.JOURNEY_CLOSED, **close) == "containers_not_final"
    reason = "A reaction; the rest was not given."
    rest = {"container": second, "fate": "destroyed", "reason": reason}
    tale.do(BEDSIDE, Kind.CONTAINER_DISCARDED, signed=(BEDSIDE,), **rest)
    tale.finish()
    require_whole(story.look(), "completed")


def _packed(tale, dose: str) -> dict[str, object]:
    return {
        "signed": (PLANT, SECOND_PLANT),
        "scans": [tale.label(dose)],
        "to_site": tale.look().site,
        "shipper": "DS-9",
        "shipper_qualified_until": "2029-01-01",
        "seal": "SEAL-9",
        "logger": "LOG-9",
        "logger_calibrated_until": "2029-01-01",
        "papers": ["order_sheet"],
        "waybill": "WB-9",
        "expected_arrival": (tale.clock + timedelta(hours=20)).isoformat(),
    }


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
        gone = {"container": dose, "fate": "transferred", "reason": reason, "signed": (TECH,)}
        assert story.refusal(TECH, Kind.CONTAINER_DISCARDED, **gone) == "field_missing"
        taker = "Cell laboratory of Northfield Hospital, received by R. Example"
        tale.do(TECH, Kind.CONTAINER_DISCARDED, **gone, taken_by=taker)
    tale.do(DESK, Kind.JOURNEY_CLOSED, **close)
    require_whole(story.look(), "transferred")
    assert [item.state for item in story.look().containers.values() if item.lot] == [
        "transferred"
    ]
    code, said = story.dossier("quinn", tmp_path / "dossier")
    assert code == 0, said
