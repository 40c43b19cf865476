"""Which return visits are possible after a release, and why not on another day?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.events import SiteRules
from tracker.domain.protocol import ReadinessTest, VisitRules
from tracker.domain.visits.courses import Course, courses
from tracker.domain.visits.opening import Release, earliest
from tracker.domain.visits.rules import Search, against_course, against_day_zero

SATURDAY = 5


@dataclass(frozen=True)
class Window:
    """The days on which one readiness test may be done, first and last included."""

    code: str
    title: str
    first: date
    last: date


@dataclass(frozen=True)
class Plan:
    """A visit that breaks no rule. The last day of each clock is included in it."""

    day_zero: date
    chemotherapy: tuple[date, ...]
    regimen: str
    readiness: tuple[Window, ...]
    stay_near_until: date
    no_driving_until: date
    caregiver_until: date


def after_release(
    site: SiteRules, release: Release, booked: Mapping[date, int], indication: str = ""
) -> Search:
    """Return where to look for a visit once a product is released."""
    first = earliest(site, release)
    return Search(
        not_before=first.day_zero,
        booked=booked,
        indication=indication,
        chemotherapy_not_before=first.chemotherapy,
    )


def plans(rules: VisitRules, site: SiteRules, search: Search) -> tuple[Plan, ...]:
    """Return every visit that is possible: earliest day zero first, then least disruption."""
    found = [
        (course, day)
        for day in _days(search)
        if not any(against_day_zero(site, search, day))
        for course in courses(rules, search.indication, day)
        if not any(against_course(site, search, course))
    ]
    ranked = sorted(found, key=lambda pair: _disruption(*pair))
    return tuple(planned(rules, site, course, day) for course, day in ranked)


def why_not(rules: VisitRules, site: SiteRules, search: Search, day: date) -> tuple[str, ...]:
    """Return what forbids day zero on `day`; nothing when a visit is possible.

    For chemotherapy the course that comes closest speaks for its regimen.
    """
    reasons = list(against_day_zero(site, search, day))
    closest: dict[str, list[str]] = {}
    for course in courses(rules, search.indication, day):
        against = list(against_course(site, search, course))
        if not against:
            return tuple(reasons)
        held = closest.setdefault(course.regimen, against)
        if len(against) < len(held):
            closest[course.regimen] = against
    if not closest:
        reasons.append(f"This product has no chemotherapy for {search.indication}.")
    return tuple(reasons + [reason for each in closest.values() for reason in each])


def planned(rules: VisitRules, site: SiteRules, course: Course, day_zero: date) -> Plan:
    """Return the plan of a day zero and a course already chosen, with all dates that follow."""
    near = max(rules.stay_near_days, site.stay_near_days or 0)
    driving = max(rules.no_driving_days, site.no_driving_days or 0)
    return Plan(
        day_zero=day_zero,
        chemotherapy=course.days,
        regimen=course.regimen,
        readiness=tuple(_window(test, course, day_zero) for test in rules.readiness),
        stay_near_until=day_zero + timedelta(days=near),
        no_driving_until=day_zero + timedelta(days=driving),
        caregiver_until=day_zero + timedelta(days=rules.caregiver_days),
    )


def _days(search: Search) -> Iterator[date]:
    return (search.not_before + timedelta(days=count) for count in range(search.horizon_days))


def _disruption(course: Course, day_zero: date) -> tuple[date, int, int]:
    """Rank by day zero, then by weekend days of chemotherapy, then by the wait after it."""
    weekends = sum(day.weekday() >= SATURDAY for day in course.days)
    return day_zero, weekends, (day_zero - course.days[-1]).days


def _window(test: ReadinessTest, course: Course, day_zero: date) -> Window:
    """Place a test; one that would fall into chemotherapy moves before it, just as long."""
    first = day_zero + timedelta(days=test.from_day)
    last = day_zero + timedelta(days=test.to_day)
    late = max(timedelta(0), last - (course.days[0] - timedelta(days=1)))
    return Window(test.code, test.title, first - late, last - late)
