"""Does a machine open, list, read and take journeys as a person would?"""

import io
import json
import zipfile
from typing import Any

from tests.web.api_v1.conftest import coi_of, entry, signed

NEW: dict[str, Any] = {
    "protocol": "example-frozen",
    "site": "RST",
    "indication": "LBCL",
    "patient": {
        "name": "Wilma Example",
        "birth_date": "1961-04-17",
        "record_number": "MRN-77",
        "email": "wilma@example.org",
    },
}


def test_a_journey_is_opened_for_a_patient_whose_name_never_comes_back(machine_of):
    cora = machine_of("cora")
    answer = cora.post("/journeys", {**NEW, "signatures": signed("cora")})
    assert answer.status_code == 201, answer.text
    assert answer.json["kind"] == "journey_opened"
    assert answer.json["seq"] == 1
    assert answer.json["digest"].startswith(answer.json["seal"])
    journey = cora.get(f"/journeys/{answer.json['coi']}")
    assert answer.headers["Location"].endswith(answer.json["coi"])
    for said in (answer.text, journey.text):
        assert not [word for word in ("Wilma", "1961-04-17", "MRN-77") if word in said]


def test_a_record_number_that_is_known_means_the_same_patient_or_a_typing_error(machine_of):
    cora = machine_of("cora")
    body = {**NEW, "signatures": signed("cora")}
    assert cora.post("/journeys", body).status_code == 201
    assert cora.post("/journeys", body).json["code"] == "journey_open_already"
    other = {**body, "patient": {**body["patient"], "name": "Somebody Else"}}
    answer = cora.post("/journeys", other)
    assert (answer.status_code, answer.json["code"]) == (409, "patient_differs")
    twin = {**body, "patient": {**body["patient"], "record_number": "MRN-78"}}
    answer = cora.post("/journeys", twin)
    assert (answer.status_code, answer.json["code"]) == (409, "patient_namesake")
    answer = cora.post("/journeys", {**twin, "two_people": "yes"})
    assert (answer.status_code, answer.json["code"]) == (422, "field_type")
    assert cora.get("/journeys").json["total"] == 1
    assert cora.post("/journeys", {**twin, "two_people": True}).status_code == 201


def test_who_may_not_open_a_journey_cannot_try_out_record_numbers(machine_of):
    body = {**NEW, "signatures": signed("cora")}
    machine_of("cora").post("/journeys", body)
    other = {**body, "patient": {**body["patient"], "name": "Somebody Else"}}
    answer = machine_of("max").post("/journeys", {**other, "signatures": signed("max")})
    assert answer.json["code"] == "not_allowed"


def test_a_product_or_a_site_that_does_not_exist_is_named(machine_of):
    cora = machine_of("cora")
    body = {**NEW, "signatures": signed("cora")}
    assert (
        cora.post("/journeys", {**body, "protocol": "none"}).json["code"] == "unknown_protocol"
    )
    assert cora.post("/journeys", {**body, "version": 9}).json["code"] == "unknown_protocol"
    desk = {**body, "site": "XXX"}
    assert cora.post("/journeys", desk).json["code"] == "not_allowed"
    assert cora.get("/journeys").json["total"] == 0


def test_lists_come_in_pages_that_lead_on(house, told_until, machine_of):
    for _ in range(5):
        told_until()
    cora = machine_of("cora")
    path, seen = "/journeys?limit=2&site=RST", []
    while path:
        page = cora.get(path).json
        assert page["total"] == 5
        seen += [line["coi"] for line in page["items"]]
        path = (page["next"] or "").removeprefix("/api/v1")
    assert sorted(seen) == sorted(house.tales)
    assert len(set(seen)) == 5


def test_a_journey_tells_what_there_is_and_what_may_be_done(told_until, house, machine_of):
    tale = told_until("released")
    journey = machine_of("cora").get(f"/journeys/{coi_of(house, tale)}").json
    assert {item["state"] for item in journey["containers"]} >= {"open", "consumed"}
    assert [lot["state"] for lot in journey["lots"]] == ["released"]
    assert [visit["state"] for visit in journey["visits"]] == ["proposed"]
    assert journey["shipments"][0]["state"] == "accepted"
    assert "visit_confirmed" in {step["kind"] for step in journey["steps"]}
    assert journey["containers"][0]["din"].startswith("A9990")


