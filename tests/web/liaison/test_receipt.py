"""Does the receiver scan before any list is shown, and what do two people then decide?"""

import pytest

from tests.web.conftest import WALTER, password_of
from tracker.demo.tale import COURIER, PLANT, QUALITY, Tale
from tracker.domain.kinds import Kind
from tracker.store import scanned


@pytest.fixture
def arrived(house) -> Tale:
    """A shipper stands at the plant, handed over and still closed."""
    tale = house.told_until("shipped")
    house.tell(tale, _hand_over)
    return tale


def _hand_over(tale: Tale) -> None:
    shipment = _shipment(tale)
    tale.later(hours=16)
    handed = {"to_role": "manufacturer_qa", "to_site": shipment.to_site}
    tale.do(COURIER, Kind.CUSTODY_OFFERED, signed=(COURIER,), shipment=shipment.id, **handed)
    tale.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=(PLANT,), shipment=shipment.id)


def _shipment(tale: Tale):
    return list(tale.look().shipments.values())[-1]


def _told(house, tale: Tale):
    """Return the journey, its open shipment, and what its labels read."""
    with house.app.app_context():
        shipment = _shipment(tale)
        return tale.look().coi, shipment, [tale.label(bag) for bag in shipment.containers]


def _form(shipment, scans, **more: str) -> dict[str, str]:
    seen = {"seal": shipment.seal, "condition": "intact", "scans": "\n".join(scans)}
    signed = {
        f"sign-{number}-{part}": value
        for number, who in enumerate(("max", "mia"))
        for part, value in (("username", who), ("password", password_of(who)))
    }
    return {**seen, **signed, "shipment": shipment.id, **more}


def test_nothing_of_the_packing_list_is_shown_before_the_scans(house, arrived):
    coi, shipment, _ = _told(house, arrived)
    plant = house.client_of("max")
    for address in (
        f"/liaison/journeys/{coi}",
        f"/liaison/journeys/{coi}/shipments/{shipment.id}/receive",
        f"/liaison/journeys/{coi}/record/custody_accepted?shipment={shipment.id}",
        f"/liaison/journeys/{coi}/record/hold_placed",
    ):
        page = plant.get(address)
        assert page.status_code == 200
        hidden = [*shipment.containers, shipment.seal, shipment.waybill]
        assert [word for word in hidden if word in page.text] == [], address


def test_the_general_form_is_no_way_around_the_blind_receipt(house, arrived):
    coi, _, _ = _told(house, arrived)
    address = f"/liaison/journeys/{coi}/record/shipment_received"
    assert house.client_of("max").get(address).status_code == 302
    assert house.client_of("max").post(address).status_code == 302
    assert _told(house, arrived)[1].state == "under_way"


def test_all_as_packed_is_accepted_by_two_people(house, arrived):
    coi, shipment, labels = _told(house, arrived)
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}"
    plant = house.client_of("max")
    page = plant.post(f"{address}/receive", data=_form(shipment, labels))
    assert "all as packed" in page.text
    answer = plant.post(f"{address}/decide", data=_form(shipment, labels, outcome="accept"))
    assert answer.status_code == 302
    assert house.look(arrived).shipments[shipment.id].state == "accepted"


def test_each_scan_of_a_receipt_counts_once_and_a_quarantined_bag_can_be_received(
    house, arrived
):
    coi, shipment, labels = _told(house, arrived)
    with house.app.app_context():
        held = {"stops": "shipping", "container": shipment.containers[0], "reason": "alarm"}
        arrived.do(QUALITY, Kind.HOLD_PLACED, signed=(QUALITY,), **held)
        before = sum(each.count for each in scanned.tallies(scanned.Wanted()))
    house.now = max(house.now, arrived.clock)
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}"
    plant = house.client_of("max")
    assert plant.post(f"{address}/receive", data=_form(shipment, labels)).status_code == 200
    plant.post(f"{address}/decide", data=_form(shipment, labels, outcome="accept"))
    with house.app.app_context():
        after = sum(each.count for each in scanned.tallies(scanned.Wanted()))
    assert house.look(arrived).shipments[shipment.id].state == "accepted"
    assert after - before == 2 * len(labels), "two people scanned each bag"


