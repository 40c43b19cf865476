"""Can a technologist find, move, keep and audit what stands in the freezer room, by scan alone?"""

import html
import re

import pytest

from tests.web.conftest import WALTER, House, refusal
from tracker.demo.tale import QUALITY, Tale
from tracker.domain import isbt128, symbols
from tracker.domain.kinds import Kind
from tracker.store import freezers, scanned
from tracker.store.db import db

ROOM = "/station/freezers/RST"
TANK = f"{ROOM}/tanks/T1"


@pytest.fixture
def frozen(house: House) -> Tale:
    """Two cryobags at the first positions of the first box, which is on the map."""
    client = house.client_of("theo")
    for box in ("B01", "B02"):
        form = {"tank": "T1", "rack": "R1", "box": box, "places": "6"}
        assert client.post(f"{ROOM}/boxes", data=form).status_code == 302
    return house.told_until("frozen")


def labels(house: House, tale: Tale) -> dict[str, tuple[str, str]]:
    """Return each stored container with what its own label and its position's read."""
    with house.app.app_context():
        return {
            item.stored: (tale.label(item.id), symbols.place_symbol(item.stored))
            for item in tale.look().present()
            if item.stored
        }


def at(place: str) -> str:
    return symbols.place_symbol(place)


def said(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_the_map_shows_what_stands_where(house: House, frozen: Tale):
    page = house.client_of("theo").get(TANK).text
    assert "2 of 12 positions taken, 0 kept, 10 free" in page
    for item in house.look(frozen).present():
        assert item.id[-15:] in page
    assert f'href="{ROOM}"' in house.client_of("theo").get("/station/freezers").text
    assert 'href="/station/freezers"' in house.client_of("theo").get("/station/").text


def test_a_box_is_added_once_and_only_by_the_laboratory(house: House, frozen: Tale):
    assert house.look(frozen).open
    form = {"tank": "T1", "rack": "R1", "box": "B01", "places": "6"}
    assert refusal(house.client_of("theo").post(f"{ROOM}/boxes", data=form)) == "box_known"
    wrong = {**form, "box": "B-9"}
    assert refusal(house.client_of("theo").post(f"{ROOM}/boxes", data=wrong)) == "field_type"
    none = {**form, "box": "B9", "places": "many"}
    code = refusal(house.client_of("theo").post(f"{ROOM}/boxes", data=none))
    assert code == "field_out_of_range"
    assert house.client_of("quinn").post(f"{ROOM}/boxes", data=form).status_code == 403
    assert house.client_of("quinn").get(ROOM).status_code == 200
    assert house.client_of("nora").get(ROOM).status_code == 403


def test_two_scans_and_a_reason_move_a_bag(house: House, frozen: Tale):
    place, (label, _) = next(iter(labels(house, frozen).items()))
    client = house.client_of("theo")
    there = client.post(f"{ROOM}/scan", data={"raw": label})
    assert "It stands at" in client.get(there.location).text
    bag = next(item for item in house.look(frozen).present() if item.stored == place)
    form = {"container": bag.id, "place": "", "scans": f"{label}\n{at('RST-T1-R1-B02-P03')}\n"}
    address = f"/station/journeys/{house.look(frozen).coi}/storage"
    assert refusal(client.post(address, data=form)) == "already_stored"
    answer = client.post(address, data={**form, "reason": "Box 1 goes out of use."})
    assert answer.location.endswith("#RST-T1-R1-B02-P03")
    assert house.look(frozen).containers[bag.id].stored == "RST-T1-R1-B02-P03"
    off = {**form, "scans": f"{label}\n{at('RST-T9-R1-B01-P01')}\n", "reason": "x"}
    assert refusal(client.post(address, data=off)) == "place_unknown"


def test_a_bag_is_taken_out_by_the_scan_that_found_it(house: House, frozen: Tale):
    place, (label, _) = next(iter(labels(house, frozen).items()))
    bag = next(item for item in house.look(frozen).present() if item.stored == place)
    client = house.client_of("theo")
    there = client.post(f"{ROOM}/scan", data={"raw": label})
    link = re.search(
        r'href="([^"]+/record/removed_from_storage[^"]*)"', client.get(there.location).text
    )
    assert link
    page = client.get(html.unescape(link[1]))
    assert label in html.unescape(page.text), "the scan need not be made twice"
    form = {"container": bag.id, "scans": label, "reason": "It goes to the maker."}
    address = html.unescape(link[1]).partition("?")[0]
    other = next(each for each, _ in labels(house, frozen).values() if each != label)
    assert client.post(address, data={**form, "scans": other}).status_code == 409
    assert house.look(frozen).containers[bag.id].stored == place
    assert client.post(address, data=form).status_code == 302
    assert house.look(frozen).containers[bag.id].stored == ""
    assert place not in labels(house, frozen)


def test_looking_for_a_quarantined_bag_is_no_near_miss(house: House, frozen: Tale):
    place, (label, _) = next(iter(labels(house, frozen).items()))
    held = next(item.id for item in house.look(frozen).present() if item.stored == place)
    hold = {"stops": "infusion", "container": held, "reason": "alarm in the night"}
    house.tell(
        frozen, lambda tale: tale.do(QUALITY, Kind.HOLD_PLACED, signed=(QUALITY,), **hold)
    )
    before = house.look(frozen)
    answer = house.client_of("theo").post(f"{ROOM}/scan", data={"raw": label})
    assert f"container={held}" in answer.location
    assert before.containers[held].quarantine
    assert house.look(frozen) == before, "no entry was written"


def test_a_scanned_position_shows_its_tank_and_an_unknown_one_is_named(
    house: House, frozen: Tale
):
    assert house.look(frozen).open
    client = house.client_of("theo")
    found = client.post(f"{ROOM}/scan", data={"raw": at("RST-T1-R1-B01-P05")})
    assert found.location.endswith("#RST-T1-R1-B01-P05")
    lost = client.post(f"{ROOM}/scan", data={"raw": at("RST-T7-R1-B01-P05")})
    assert refusal(lost) == "place_unknown"
    assert refusal(client.get(f"{ROOM}/tanks/T7")) == "tank_unknown"


def test_a_place_is_kept_for_one_patients_cells(house: House, frozen: Tale):
    other = house.told_until("frozen", patient=WALTER)
    client, place = house.client_of("theo"), "RST-T1-R1-B02-P06"
    with house.app.app_context():
        order, bag = frozen.order(), other.bags("cryobag")[0]
        label = other.label(bag)
    kept = {"scans": f"{at(place)}\n{order}\n"}
    assert client.post(f"{TANK}/kept", data=kept).status_code == 302
    assert refusal(client.post(f"{TANK}/kept", data=kept)) == "place_kept"
    assert "1 kept" in client.get(TANK).text
    address = f"/station/journeys/{house.look(other).coi}/storage"
    form = {"container": bag, "place": "", "scans": f"{label}\n{at(place)}\n", "reason": "x"}
    assert refusal(client.post(address, data=form)) == "place_kept"
    assert client.post(f"{TANK}/kept", data={"free": place}).status_code == 302
    assert client.post(address, data=form).status_code == 302
    taken = client.post(f"{TANK}/kept", data=kept)
    assert refusal(taken) == "place_taken"


def test_what_was_waited_for_ends_the_wait(house: House, frozen: Tale):
    client, place = house.client_of("theo"), "RST-T1-R1-B02-P06"
    with house.app.app_context():
        order, bag = frozen.order(), frozen.bags("cryobag")[0]
        label = frozen.label(bag)
    client.post(f"{TANK}/kept", data={"scans": f"{at(place)}\n{order}\n"})
    address = f"/station/journeys/{house.look(frozen).coi}/storage"
    form = {"container": bag, "place": "", "scans": f"{label}\n{at(place)}\n", "reason": "x"}
    assert "Kept for these cells" in client.get(f"{address}?container={bag}").text
    client.post(address, data=form)
    with house.app.app_context():
        assert freezers.kept_for(house.look(frozen).coi) == ()


def walk(house: House, scans: list[str], request_id: str = "w1"):
    client = house.client_of("tess")
    saved = client.post(f"{TANK}/audit/scans", data={"scans": "\n".join(scans)})
    assert saved.status_code == 302
    return client, client.post(f"{TANK}/audit", data={"request_id": request_id})


def test_a_clean_walk_says_so_and_is_kept_once(house: House, frozen: Tale):
    scans = [text for pair in labels(house, frozen).values() for text in reversed(pair)]
    client, answer = walk(house, [*scans, at("RST-T1-R1-B01-P03")])
    page = client.get(answer.location)
    assert "What else may stand at the 9 positions not looked at is not known" in page.text
    assert "9 positions not looked at" in page.text
    assert "Tess Alvarado" in page.text
    _, again = walk(house, scans)
    assert again.location == answer.location


def test_a_walk_lists_what_is_missing_surplus_and_misplaced(house: House, frozen: Tale):
    other = house.told_until("decided", patient=WALTER)
    (here, (first, _)), (_, (second, _)) = labels(house, frozen).items()
    with house.app.app_context():
        stray = other.label(other.bags("collection")[0])
    free = at("RST-T1-R1-B02-P01")
    client, answer = walk(house, [free, first, at("RST-T1-R1-B02-P02"), stray])
    page = said(client.get(answer.location))
    bags = {item.stored: item.id for item in house.look(frozen).present()}
    assert second
    assert "Missing (1)" in page
    assert "Surplus (1)" in page
    assert f"{bags[here]} stands at RST-T1-R1-B02-P01 , recorded at {here}" in page
    with house.app.app_context():
        (kept,) = freezers.audits("RST")
        db.session.rollback()
    assert (kept.staff_name, kept.tank) == ("Tess Alvarado", "T1")
    assert len(kept.result["scanned"]) == 4
    assert house.client_of("quinn").get(answer.location).status_code == 200
    assert refusal(client.get("/station/freezers/audits/999")) == "audit_unknown"


def test_an_audit_of_nothing_is_none(house: House, frozen: Tale):
    assert house.look(frozen).open
    _, answer = walk(house, [])
    assert refusal(answer) == "scan_missing"


def test_a_walk_goes_on_from_another_device_where_the_first_one_fell(
    house: House, frozen: Tale
):
    scans = [text for pair in labels(house, frozen).values() for text in reversed(pair)]
    first, second = house.client_of("tess"), house.client_of("tess")
    for text in scans[:2]:
        first.post(f"{TANK}/audit/scans", data={"scans": text})
    assert "Go on with your walk, 2 scans saved" in second.get(TANK).text
    page = said(second.get(f"{TANK}/audit"))
    assert "1 of 12 positions looked at, 2 scans saved." in page
    assert "Missing" not in page
    other = said(house.client_of("theo").get(f"{TANK}/audit"))
    assert "0 of 12 positions looked at" in other
    assert "Tess Alvarado has a walk of this tank under way" in other

    for text in (scans[2], scans[0]):
        second.post(f"{TANK}/audit/scans", data={"scans": text})
    second.post(f"{TANK}/audit/scans", data={"do": "back"})
    second.post(f"{TANK}/audit/scans", data={"scans": scans[3]})
    answer = second.post(f"{TANK}/audit", data={"request_id": "w9"})
    assert "Everything recorded is where it should be" in second.get(answer.location).text
    assert "0 scans saved" in said(second.get(f"{TANK}/audit"))


def test_what_is_no_label_of_this_tank_is_said_at_once_and_not_saved(
    house: House, frozen: Tale
):
    assert house.look(frozen).open
    client = house.client_of("tess")
    away = client.post(f"{TANK}/audit/scans", data={"scans": at("RST-T2-R1-B01-P01")})
    assert refusal(away) == "place_elsewhere"
    torn = client.post(f"{TANK}/audit/scans", data={"scans": "=A99"})
    assert torn.status_code == 409
    client.post(f"{TANK}/audit/scans", data={"scans": at("RST-T1-R1-B01-P01")})
    client.post(f"{TANK}/audit/scans", data={"do": "again"})
    assert refusal(client.post(f"{TANK}/audit", data={})) == "scan_missing"


def test_what_is_typed_on_a_walk_needs_its_number_and_a_reason_and_stays_told_apart(
    house: House, frozen: Tale
):
    label, at_place = next(iter(labels(house, frozen).values()))
    din = next(iter(house.look(frozen).collections))
    number = din + isbt128.check_character(din)
    client, scans = house.client_of("tess"), f"{TANK}/audit/scans"
    by_hand = {"scans": label, "means": "typed", "reason": "torn"}
    assert refusal(client.post(scans, data=by_hand)) == "barcode_typed"
    assert refusal(client.post(scans, data={**by_hand, "scans": at_place})) == "barcode_typed"
    asked = client.post(scans, data={"scans": number})
    assert refusal(asked) == "reason_missing"
    assert f'value="{number}"' in asked.text, "what was typed waits for its reason"
    assert "0 scans saved" in said(asked), "nothing that was refused is saved"
    marked = {"scans": f"{at_place}\n{number}\n", "scans-means": f"typed {number}"}
    again = client.post(scans, data=marked)
    assert refusal(again) == "reason_missing"
    assert number in again.text[again.text.index("Many scans at once") :]

    assert client.post(scans, data={**marked, "reason": "torn label"}).status_code == 302
    client.post(scans, data={"scans": label, "scans-means": f"camera {label}"})
    answer = client.post(f"{TANK}/audit", data={"request_id": "w4"})
    page = said(client.get(answer.location))
    assert "3 labels scanned, 1 of them typed" in page
    assert f"{number} : torn label" in page
    with house.app.app_context():
        (kept,) = freezers.audits("RST")
        tallies = scanned.tallies(scanned.Wanted(site="RST"))
        db.session.rollback()
    assert kept.result["means"] == ["wedge", "typed", "camera"]
    assert kept.result["reasons"] == ["", "torn label", ""]
    counted = {one.code: one.count for one in tallies if one.source == "typed"}
    assert counted == {"": 1, "barcode_typed": 2, "reason_missing": 2}


def test_only_an_empty_box_or_rack_is_taken_off_the_map(house: House, frozen: Tale):
    assert house.look(frozen).open
    client = house.client_of("theo")
    end = f"{TANK}/boxes/end"
    used = client.post(end, data={"rack": "R1", "box": "B01"})
    assert refusal(used) == "box_used"
    assert refusal(client.post(end, data={"rack": "R1", "box": ""})) == "box_used"
    assert refusal(client.post(end, data={"rack": "R9", "box": ""})) == "box_unknown"
    page = client.get(TANK).text
    assert "Take box RST-T1-R1-B02 off the map" in page
    assert "Take box RST-T1-R1-B01 off the map" not in page
    assert client.post(end, data={"rack": "R1", "box": "B02"}).location == TANK
    assert "2 of 6 positions taken" in client.get(TANK).text

    for box in ("B01", "B02"):
        form = {"tank": "T2", "rack": "R1", "box": box, "places": "6"}
        client.post(f"{ROOM}/boxes", data=form)
    second = f"{ROOM}/tanks/T2"
    assert "Take rack R1 off the map, with its 2 boxes" in client.get(second).text
    assert client.post(f"{second}/boxes/end", data={"rack": "R1"}).location == ROOM