def test_a_machine_at_the_receiving_plant_sees_what_its_pages_keep_until_the_receipt(
    told_until, house, machine_of
):
    """An entry without what stands in it proves nothing: docs/api.md says who keeps it from whom."""
    tale = told_until("shipped")
    coi, shipment = coi_of(house, tale), [*house.look(tale).shipments.values()][-1]
    (seen,) = machine_of("max").get(f"/journeys/{coi}").json["shipments"]
    assert (seen["seal"], seen["containers"]) == (shipment.seal, [*shipment.containers])
    page = house.client_of("max").get(
        f"/liaison/journeys/{coi}/shipments/{shipment.id}/receive"
    )
    assert not [word for word in (shipment.seal, *shipment.containers) if word in page.text]


def test_a_journey_elsewhere_is_as_if_there_were_none(told_until, house, machine_of):
    coi = coi_of(house, told_until())
    ada = machine_of("ada")
    assert ada.get(f"/journeys/{coi}").status_code == 403
    assert ada.get("/journeys").json["code"] == "no_journeys"
    answer = machine_of("nora").get("/journeys/CHA999026000999")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert machine_of("nora").get("/journeys/%00").json["code"] == "not_found"


def test_a_reader_who_has_the_newest_is_told_so(told_until, house, machine_of):
    tale = told_until("prepared")
    coi = coi_of(house, tale)
    cora = machine_of("cora")
    first = cora.get(f"/journeys/{coi}")
    etag = first.headers["ETag"]
    assert etag == f'"{first.json["head"]}"'
    again = cora.get(f"/journeys/{coi}", If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")
    house.tell(tale, type(tale).authorize)
    assert cora.get(f"/journeys/{coi}", If_None_Match=etag).status_code == 200


def test_whoever_read_an_older_state_writes_nothing(told_until, house, machine_of):
    tale = told_until("prepared")
    coi = coi_of(house, tale)
    cora = machine_of("cora")
    etag = cora.get(f"/journeys/{coi}").headers["ETag"]
    hold = entry("hold_placed", house.now, "cora", stops="visit", reason="a question is open")
    assert cora.record(coi, hold, If_Match=etag).status_code == 201
    before = house.look(tale).last_seq
    stale = cora.record(coi, hold, If_Match=etag)
    assert (stale.status_code, stale.json["code"]) == (412, "stale")
    assert house.look(tale).last_seq == before


def test_entries_are_read_word_for_word(told_until, house, machine_of):
    coi = coi_of(house, told_until("authorized"))
    nora = machine_of("nora")
    everything = nora.get(f"/journeys/{coi}/entries").json
    first, second = everything["items"][:2]
    assert second["prev"] == first["digest"]
    assert json.loads(first["body"])["kind"] == first["kind"] == "journey_opened"
    page = nora.get(f"/journeys/{coi}/entries?limit=2").json
    rest = nora.get(page["next"].removeprefix("/api/v1")).json
    assert page["items"] + rest["items"] == everything["items"][:4]


def test_who_signed_and_who_has_not_is_asked_by_a_machine(told_until, house, machine_of):
    coi = coi_of(house, told_until("prepared"))
    found = machine_of("olga").get(f"/journeys/{coi}/signatures").json
    entries = machine_of("olga").get(f"/journeys/{coi}/entries").json["items"]
    given = {(each["digest"], len(each["signatures"])) for each in entries}
    first = found["signed"][-1]
    assert (first["seq"], first["kind"], first["person"]["name"]) == (
        1,
        "journey_opened",
        "Cora Whitfield",
    )
    assert first["meaning"]
    assert first["signed_at"].endswith("Z")
    assert {each["digest"] for each in found["signed"]} == {d for d, count in given if count}
    assert found["unsigned"]
    assert all(each["roles"] and each["signatures"] for each in found["unsigned"])
    nora = machine_of("nora").get(f"/journeys/{coi}/signatures")
    assert (nora.status_code, nora.json["code"]) == (403, "address_not_allowed")


def test_what_is_unsigned_everywhere_comes_in_pages(told_until, house, machine_of):
    for _ in range(3):
        told_until()
    path, seen = "/signatures?limit=2", []
    while path:
        page = machine_of("quinn").get(path).json
        assert page["total"] == 3
        seen += [line["coi"] for line in page["items"] if line["unsigned"]]
        path = (page["next"] or "").removeprefix("/api/v1")
    assert sorted(seen) == sorted(house.tales)


def test_a_journey_is_taken_away_as_a_file_that_proves_itself(told_until, house, machine_of):
    coi = coi_of(house, told_until("prepared"))
    answer = machine_of("olga").get(f"/journeys/{coi}/dossier")
    assert answer.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        names = set(packed.namelist())
    assert {"verify.py", "entries.jsonl", "checkpoint.txt", "proofs.json"} <= names
    missing = machine_of("olga").get("/journeys/CHA999026000999/dossier")
    assert missing.status_code == 404
