"""Has every kind of bad input its own code, and is nothing ever half-written?"""

from typing import Any

import pytest

from tests.web.api_v1.conftest import coi_of, entry, of_attempt
from tracker.demo import cast
from tracker.domain import isbt128, symbols
from tracker.domain.kinds import Kind
from tracker.domain.specs import SPECS
from tracker.reads import journeys
from tracker.store import refused_scans

PROBLEM = "application/problem+json"


def refused_by(answer, code, status=409):
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.content_type == PROBLEM
    assert answer.json["detail"]
    assert answer.json["status"] == status
    assert answer.headers["Cache-Control"] == "no-store"


def refused_attempt(house, machine_of, tale, attempt_of, code):
    """Send what `attempt_of` tells; say that it is refused, and what was kept of it."""
    coi = coi_of(house, tale)
    before = house.look(tale).last_seq
    sent: list[Any] = []
    tale.submit = sent.append
    with house.app.app_context():
        attempt_of(tale)
    house.now = sent[-1].happened_at
    refused_by(machine_of(sent[-1].who).record(coi, of_attempt(sent[-1])), code)
    with house.app.app_context():
        return journeys.tell(coi).entries[before:]


def kinds(entries):
    return [each.kind for each in entries]


def test_another_patients_bag_is_stopped_and_kept(told_until, house, machine_of):
    tale, other = told_until("collected"), told_until("collected")
    coi = coi_of(house, tale)
    with house.app.app_context():
        wrong = other.label(other.bags("collection")[0])
    answer = machine_of("theo").post("/scans", {"raw": wrong, "expect_coi": coi})
    refused_by(answer, "identity_mismatch")
    with house.app.app_context():
        last = journeys.tell(coi).entries[-1]
    assert (last.kind, last.scans) == (Kind.IDENTITY_MISMATCH, (wrong,))


def test_the_right_bag_says_what_may_be_done_with_it(told_until, house, machine_of):
    tale = told_until("collected")
    coi = coi_of(house, tale)
    with house.app.app_context():
        bag = tale.bags("collection")[0]
        label = tale.label(bag)
    answer = machine_of("theo").post("/scans", {"raw": label, "expect_coi": coi})
    assert answer.status_code == 200
    assert (answer.json["coi"], answer.json["container"]["id"]) == (coi, bag)
    assert "cells_counted" in {step["kind"] for step in answer.json["steps"]}


def test_a_bag_that_was_used_is_refused_and_kept_in_its_journey(told_until, house, machine_of):
    tale = told_until("frozen")
    with house.app.app_context():
        whole = next(item.id for item in tale.look().containers.values() if item.final)
        raw = tale.label(whole)
    refused_by(machine_of("theo").post("/scans", {"raw": raw}), "container_final")
    with house.app.app_context():
        last = journeys.tell(coi_of(house, tale)).entries[-1]
    assert (last.kind, last.scans) == (Kind.SCAN_REFUSED, (raw,))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "scan_empty"),
        ("x" * 501, "scan_too_long"),
        ("4711-unknown", "identifier_unknown"),
        ("A999026000010", "check_character_missing"),
        ("A99902600001", "identifier_unknown"),
        ("\x00\x1d", "identifier_unknown"),
    ],
)
def test_a_scan_that_says_nothing_is_refused_and_kept(raw, code, house, machine_of):
    refused_by(machine_of("nora").post("/scans", {"raw": raw}), code)
    with house.app.app_context():
        (kept,) = refused_scans.recent(None)
    assert kept.code == code


def test_a_step_out_of_order_is_refused(told_until, house, machine_of):
    body = entry("milestone_reached", house.now, "dana", milestone="CONSENTED")
    refused_by(machine_of("dana").record(coi_of(house, told_until()), body), "out_of_order")


def test_a_second_person_who_is_the_first_is_refused(told_until, house, machine_of):
    tale = told_until("banded")
    coi = coi_of(house, tale)
    with house.app.app_context():
        band = tale.wristband()
    body = entry(
        "identity_verified",
        house.now,
        "nora",
        "nora",
        scans=[band],
        own=[band],
        point="pre_collection",
        stated=True,
    )
    refused_by(machine_of("nora").record(coi, body), "second_person_is_first")


def test_no_collection_before_the_insurer_has_approved(told_until, house, machine_of):
    tale = told_until("banded")
    house.tell(tale, denied)
    kept = refused_attempt(house, machine_of, tale, start, "insurance_not_approved")
    assert kinds(kept) == [Kind.SCAN_REFUSED]


def denied(tale):
    kind = Kind.AUTHORIZATION_RECORDED
    said = {"status": "denied", "covered": False, "preauthorized": False}
    tale.do("fay", kind, signed=("fay",), **said)


def start(tale):
    din = f"{tale.fin}26000099"
    tale.do(
        "nora",
        Kind.COLLECTION_STARTED,
        scans=(isbt128.DonationNumber.of(din).encode(),),
        signed=("nora",),
        device="Example separator",
        device_serial="S-1",
        kit_lot="K",
        anticoagulant_lot="A",
        access="port",
    )


def test_nothing_is_shipped_while_there_are_not_enough_cells(told_until, house, machine_of):
    tale = told_until("banded")
    house.tell(tale, lambda t: t.collect(cd3_e6=520))
    kept = refused_attempt(house, machine_of, tale, lambda t: t.decide(), "not_enough_cells")
    assert kept == ()


