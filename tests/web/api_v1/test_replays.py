"""Is a write that is sent twice answered twice and recorded once?"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.web.api_v1.conftest import coi_of, entry, signed
from tracker.store import refused_scans


def test_a_second_sending_gets_the_first_answer_word_for_word(told_until, house, machine_of):
    tale = told_until()
    coi = coi_of(house, tale)
    cora = machine_of("cora")
    body = entry("milestone_reached", house.now, milestone="EVALUATED")
    first = cora.record(coi, body, Idempotency_Key="k-1")
    second = cora.record(coi, body, Idempotency_Key="k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.data == first.data
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert house.look(tale).last_seq == first.json["seq"]


def test_a_refusal_is_the_first_answer_too_and_its_evidence_is_kept_once(
    told_until, house, machine_of
):
    tale = told_until("banded")
    other = told_until("banded")
    coi = coi_of(house, tale)
    with house.app.app_context():
        wrong = other.wristband()
    cora = machine_of("cora")
    body = entry("hold_placed", house.now, "cora", scans=[wrong], stops="visit", reason="so")
    first = cora.record(coi, body, Idempotency_Key="k-2")
    second = cora.record(coi, body, Idempotency_Key="k-2")
    assert first.json["code"] == "identity_mismatch"
    assert (second.status_code, second.data) == (409, first.data)
    assert second.content_type == "application/problem+json"
    assert house.look(tale).near_misses == 1


def test_another_request_under_the_same_key_is_a_conflict(told_until, house, machine_of):
    coi = coi_of(house, told_until())
    cora = machine_of("cora")
    body = entry("milestone_reached", house.now, milestone="EVALUATED")
    cora.record(coi, body, Idempotency_Key="k-3")
    other = entry("hold_placed", house.now, "cora", stops="visit", reason="so")
    answer = cora.record(coi, other, Idempotency_Key="k-3")
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_conflict")


def test_a_key_is_its_senders_own(told_until, house, machine_of):
    coi = coi_of(house, told_until())
    body = entry("milestone_reached", house.now, milestone="EVALUATED")
    assert machine_of("cora").record(coi, body, Idempotency_Key="k").status_code == 201
    answer = machine_of("lena").record(coi, body, Idempotency_Key="k")
    assert answer.json["code"] in {"already_reached", "not_allowed"}


def test_a_journey_is_opened_once_however_often_it_is_asked_for(machine_of):
    cora = machine_of("cora")
    patient = {"name": "W", "birth_date": "1961-04-17", "record_number": "1"}
    body: dict[str, Any] = {
        "protocol": "example-frozen",
        "site": "RST",
        "patient": patient,
        "indication": "LBCL",
    }
    body["signatures"] = signed("cora")
    answers = [cora.post("/journeys", body, Idempotency_Key="one") for _ in range(3)]
    assert len({answer.json["coi"] for answer in answers}) == 1
    assert cora.get("/journeys").json["total"] == 1


def test_one_key_sent_by_four_at_once_is_recorded_once(told_until, house, machine_of):
    tale = told_until()
    coi = coi_of(house, tale)
    cora = machine_of("cora")
    body = entry("hold_placed", house.now, "cora", stops="visit", reason="so")
    before = house.look(tale).last_seq
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(cora.record, coi, body, Idempotency_Key="same") for _ in range(4)]
        answers = [each.result() for each in sent]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert house.look(tale).last_seq == before + 1


def test_a_scan_refused_under_a_key_is_kept_once(house, machine_of):
    nora = machine_of("nora")
    for _ in range(2):
        answer = nora.post("/scans", {"raw": "?what"}, Idempotency_Key="scan")
        assert answer.status_code == 409
    with house.app.app_context():
        assert len(refused_scans.recent(None)) == 1


def test_a_key_that_is_too_long_is_refused(machine_of):
    answer = machine_of("nora").post("/scans", {"raw": "x"}, Idempotency_Key="k" * 201)
    assert (answer.json["code"], answer.json["field"]) == ("field_type", "Idempotency-Key")