def test_a_missing_bag_is_named_and_cannot_be_accepted(house, arrived):
    coi, shipment, labels = _told(house, arrived)
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}"
    plant = house.client_of("max")
    page = plant.post(f"{address}/receive", data=_form(shipment, labels[:1]))
    assert "not as packed" in page.text
    assert "on the packing list, but not scanned" in page.text
    assert 'value="accept"' not in page.text
    forced = plant.post(f"{address}/decide", data=_form(shipment, labels[:1], outcome="accept"))
    assert forced.status_code == 409
    assert "Quarantine or reject, with a reason." in forced.text


def test_a_missing_bag_is_quarantined_with_its_reason(house, arrived):
    coi, shipment, labels = _told(house, arrived)
    form = _form(shipment, labels[:1], outcome="quarantine", reason="one bag is not in it")
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}/decide"
    assert house.client_of("max").post(address, data=form).status_code == 302
    found = house.look(arrived)
    assert found.shipments[shipment.id].state == "quarantined"
    assert found.containers[shipment.containers[1]].place == "missing"


def test_another_patients_bag_stops_the_receiver_and_is_kept(house, arrived):
    other = house.told_until("collected", patient=WALTER)
    with house.app.app_context():
        bag = other.label(other.bags("collection")[0])
    coi, shipment, labels = _told(house, arrived)
    before = house.look(arrived).near_misses
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}"
    plant = house.client_of("max")
    answer = plant.post(f"{address}/receive", data=_form(shipment, [labels[0], bag]))
    assert answer.status_code == 409
    assert "STOP" in answer.text
    assert house.look(arrived).near_misses == before + 1
    for tale in (arrived, other):
        (opened,) = house.look(tale).open_deviations()
        assert (opened.owner.role, opened.due_on is None) == ("qa", False)
    page = plant.post(f"{address}/receive", data=_form(shipment, labels))
    assert "was in this shipper" in page.text
    assert 'value="accept"' not in page.text
    assert house.look(other).coi not in page.text


def test_the_receiver_says_which_bag_is_damaged(house, arrived):
    coi, shipment, labels = _told(house, arrived)
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}"
    plant = house.client_of("max")
    page = plant.post(f"{address}/receive", data=_form(shipment, labels))
    broken = shipment.containers[1]
    assert f'name="damaged" value="{broken}"' in page.text
    form = _form(shipment, labels, outcome="accept", damaged=broken)
    forced = plant.post(f"{address}/decide", data=form)
    assert (forced.status_code, f"damaged: {broken}" in forced.text) == (409, True)
    assert f'value="{broken}" checked' in forced.text
    aside = form | {"outcome": "quarantine", "reason": "it leaks"}
    assert plant.post(f"{address}/decide", data=aside).status_code == 302
    assert house.look(arrived).containers[broken].quarantine == "damaged at receipt"


def test_no_scan_at_all_is_asked_for(house, arrived):
    coi, shipment, _ = _told(house, arrived)
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}/receive"
    answer = house.client_of("max").post(address, data=_form(shipment, []))
    assert answer.status_code == 409
    assert "This step needs a scan of each container in the shipper." in answer.text


def test_a_shipper_still_with_the_courier_is_said_to_be(house):
    tale = house.told_until("shipped")
    coi, shipment, labels = _told(house, tale)
    address = f"/liaison/journeys/{coi}/shipments/{shipment.id}"
    plant = house.client_of("max")
    assert "has not handed this shipper over" in plant.get(f"{address}/receive").text
    answer = plant.post(f"{address}/decide", data=_form(shipment, labels, outcome="accept"))
    assert answer.status_code == 409
    assert "in the custody of" in answer.text
