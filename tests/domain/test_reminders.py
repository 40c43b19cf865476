"""Is a patient reminded of each date in time, and of none that does not hold?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.domain import reminders
from tracker.domain.journey import Journey, Visit
from tracker.domain.owed import Owed

ZERO = date(2026, 12, 14)
BEGINS = ZERO - timedelta(days=5)
SECOND = ZERO + timedelta(days=14)
THEN = datetime(2026, 11, 2, 14, tzinfo=UTC)
CONFIRMED = Visit(
    id="V1",
    state="confirmed",
    day_zero=ZERO,
    chemotherapy=(BEGINS, BEGINS + timedelta(days=1)),
    regimen="",
    proposed_at=THEN,
    second_day=SECOND,
)


def told(**changed):
    return Journey("CHA999926000001").with_visit(replace(CONFIRMED, **changed))


@pytest.mark.parametrize("day", [BEGINS, ZERO, SECOND])
def test_a_week_before_each_date_and_the_day_before_and_at_no_other_time(day):
    told_of = {
        left: [
            ahead
            for of, ahead in reminders.due(told(), day - timedelta(days=left))
            if of == day
        ]
        for left in range(-2, 30)
    }
    assert {left: found for left, found in told_of.items() if found} == {7: [7], 6: [7], 1: [1]}


@pytest.mark.parametrize("state", ["provisional", "proposed", "needed", "done", "cancelled"])
def test_nobody_is_reminded_of_a_date_they_were_not_told_or_that_is_over(state):
    assert reminders.due(told(state=state), ZERO - timedelta(days=1)) == ()


def test_nobody_is_reminded_while_news_waits_for_a_voice():
    waiting = replace(told(), owed=(Owed("checking", THEN),))
    assert reminders.due(waiting, ZERO - timedelta(days=1)) == ()
