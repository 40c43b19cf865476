"""Is the shipper packed by scan, into what may travel, and is its list printed?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.web.conftest import House, refusal
from tests.web.station.forms import signed
from tracker.demo.tale import TECH, Tale
from tracker.domain.kinds import Kind
from tracker.store import sites
from tracker.store.db import db, writing


@pytest.fixture
def frozen(house: House) -> Tale:
    tale = house.told_until("frozen")
    house.tell(tale, lambda told: told.take(told.bags("cryobag")))
    return tale


def bench(house: House, tale: Tale, **changed: str) -> tuple[str, dict[str, str]]:
    with house.app.app_context():
        labels = [tale.label(bag) for bag in tale.bags("cryobag")]
        coi, maker = tale.look().coi, tale.look().maker
    filled = {
        "scans": "\n".join(labels),
        "to_site": maker,
        "shipper": "DS-9",
        "shipper_qualified_until": "2027-01-01",
        "logger": "LOG-9",
        "logger_calibrated_until": "2027-01-01",
        "seal": "SEAL-9",
        "waybill": "WB-9",
        "papers": "order_sheet",
        "expected_arrival": (house.now + timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M"),
        "do": "pack",
        **signed("theo", "tess"),
        **changed,
    }
    return f"/station/journeys/{coi}/packing", filled


def device(house: House, **line: str):
    return house.client_of("theo").post("/station/devices", data=line)


def test_what_was_scanned_is_ticked_off_before_anybody_signs(house: House, frozen: Tale):
    address, filled = bench(house, frozen, do="check")
    first = filled["scans"].splitlines()[0]
    page = house.client_of("theo").post(address, data={**filled, "scans": f"{first}\n=X"})
    assert page.status_code == 200
    assert page.text.count("☑") == 1
    assert page.text.count("not scanned yet") == 1
    assert "not of this journey" in page.text
    assert not house.look(frozen).shipments


def test_two_people_pack_and_the_list_can_be_printed(house: House, frozen: Tale):
    address, filled = bench(house, frozen)
    theo = house.client_of("theo")
    answer = theo.post(address, data=filled)
    assert answer.status_code == 302, refusal(answer)
    page = theo.get(answer.location)
    assert "Packing list to print" in page.text
    paper = theo.get(f"{answer.location}/packing-list").text
    for said in ("DS-9", "qualified until 2027-01-01", "SEAL-9", "order sheet", "2 containers"):
        assert said in paper
    assert "Wanda" not in paper
    inside, _, stays = paper.partition("copy that stays")
    assert "SEAL-9" not in inside
    assert "read it from the shipper" in inside
    assert "SEAL-9" in stays


def test_at_the_bench_nobody_packs_into_what_nobody_knows(house: House, frozen: Tale):
    address, filled = bench(house, frozen, shipper_qualified_until="")
    answer = house.client_of("theo").post(address, data=filled)
    assert refusal(answer) == "field_missing"
    assert "Shipper qualified until is needed." in answer.text


def test_no_shipper_is_closed_without_a_paper_in_it(house: House, frozen: Tale):
    address, filled = bench(house, frozen)
    del filled["papers"]
    answer = house.client_of("theo").post(address, data=filled)
    assert refusal(answer) == "field_missing"
    assert "at least one paper in the shipper is needed." in answer.text
    assert not house.look(frozen).shipments


def test_packing_has_no_way_around_the_bench(house: House, frozen: Tale):
    address, filled = bench(house, frozen, shipper_qualified_until="")
    record = address.replace("packing", "record/shipment_packed")
    theo = house.client_of("theo")
    assert theo.get(record).location == address
    assert theo.post(record, data=filled).location == address
    assert not house.look(frozen).shipments


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("shipper", {"what": "damaged"}),
        ("shipper", {"what": "qualified", "day": "2025-01-01", "valid_until": "2026-03-01"}),
        ("logger", {"what": "calibrated", "day": "2025-01-01", "valid_until": "2026-03-01"}),
        ("logger", {"what": "retired"}),
    ],
)
def test_what_its_history_says_wins_over_the_sticker(house: House, frozen: Tale, kind, line):
    serial = {"shipper": "DS-9", "logger": "LOG-9"}[kind]
    assert device(house, kind=kind, serial=serial, **line).status_code == 302
    address, filled = bench(house, frozen)
    answer = house.client_of("theo").post(address, data=filled)
    assert refusal(answer) == "device_unfit"
    assert not house.look(frozen).shipments


def test_a_shipper_has_a_history_of_its_own(house: House, frozen: Tale):
    device(
        house,
        kind="shipper",
        serial="DS-9",
        what="qualified",
        day="2026-01-01",
        valid_until="2027-01-01",
        note="report 7",
    )
    address, filled = bench(house, frozen)
    theo = house.client_of("theo")
    assert theo.post(address, data=filled).status_code == 302
    page = theo.get("/station/devices/shipper/DS-9").text
    assert "report 7" in page
    assert "Travelled" in page
    assert 'value="calibrated"' not in page
    logger = theo.get("/station/devices/logger/LOG-9").text
    assert "holds until 2027-01-01" in logger, "as its sticker said"
    assert "no check written down" in logger
    assert house.look(frozen).coi in page
    assert "DS-9" in theo.get("/station/devices").text
    assert refusal(theo.get("/station/devices/shipper/DS-0")) == "unknown_device"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"kind": "shipper", "serial": "", "what": "retired"}, "field_missing"),
        ({"kind": "lorry", "serial": "X", "what": "retired"}, "field_choice"),
        ({"kind": "shipper", "serial": "X", "what": "calibrated"}, "field_choice"),
        ({"kind": "shipper", "serial": "X", "what": "qualified"}, "field_missing"),
        ({"kind": "shipper", "serial": "X", "what": "qualified", "day": "soon"}, "field_type"),
        (
            {
                "kind": "logger",
                "serial": "X",
                "what": "calibrated",
                "day": "2026-02-01",
                "valid_until": "2026-01-01",
            },
            "end_before_start",
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused(house: House, line, code):
    assert refusal(device(house, **line)) == code


def test_the_bench_counts_the_wait_of_a_pool_from_its_earliest_collection(house: House):
    tale = house.told_until("banded", protocol="example-fresh")
    house.tell(tale, _collect_twice_and_pool)
    journey = house.look(tale)
    first, last = (each.ended_at for each in journey.collections.values())
    page = house.client_of("theo").get(f"/station/journeys/{journey.coi}/packing").text
    assert first
    assert last
    hours = timedelta(hours=48)
    assert f"must arrive by <strong>{_shown(first + hours)}" in page
    assert _shown(last + hours) not in page


def _collect_twice_and_pool(tale: Tale) -> None:
    for cells in (520, 2600):
        tale.collect(cd3_e6=cells)
        tale.later(hours=17)
    scans = [tale.label(bag) for bag in reversed(tale.bags("collection"))]
    tale.do(TECH, Kind.CONTAINERS_POOLED, scans=scans, signed=(TECH,), volume_ml=380)


def _shown(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat()}">'


def test_what_was_packed_and_not_sent_is_unpacked_with_a_reason(house: House, frozen: Tale):
    address, filled = bench(house, frozen)
    theo = house.client_of("theo")
    theo.post(address, data=filled)
    name = next(iter(house.look(frozen).shipments))
    record = address.replace("packing", "record/shipment_unpacked")
    wish = {"shipment": name, "reason": "The flight is cancelled.", **signed("theo")}
    assert theo.post(record, data=wish).status_code == 302
    assert house.look(frozen).shipments[name].state == "unpacked"
    assert theo.post(address, data={**filled, "seal": "SEAL-10"}).status_code == 302
    house.now += timedelta(minutes=1)  # else it were the same signature, sent again
    assert refusal(theo.post(record, data=wish)) == "shipment_state"


def test_the_bench_says_that_the_site_has_not_set_how_long_fresh_cells_may_wait(house: House):
    tale = house.told_until("decided", protocol="example-fresh")
    with house.app.app_context():
        coi, site = tale.look().coi, tale.look().site
        rules, contact = sites.rules(site), sites.contact(site)
        assert rules
        assert contact
        writing()
        sites.save(replace(rules, max_fresh_hold_hours=None), contact)
        db.session.commit()
    page = house.client_of("theo").get(f"/station/journeys/{coi}/packing").text
    assert "has not set" in page