def test_a_product_that_is_not_released_is_refused_at_the_bedside(
    told_until, house, machine_of
):
    tale = told_until("made")
    with house.app.app_context():
        bag = tale.bags("dose")[0]
        label = tale.label(bag)
    body = entry("thaw_started", house.now, "theo", scans=[label], container=bag)
    body["signatures"] = entry("x", house.now, "ines")["signatures"]
    answer = machine_of("ines").record(coi_of(house, tale), body)
    assert answer.status_code == 409
    assert answer.json["code"] == "not_released"


def test_a_wrong_password_in_a_signature_records_nothing_but_the_scan(
    told_until, house, machine_of
):
    tale = told_until("banded")
    coi = coi_of(house, tale)
    before = house.look(tale).last_seq
    with house.app.app_context():
        band = tale.wristband()
    body = entry("hold_placed", house.now, "cora", scans=[band], stops="visit", reason="so")
    body["signatures"][0]["password"] = "wrong"
    refused_by(machine_of("cora").record(coi, body), "signature_invalid")
    assert house.look(tale).last_seq == before
    with house.app.app_context():
        assert [kept.raw for kept in refused_scans.recent(None)] == [band]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1, 2",
        '{"raw": NaN}',
        '{"raw": "\\ud800"}',
        "[" * 60_000,
        b"\xff\xfe",
        "1" * 5000,
    ],
    ids=["empty", "open", "list", "nan", "half a character", "deep", "bytes", "number"],
)
def test_what_is_no_json_is_refused(text, machine_of):
    refused_by(machine_of("nora").post_text("/scans", text), "malformed_json", 400)


def test_a_body_of_another_type_is_refused(machine_of):
    answer = machine_of("nora").post_text("/scans", "raw=x", Content_Type="text/plain")
    refused_by(answer, "not_json", 415)


def test_an_endless_body_is_refused(machine_of):
    body = {"raw": "x" * 300_000}
    refused_by(machine_of("nora").post("/scans", body), "body_too_large", 413)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": None}, "field_missing", "kind"),
        ({"kind": 7}, "field_type", "kind"),
        ({"happened_at": "yesterday"}, "field_type", "happened_at"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, "field_type", "happened_at"),
        ({"happened_at": 12}, "field_type", "happened_at"),
        ({"data": []}, "field_type", "data"),
        ({"scans": "x"}, "field_type", "scans"),
        ({"scans": [1]}, "field_type", "scans.0"),
        ({"scans": ["x"] * 201}, "field_type", "scans"),
        ({"signatures": [{"username": "nora"}]}, "field_missing", "signatures.0.password"),
        ({"signatures": [4]}, "field_type", "signatures.0"),
        (
            {"signatures": [{"username": "a\0", "password": "b"}]},
            "field_type",
            "signatures.0.username",
        ),
        ({"reason": "x"}, "field_unknown", "reason"),
    ],
)
def test_a_body_of_another_shape_names_its_field(
    change, code, field, *, told_until, house, machine_of
):
    tale = told_until()
    body = entry("hold_placed", house.now, "cora", stops="visit", reason="so") | change
    answer = machine_of("cora").record(coi_of(house, tale), body)
    refused_by(answer, code, 422)
    assert answer.json["field"] == field
    assert not house.look(tale).holds


@pytest.mark.parametrize("body", [[], "x", 3, None])
def test_a_body_that_is_no_object_is_refused(body, machine_of):
    refused_by(machine_of("nora").post("/scans", body), "field_type", 422)


@pytest.mark.parametrize("limit", ["0", "201", "x", "1.5", ""])
def test_a_page_has_a_size(limit, machine_of):
    refused_by(machine_of("nora").get(f"/journeys?limit={limit}"), "field_type", 422)


def test_an_unknown_kind_is_refused(told_until, house, machine_of):
    body = entry("patient_cured", house.now)
    answer = machine_of("cora").record(coi_of(house, told_until()), body)
    refused_by(answer, "unknown_kind")


VALUES: tuple[Any, ...] = (None, 2**80, 1.5, "\0", [[]], [{}], {"a": 1})


OF_STAFF = [kind for kind in Kind if kind is not Kind.JOURNEY_OPENED and SPECS[kind].roles]
"""What somebody on the staff may record on a journey that is open."""


@pytest.mark.parametrize("kind", OF_STAFF)
def test_no_value_of_a_field_makes_a_rule_stumble(kind, told_until, house, machine_of):
    """Every field of every kind is given values of every type: 201 or a refusal, never a fault."""
    coi = coi_of(house, told_until("prepared"))
    spec = SPECS[kind]
    who = next(m for m in cast.EVERYONE if m.role in spec.roles)
    machine = machine_of(who.username)
    for name in (*(field.name for field in spec.fields), "reason", "confirmed"):
        for value in VALUES:
            answer = machine.record(coi, entry(kind, house.now, **{name: value}))
            assert answer.status_code in {201, 409}, (name, value, answer.text)


def test_symbols_of_another_structure_are_named(machine_of):
    answer = machine_of("nora").post("/scans", {"raw": symbols.place_symbol("RST-X")})
    assert answer.status_code == 409
