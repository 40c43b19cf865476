"""What does the end of a journey take back for people outside the room?"""

import pytest

from tests.actions.conftest import Hospital
from tracker.actions import visit_tasks
from tracker.demo.tale import DESK, DOCTOR
from tracker.domain import return_visit
from tracker.domain.kinds import Kind
from tracker.store import board, freezers, log, notices, tasks, visit_places
from tracker.store.db import db

ONE_DATABASE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What follows is decided by the rules; that it is kept alike on both, the first test shows."""


def test_a_death_takes_back_what_waits_and_frees_the_places_kept(hospital: Hospital):
    coi, tale = hospital.open()
    tale.tell("released")
    freezers.keep(freezers.Kept("RST-T1-R1-B02-P06", coi, "RST", "theo", tale.clock))
    db.session.commit()
    assert "waiting" in fates(coi)
    for dose in tale.bags("dose"):
        fate = {"container": dose, "fate": "destroyed", "reason": "The patient has died."}
        tale.do("max", Kind.CONTAINER_DISCARDED, signed=("max",), **fate)
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="The patient has died.")
    assert "waiting" in fates(coi)
    assert freezers.kept_for(coi)
    died = {"outcome": "died", "reason": "The patient has died."}
    tale.do(DESK, Kind.JOURNEY_CLOSED, signed=(DESK,), **died)
    assert "waiting" not in fates(coi)
    assert "withdrawn" in fates(coi)
    assert freezers.kept_for(coi) == ()


def fates(coi: str) -> set[str]:
    return {one.fate for one in notices.of(coi)}


@ONE_DATABASE
def test_dates_that_do_not_hold_any_more_are_told_at_once_and_somebody_is_asked_to_call(
    hospital: Hospital,
):
    coi, tale = hospital.open()
    tale.tell("confirmed")
    assert kinds(coi).count("visit") == 1
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="A fever.")
    assert kinds(coi).count("visit_changed") == 1
    assert calls(coi) == [False]
    tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the dates")
    assert calls(coi) == [True]


@ONE_DATABASE
def test_nobody_is_told_that_a_provisional_visit_changed(hospital: Hospital):
    coi, tale = hospital.open()
    tale.tell("released")
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="No bed.")
    assert not {"visit", "visit_changed"} & {*kinds(coi)}
    assert calls(coi) == []


def test_a_fault_in_the_proposal_leaves_no_release_half_written(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
):
    coi, tale = hospital.open()
    tale.tell("tested")
    known = _everything(coi)

    def broken(*_asked: object, **_named: object) -> None:
        raise ZeroDivisionError

    for room, name in (
        (return_visit, "proposal"),  # while the dates are sought
        (visit_places, "refresh"),  # after both entries are written
        (visit_tasks, "follow"),  # after messages and the task are written, too
    ):
        with monkeypatch.context() as fault:
            fault.setattr(room, name, broken)
            with pytest.raises(ZeroDivisionError):
                tale.release(tale.lot())
        db.session.rollback()
        assert _everything(coi) == known, name
        assert hospital.look(coi).released is None
    tale.release(tale.lot())
    assert [each.kind for each in log.load(coi)[-2:]] == [
        Kind.DISPOSITION_DECIDED,
        Kind.VISIT_PROPOSED,
    ]
    assert "plan_visit" in {task.kind for task in tasks.of(coi)}


def _everything(coi: str) -> tuple[object, ...]:
    """Return all that a release would leave behind."""
    return len(log.load(coi)), board.one(coi), notices.of(coi), tasks.of(coi)


def kinds(coi: str) -> list[str]:
    return [one.notice.kind for one in notices.of(coi)]


def calls(coi: str) -> list[bool]:
    found = [task for task in tasks.of(coi) if task.kind == "call_about_visit"]
    return [task.done_at is not None for task in found]
