"""Does the station's list show what waits for each person, and does a scan open the right journey?"""

from datetime import timedelta

from tests.web.conftest import WALTER, WANDA, House
from tracker.demo.tale import Tale
from tracker.domain.kinds import Kind
from tracker.jobs.lateness import raise_overdue


def test_the_list_says_what_a_nurse_can_do_now(house: House):
    tale = house.told_until("banded")
    page = house.client_of("nora").get("/station/").text
    assert "You can do now (1)" in page
    assert "Verify identity, two people" in page
    assert house.look(tale).coi[-6:] in page
    assert WANDA.name not in page


def test_a_technologist_waits_while_the_nurse_collects(house: House):
    house.told_until("banded")
    page = house.client_of("theo").get("/station/").text
    assert "You can do now (0)" in page
    assert "Waiting for others (1)" in page


def test_what_is_late_comes_first_and_says_so(house: House):
    late = house.told_until("banded")
    house.now = late.clock.replace(year=2027)
    fresh = house.told_until("banded", patient=WALTER)
    page = house.client_of("nora").get("/station/").text
    assert "late" in page
    first, second = (house.look(tale).coi for tale in (late, fresh))
    assert page.index(f"/journeys/{first}") < page.index(f"/journeys/{second}")


def test_a_frozen_bag_left_on_the_bench_is_told_to_whoever_can_put_it_back(house: House):
    tale = house.told_until("frozen")
    bag = tale_bags(house, tale)[-1]
    house.tell(tale, lambda told: told.take([bag]))
    with house.app.app_context():
        raise_overdue(tale.clock + timedelta(hours=2))
    page = house.client_of("theo").get("/station/").text
    assert "Frozen, and not in storage" in page
    assert bag in page
    assert "Frozen, and not in storage" not in house.client_of("cal").get("/station/").text


def tale_bags(house: House, tale: Tale) -> list[str]:
    with house.app.app_context():
        return tale.bags("cryobag")


def test_the_courier_sees_a_shipment_that_is_offered(house: House):
    tale = house.told_until("frozen")
    client = house.client_of("cal")
    before = client.get("/station/").text
    assert "You can do now (0)" in before
    assert "Waiting for others (0)" in before
    house.tell(tale, _offer_a_shipment)
    page = client.get("/station/").text
    assert "You can do now (1)" in page
    assert "Accept custody" in page


def test_scanning_a_bag_opens_its_journey_and_shows_the_bag(house: House):
    tale = house.told_until("decided")
    bag = next(iter(house.look(tale).containers))
    with house.app.app_context():
        label = tale.label(bag)
    client = house.client_of("theo")
    answer = client.post("/station/scan", data={"raw": label})
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert f"The scan belongs to this journey: {bag}." in page


def test_a_label_nobody_knows_is_refused_in_a_sentence_and_kept(house: House):
    house.told_until("banded")
    answer = house.client_of("nora").post("/station/scan", data={"raw": "=ZZZ"})
    assert answer.status_code == 409
    assert "This label is incomplete" in answer.text
    assert "wrong_length" in answer.text


def test_the_wrong_bag_on_a_journeys_page_stops_the_nurse_and_is_kept(house: House):
    ours = house.told_until("collected")
    theirs = house.told_until("collected", patient=WALTER)
    coi = house.look(ours).coi
    with house.app.app_context():
        wrong = theirs.label(next(iter(theirs.look().containers)))
    client = house.client_of("theo")
    answer = client.post("/station/scan", data={"raw": wrong, "expect": coi})
    assert answer.status_code == 409
    assert "STOP" in answer.text
    assert "identity_mismatch" in answer.text
    assert house.look(ours).near_misses == 1
    assert house.look(theirs).near_misses == 0
    assert "1 near miss" in client.get(f"/station/journeys/{coi}").text


def test_an_administrator_does_not_stand_at_the_station(house: House):
    assert house.client_of("ada").get("/station/").status_code == 403


def test_a_list_of_one_site_leaves_out_the_others(house: House):
    house.told_until("banded")
    client = house.client_of("nora")
    client.post("/site", data={"site": "JAX"})
    assert "You can do now (0)" in client.get("/station/").text


def _offer_a_shipment(tale: Tale) -> None:
    """Pack what was frozen, and offer it to the courier without an acceptance yet."""
    bags = tale.bags("cryobag")
    tale.take(bags)
    tale.do(
        "theo",
        Kind.SHIPMENT_PACKED,
        scans=[tale.label(bag) for bag in bags],
        signed=("theo", "tess"),
        to_site=tale.look().maker,
        shipper="DS-1",
        shipper_qualified_until="2029-01-01",
        seal="SEAL-1",
        logger="LOG-1",
        logger_calibrated_until="2029-01-01",
        papers=["order_sheet"],
        waybill="WB-1",
        expected_arrival=(tale.clock + timedelta(hours=20)).isoformat(),
    )
    shipment = next(iter(tale.look().shipments))
    to = {"shipment": shipment, "to_role": "courier", "to_site": "*"}
    tale.do("theo", Kind.CUSTODY_OFFERED, signed=("theo",), **to)
