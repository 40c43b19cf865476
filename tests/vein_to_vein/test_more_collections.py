"""When one day does not bring enough cells, does a second one under the same chain?"""

from datetime import timedelta

from tracker.demo.tale import DOCTOR, SECOND_TECH, TECH
from tracker.domain.kinds import Kind


def test_a_second_and_a_third_day_add_to_the_first_and_each_has_its_own_number(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    for chapter in (tale.prepare, tale.authorize, tale.band):
        chapter()

    tale.collect(cd3_e6=520)
    enough = {"signed": (DOCTOR,), "decision": "enough"}
    assert story.refusal(DOCTOR, Kind.SUFFICIENCY_DECIDED, **enough) == "not_enough_cells"
    tale.decide("repeat")
    bags = tale.freeze()
    tale.later(hours=17)
    tale.collect(cd3_e6=510)
    tale.decide("repeat")
    bags += tale.freeze()
    tale.later(hours=17)
    tale.collect(cd3_e6=800)
    tale.decide("enough")

    numbers = list(story.look().collections)
    assert len(numbers) == 3
    assert len(set(numbers)) == 3
    assert story.look().coi == story.coi

    bags += tale.freeze()
    assert len(bags) == 6
    tale.ship_out()
    assert set(dict(story.look().shipments).popitem()[1].containers) == set(bags)
    story.tell_on("shipped")
    (dose,) = tale.bags("dose", "infused")
    assert set(story.look().collected_in(dose)) == set(numbers)


def test_too_few_cells_are_shipped_only_under_a_signed_exception(calling):
    story = calling.open("example-fresh")
    tale = story.tale
    for chapter in (tale.prepare, tale.authorize, tale.band):
        chapter()
    bag = tale.collect(cd3_e6=510)

    packed = {
        "scans": [tale.label(bag)],
        "signed": (TECH, SECOND_TECH),
        "to_site": "HARBOR",
        "shipper": "DS-1",
        "shipper_qualified_until": "2029-01-01",
        "seal": "SEAL-1",
        "logger": "LOG-1",
        "logger_calibrated_until": "2029-01-01",
        "papers": ["order_sheet"],
        "waybill": "WB-1",
        "expected_arrival": (tale.clock + timedelta(hours=20)).isoformat(),
    }
    assert story.refusal(TECH, Kind.SHIPMENT_PACKED, **packed) == "not_decided"
    tale.decide("exception", reason="No second collection can be borne.")
    story.tell_on("frozen")
    assert story.look().sufficiency == "exception"
