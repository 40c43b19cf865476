"""Which dates of a visit does the patient live by?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.visits.planner import Plan

APPOINTMENTS: Final = ("tests", "chemotherapy", "day_zero", "second_dose")
"""What is an appointment at the hospital; the other dates of a visit are rules to live by."""


@dataclass(frozen=True)
class Dated:
    """One line of the patient's calendar, first and last day included.

    `code` is `tests`, `chemotherapy`, `day_zero`, `second_dose`, `stay_near`, `no_driving` or
    `caregiver`: `tracker/languages` has the words. `hours` is how long it takes at most, 0 for all day.
    """

    code: str
    first: date
    last: date
    hours: int = 0


def calendar_dates(plan: Plan, visit_hours: int) -> tuple[Dated, ...]:
    """Return the dates of a plan in the order in which they begin."""
    return tuple(sorted(_dates(plan, visit_hours), key=lambda dated: dated.first))


def _dates(plan: Plan, visit_hours: int) -> Iterator[Dated]:
    if plan.readiness:
        first = min(window.first for window in plan.readiness)
        last = max(window.last for window in plan.readiness)
        yield Dated("tests", first, last)
    yield Dated("chemotherapy", plan.chemotherapy[0], plan.chemotherapy[-1])
    yield Dated("day_zero", plan.day_zero, plan.day_zero, visit_hours)
    if plan.second_day:
        yield Dated("second_dose", plan.second_day, plan.second_day, visit_hours)
    yield Dated("stay_near", plan.day_zero, plan.stay_near_until)
    yield Dated("no_driving", plan.day_zero, plan.no_driving_until)
    yield Dated("caregiver", plan.day_zero, plan.caregiver_until)
