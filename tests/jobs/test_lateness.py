"""Is a task raised for what is late, once, and finished when it no longer is?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.actions.conftest import Hospital, settled
from tracker.demo import stages
from tracker.demo.tale import DESK, DOCTOR, TECH
from tracker.domain import news, overdue
from tracker.domain.kinds import Kind
from tracker.jobs.lateness import raise_overdue
from tracker.jobs.promises import keep_promises
from tracker.jobs.reminders import remind
from tracker.store import notices, sites, tasks

SOON = timedelta(minutes=1)

# What is late is told by the rules; that tasks are kept alike on both databases, tests/store shows.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def hospital(stored) -> Hospital:  # noqa: ARG001 - it is the context, not a value
    return settled()


def waiting(coi: str, kind: str) -> list[str]:
    return [task.about for task in tasks.of(coi) if task.kind == kind and task.done_at is None]


def test_a_milestone_that_is_late_raises_one_task_and_reaching_it_finishes_it(hospital):
    coi, tale = hospital.open()
    tale.tell("prepared")
    raise_overdue(tale.clock)
    assert waiting(coi, "late_milestone") == []
    tale.later(days=40)
    assert raise_overdue(tale.clock) == 1
    assert raise_overdue(tale.clock + SOON) == 0
    assert waiting(coi, "late_milestone") == ["AUTHORIZED"]
    tale.authorize()
    raise_overdue(tale.clock + SOON)
    assert waiting(coi, "late_milestone") == []


def test_an_offer_nobody_answers_raises_a_task(hospital):
    coi, tale = hospital.open()
    tale.tell("frozen")
    bags = tale.bags("cryobag")
    tale.take(bags)
    offer = {"containers": bags, "to_role": "infusion_nurse"}
    tale.do(TECH, Kind.CUSTODY_OFFERED, signed=(TECH,), **offer)
    raise_overdue(tale.clock + timedelta(hours=1))
    assert waiting(coi, "unanswered_offer") == []
    raise_overdue(tale.clock + timedelta(hours=3))
    assert len(waiting(coi, "unanswered_offer")) == len(bags)
    tale.do(TECH, Kind.CUSTODY_WITHDRAWN, signed=(TECH,), containers=bags, reason="Too late.")
    raise_overdue(tale.clock + timedelta(hours=3))
    assert waiting(coi, "unanswered_offer") == []


def test_a_frozen_bag_that_stands_about_raises_a_task_until_it_is_stored_again(hospital):
    coi, tale = hospital.open()
    tale.tell("frozen")
    _, bag = tale.bags("cryobag")
    tale.take([bag])
    raise_overdue(tale.clock + timedelta(minutes=50))
    assert waiting(coi, "out_of_storage") == []
    raise_overdue(tale.clock + timedelta(minutes=70))
    assert [about.split()[0] for about in waiting(coi, "out_of_storage")] == [bag]
    tale.store([bag])
    raise_overdue(tale.clock + timedelta(minutes=70))
    assert waiting(coi, "out_of_storage") == []


def test_a_bag_in_other_hands_or_in_a_shipper_does_not_stand_about(hospital):
    coi, tale = hospital.open()
    tale.tell("shipped")
    raise_overdue(tale.clock + timedelta(hours=3))
    assert waiting(coi, "out_of_storage") == []


def test_a_shipper_no_courier_takes_raises_a_task(hospital):
    _, tale = hospital.open()
    tale.tell("shipped")
    packed = {item.id: item for item in tale.look().shipments.values()}
    assert [item.state for item in packed.values()] == ["under_way"]
    shipment = replace(next(iter(packed.values())), state="packed")
    waits = replace(tale.look(), shipments={shipment.id: shipment})
    site = sites.rules("RST")
    assert site is not None
    found = overdue.late(waits, tale.protocol, site, shipment.packed_at + timedelta(hours=2))
    assert "courier_late" in {item.kind for item in found}
    slow = replace(site, courier_wait_minutes=180)
    found = overdue.late(waits, tale.protocol, slow, shipment.packed_at + timedelta(hours=2))
    assert "courier_late" not in {item.kind for item in found}


def test_a_release_that_waits_for_its_visit_raises_a_task(hospital):
    """One working day of the site: over a weekend it is longer than 24 hours."""
    coi, tale = hospital.open()
    tale.tell("released")
    site = sites.rules("RST")
    lot = tale.look().released
    assert site is not None
    assert lot is not None
    due = news.call_by(lot.released_at, site)
    raise_overdue(due)
    assert waiting(coi, "release_waits") == []
    raise_overdue(due + SOON)
    assert waiting(coi, "release_waits") == list(tale.look().lots)
    tale.confirm_visit()
    raise_overdue(due + SOON)
    assert waiting(coi, "release_waits") == []


def test_a_call_that_was_promised_and_not_made_raises_a_task(hospital):
    coi, tale = hospital.open()
    tale.tell("made")
    stages.lot_lost(tale)
    raise_overdue(tale.clock + timedelta(hours=23))
    assert waiting(coi, "call_late") == []
    raise_overdue(tale.clock + timedelta(hours=25))
    assert len(waiting(coi, "call_late")) == 1
    tale.later(hours=26)
    tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the next step")
    raise_overdue(tale.clock)
    assert waiting(coi, "call_late") == []


def test_a_closed_journey_owes_the_check_ups_of_its_first_year_and_nothing_else(hospital):
    coi, tale = hospital.open()
    tale.tell()
    assert hospital.look(coi).closed == "completed"
    raise_overdue(tale.clock + timedelta(days=20))
    assert [task for task in tasks.of(coi) if task.done_at is None] == []
    raise_overdue(tale.clock + timedelta(days=95))
    assert waiting(coi, "follow_up_late") == ["day 90"], "day 28 was written down before"
    tale.later(days=95)
    tale.do(DOCTOR, Kind.FOLLOW_UP_RECORDED, day_after=94, seen="in_person")
    raise_overdue(tale.clock)
    assert waiting(coi, "follow_up_late") == []
    raise_overdue(tale.clock + timedelta(days=900))
    late = [(task.kind, task.about) for task in tasks.of(coi) if task.done_at is None]
    assert late == [("follow_up_late", f"day {day}") for day in (180, 365)]


def test_a_journey_that_ended_without_the_cells_owes_the_talk_alone(hospital):
    coi, tale = hospital.open()
    why = {"outcome": "not_a_candidate", "reason": "too weak"}
    tale.do(DESK, Kind.JOURNEY_CLOSED, signed=(DESK,), **why)
    raise_overdue(tale.clock + timedelta(days=900))
    open_now = {task.kind for task in tasks.of(coi) if task.done_at is None}
    assert open_now == {"talk_to_patient", "call_late"}
    tale.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the end")
    raise_overdue(tale.clock + timedelta(days=900))
    assert [task for task in tasks.of(coi) if task.done_at is None] == []


def stills(coi: str) -> list[str]:
    return [fate.notice.key for fate in notices.of(coi) if fate.notice.kind == "still"]


def test_who_waits_gets_a_sign_of_life_every_week_each_once_and_in_time_for_a_night(hospital):
    coi, tale = hospital.open()
    tale.tell("begun")
    now = tale.clock
    for days, expected in ((1, 0), (6, 0), (6.3, 1), (9, 1), (13, 1), (15, 2)):
        keep_promises(now + timedelta(days=days))
        assert len(stills(coi)) == expected, days


def test_nobody_gets_one_while_a_voice_is_owed_and_everybody_with_dates_in_hand(hospital):
    coi, tale = hospital.open()
    tale.tell("made")
    stages.lot_lost(tale)
    other, told = hospital.open()
    told.tell("confirmed")
    keep_promises(max(tale.clock, told.clock) + timedelta(days=8))
    assert stills(coi) == []
    assert stills(other) != []


def test_after_the_cells_a_sign_of_life_comes_each_week_and_later_each_month_until_closing(
    hospital,
):
    coi, tale = hospital.open()
    tale.tell("infused")
    last = max(each.at for each in tale.look().milestones.values())
    for days, expected in ((7, 1), (14, 2), (21, 3), (28, 4), (35, 4), (55, 4), (56, 5)):
        keep_promises(last + timedelta(days=days))
        assert len(stills(coi)) == expected, days
    tale.finish()
    keep_promises(tale.clock + timedelta(days=90))
    assert len(stills(coi)) == 5


def reminded(coi: str) -> list[tuple[str, str]]:
    """Return of which date, and how long before, and what became of it."""
    found = [fate for fate in notices.of(coi) if fate.notice.kind == "visit_reminder"]
    return sorted(
        (fate.notice.key.partition("visit_reminder:")[2], fate.fate) for fate in found
    )


def test_a_date_that_is_near_is_reminded_of_once_and_no_more_when_it_moves(hospital):
    coi, tale = hospital.open()
    tale.tell("confirmed")
    visit = hospital.look(coi).visit
    begins = visit.chemotherapy[0]
    eve = tale.clock + timedelta(days=(begins - tale.clock.date()).days - 1)
    assert remind(eve) > 0
    assert remind(eve + SOON) == 0
    assert (f"{begins}:1", "waiting") in reminded(coi)
    for day in (visit.day_zero + timedelta(days=14), visit.day_zero):
        moved = {"day_zero": day.isoformat(), "reason": "A fever, and no fever."}
        tale.do(DESK, Kind.VISIT_MOVED, signed=(DESK,), **moved)
        assert {fate for _, fate in reminded(coi)} == {"withdrawn"}
    assert remind(eve) > 0, "the day holds again"
    assert (f"{begins}:1", "waiting") in reminded(coi)
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="A fever.")
    assert {fate for _, fate in reminded(coi)} == {"withdrawn"}
    assert remind(eve + SOON) == 0
