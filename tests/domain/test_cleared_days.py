"""Which day did the physician clear, and may the cells be thawed on this one?"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.domain.telling import FRESH, FROZEN, Telling, at
from tracker.demo.tale import BEDSIDE, DOCTOR, SECOND_BEDSIDE, SECOND_TECH, TECH
from tracker.domain import next_steps, visit_dates, visit_moves
from tracker.domain.kinds import Kind


@pytest.fixture(params=[FROZEN, FRESH])
def out(request) -> Telling:
    """Day zero, cleared; the dose out of storage, compared with the order by two people."""
    told = at("cleared", request.param)
    (dose,) = told.tale.bags("dose")
    told.tale.take([dose])
    told.tale.verify((TECH, SECOND_TECH), "pre_thaw", told.tale.order(), told.tale.label(dose))
    return told


def dose_of(told):
    return next(item for item in told.journey.containers.values() if item.use == "dose")


def thaw(told):
    return {"scans": [told.tale.label(dose_of(told).id)], "signed": [TECH]}


def titles(told):
    return [step.title for step in next_steps.steps(told.journey, told.protocol)]


def test_a_thaw_begins_on_a_day_that_a_physician_cleared_and_on_no_other(out):
    out.tale.later(days=1)
    late = out.refusal(TECH, Kind.THAW_STARTED, **thaw(out))
    assert late.code == "cleared_for_another_day"
    assert str(visit_dates.local(out.tale.clock, out.site)) in late.sentence
    assert "Clear another day" in titles(out)
    out.do(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=[DOCTOR])
    out.do(TECH, Kind.THAW_STARTED, **thaw(out))


def test_a_day_is_cleared_once_and_never_one_before_it(out):
    again = out.refusal(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=[DOCTOR])
    assert (again.code, "cleared for today" in again.sentence) == ("visit_state", True)
    out.tale.later(days=1)
    out.do(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=[DOCTOR])
    out.tale.later(days=-1)
    back = out.refusal(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=[DOCTOR])
    assert back.code == "visit_state"


def test_the_day_that_was_cleared_is_the_day_of_the_hospital(out):
    """In Auckland nine in the morning and six in the evening, by UTC, are of two days."""
    day = out.tale.clock.date()
    out.site = replace(out.site, zone="Pacific/Auckland")
    cleared = replace(out.visit(), cleared_at=datetime.combine(day, time(9), UTC))
    out.journey = out.journey.with_visit(cleared)
    out.tale.clock = datetime.combine(day, time(18), UTC)
    late = out.refusal(TECH, Kind.THAW_STARTED, **thaw(out))
    assert late.code == "cleared_for_another_day"


def test_another_day_is_cleared_only_within_the_days_that_chemotherapy_leaves():
    told = at("cleared")
    window = visit_moves.infusion_window(told.protocol, told.visit(), told.site)
    assert window is not None
    assert window.last is not None
    told.tale.clock = told.tale.hour(window.last + timedelta(days=1))
    refusal = told.refusal(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=[DOCTOR])
    assert refusal.code == "day_not_possible"


def test_cells_thawed_before_midnight_are_given_after_it(out):
    """A bag that is thawed cannot wait: the day is asked of the thaw, not of the vein."""
    tomorrow = visit_dates.local(out.tale.clock, out.site) + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), ZoneInfo(out.site.zone)).astimezone(UTC)
    out.tale.clock = midnight - timedelta(minutes=10)
    out.do(TECH, Kind.THAW_STARTED, **thaw(out))
    out.do(TECH, Kind.THAW_ENDED, **thaw(out), integrity="intact")
    out.tale.hand_over(TECH, BEDSIDE, [dose_of(out).id])
    out.tale.clock = max(out.tale.clock, midnight)
    nurses = (BEDSIDE, SECOND_BEDSIDE)
    scans = (out.tale.wristband(), out.tale.label(dose_of(out).id))
    out.tale.verify(nurses, "bedside", *scans, stated=True)
    out.do(BEDSIDE, Kind.INFUSION_STARTED, scans=scans, signed=nurses)
    assert visit_dates.local(dose_of(out).infusion_started_at, out.site) == tomorrow
