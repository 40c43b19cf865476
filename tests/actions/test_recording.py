"""Everything is recorded whole or not at all, and a refused scan is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.actions import station
from tests.actions.conftest import Hospital
from tests.processes import settings_of, together
from tracker.actions import recording, scanning
from tracker.demo.tale import Attempt
from tracker.domain import symbols
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.visits.places import CHAIR, INFUSION, Place
from tracker.reads import journeys
from tracker.store import (
    board,
    log,
    notices,
    patients,
    refused_scans,
    tasks,
    verify,
    visit_places,
)


def test_a_whole_journey_is_recorded_and_the_log_holds(hospital: Hospital) -> None:
    coi, tale = hospital.open()
    tale.tell()
    line = board.one(coi)
    assert line is not None
    assert line.summary.closed == "completed"
    assert verify.whole_log(journeys.derive).fault is None


def test_another_patients_bag_is_refused_kept_and_changes_nothing_else(
    hospital: Hospital,
) -> None:
    _, other = hospital.open("example-fresh")
    other.prepare()
    other.authorize()
    other.band()
    bag = other.collect()
    wrong = other.label(bag)
    coi, tale = hospital.open("example-fresh")
    tale.prepare()
    tale.authorize()
    before = hospital.look(coi)
    attempt = Attempt("theo", Kind.CELLS_COUNTED, tale.later(hours=30), {}, (wrong,))
    with pytest.raises(Refused) as refused:
        hospital.submit(coi, attempt)
    assert refused.value.code == "identity_mismatch"
    after = hospital.look(coi)
    assert after.near_misses == before.near_misses + 1
    assert (after.containers, after.milestones) == (before.containers, before.milestones)
    kept = log.load(coi)[-1]
    assert (kept.kind, kept.scans, kept.by.name) == (
        Kind.IDENTITY_MISMATCH,
        (wrong,),
        "Theo Lindqvist",
    )


def test_a_scan_at_the_wrong_journey_is_a_mismatch_there(hospital: Hospital) -> None:
    first, tale = hospital.open()
    second, _ = hospital.open()
    wristband = symbols.wristband_symbol(hospital.look(first))
    asked = recording.request(tale.later(hours=1))
    with pytest.raises(Refused) as refused:
        scanning.look(scanning.Look(wristband, second), hospital.people["nora"], asked)
    assert refused.value.code == "identity_mismatch"
    assert hospital.look(second).near_misses == 1
    assert hospital.look(first).near_misses == 0
    found = scanning.look(scanning.Look(wristband, first), hospital.people["nora"], asked)
    assert found.told.journey.coi == first


def test_a_scan_that_no_journey_knows_is_kept_apart(hospital: Hospital) -> None:
    _, tale = hospital.open()
    asked = recording.request(tale.later(hours=1))
    with pytest.raises(Refused) as refused:
        scanning.look(scanning.Look("=A99992600009900"), hospital.people["nora"], asked)
    assert refused.value.code == "identifier_unknown"
    assert [scan.raw for scan in refused_scans.recent(None)] == ["=A99992600009900"]


def test_a_journey_of_another_hospital_is_not_there(hospital: Hospital) -> None:
    coi, _ = hospital.open()
    with pytest.raises(Refused) as refused:
        journeys.seen_by(hospital.people["ada"], coi)
    assert refused.value.code == "not_found"


@pytest.mark.parametrize(
    "data",
    [
        {"containers": 7},
        {"containers": [{"a": 1}]},
        {"container": {"a": [1]}},
        {"container": ["x"]},
        {"place": {"a": 1}},
        {"shipment": 3.5},
        {"confirmed": 1},
        {"reason": "\ud800"},
    ],
)
@pytest.mark.parametrize("kind", [Kind.CUSTODY_OFFERED, Kind.STORED, Kind.SHIPMENT_RECEIVED])
def test_a_malformed_field_is_a_refusal_and_nothing_is_written(
    hospital: Hospital, kind: Kind, data: dict[str, Any]
) -> None:
    coi, tale = hospital.open()
    before = log.head(coi)
    with pytest.raises(Refused):
        hospital.submit(coi, Attempt("theo", kind, tale.later(minutes=1), data))
    assert log.head(coi) == before


@pytest.mark.parametrize("raw", ["\x00", "=\x00", "x" * 5000, "PL:\ud800", "]C1=A9999", " "])
def test_an_unreadable_scan_is_kept_word_for_word(hospital: Hospital, raw: str) -> None:
    coi, tale = hospital.open()
    with pytest.raises(Refused):
        hospital.submit(coi, Attempt("theo", Kind.STORED, tale.later(minutes=1), {}, (raw,)))
    kept = log.load(coi)[-1]
    assert (kept.kind, kept.scans) == (Kind.SCAN_REFUSED, (raw,))


def test_a_release_proposes_the_visit_and_raises_the_task_at_once(hospital: Hospital) -> None:
    coi, tale = hospital.open("example-fresh")
    _to_release(tale)
    kinds = [entry.kind for entry in log.load(coi)[-2:]]
    assert kinds == [Kind.DISPOSITION_DECIDED, Kind.VISIT_PROPOSED]
    assert [task.kind for task in tasks.of(coi) if task.done_at is None] == ["plan_visit"]
    assert visit_places.of(coi) is None
    tale.confirm_visit()
    visit = hospital.look(coi).visit
    assert visit is not None
    held = visit_places.of(coi)
    assert held is not None
    assert visit.day_zero is not None
    assert held[0] == "RST"
    assert Place(INFUSION, visit.day_zero) in held[1]
    assert {Place(CHAIR, day) for day in visit.chemotherapy} <= held[1]
    assert "plan_visit" not in {task.kind for task in tasks.of(coi) if task.done_at is None}
    told = [fate.notice.kind for fate in notices.of(coi)]
    assert "visit" in told


def test_a_message_holds_no_name_and_is_sent_to_the_journeys_own_patient(
    hospital: Hospital,
) -> None:
    coi, tale = hospital.open("example-fresh")
    _to_release(tale)
    patient = patients.of(coi)
    assert patient is not None
    for fate in notices.of(coi):
        assert fate.notice.recipient == patient.id
        assert "Pia" not in repr(fate.notice)


def test_the_last_infusion_place_goes_to_one_of_two(hospital: Hospital) -> None:
    days = []
    for _ in range(3):
        coi, tale = hospital.open("example-fresh")
        _to_release(tale)
        days.append((coi, tale))
    day = hospital.look(days[0][0]).visit
    assert day is not None
    assert day.day_zero is not None
    wanted = day.day_zero.isoformat()
    for _, tale in days[:2]:
        tale.do("cora", Kind.VISIT_CONFIRMED, signed=("cora",), day_zero=wanted)
    with pytest.raises(Refused) as refused:
        days[2][1].do("cora", Kind.VISIT_CONFIRMED, signed=("cora",), day_zero=wanted)
    assert refused.value.code == "no_capacity"


def test_two_stations_at_once_are_told_the_true_reason(
    hospital: Hospital, stored: Flask, secrets_of_tests: dict[str, Any], tmp_path: Path
) -> None:
    """Three real processes record the same milestone: one does, two hear that it is done."""
    coi, tale = hospital.open()
    order = coi, tale.clock + timedelta(minutes=1)
    database = stored.config["SQLALCHEMY_DATABASE_URI"]
    settings = settings_of(secrets_of_tests, database, tmp_path)
    answers = together(station.evaluate, settings, [order] * 3)
    assert sorted(answers) == ["already_reached"] * 2 + ["recorded"]
    assert verify.whole_log(journeys.derive).fault is None


def _to_release(tale: Any) -> None:
    tale.prepare()
    tale.authorize()
    tale.band()
    tale.collect()
    tale.decide()
    tale.ship_out()
    tale.receive("max", "mia")
    lot = tale.begin_lot()
    tale.make(lot)
    tale.test(lot)
    tale.release(lot)
