"""On which days is the patient tested before chemotherapy, and is there still a day for each test?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tracker.domain.events import SiteRules
from tracker.domain.protocol import ReadinessTest, VisitRules
from tracker.domain.visits.courses import Course
from tracker.domain.visits.days_off import EVERYTHING, SATURDAY, closed
from tracker.domain.visits.rules import Search, spoken


@dataclass(frozen=True)
class Window:
    """The days on which one readiness test may be done, first and last included."""

    code: str
    title: str
    first: date
    last: date


def windows(rules: VisitRules, course: Course, day_zero: date) -> tuple[Window, ...]:
    """Return the window of each test of the product."""
    return tuple(_window(test, course, day_zero) for test in rules.readiness)


def _window(test: ReadinessTest, course: Course, day_zero: date) -> Window:
    """Place a test; one that would fall into chemotherapy moves before it, just as long."""
    first = day_zero + timedelta(days=test.from_day)
    last = day_zero + timedelta(days=test.to_day)
    late = max(timedelta(0), last - (course.days[0] - timedelta(days=1)))
    return Window(test.code, test.title, first - late, last - late)


def in_time(rules: VisitRules, site: SiteRules, search: Search) -> Callable[[date, date], bool]:
    """Return who says whether each test can be done before a day zero and a first chemotherapy.

    Asked of every course of a horizon, so each test's window is looked at once.
    """
    asked = rules.readiness

    @cache
    def has_day(number: int, last: date) -> bool:
        return _has_day(site, search, asked[number], last)

    @cache
    def enough(day_zero: date, begins: date) -> bool:
        latest = begins - timedelta(days=1)
        return all(
            has_day(number, min(day_zero + timedelta(days=test.to_day), latest))
            for number, test in enumerate(asked)
        )

    return enough if search.tests_from is not None else lambda _day_zero, _begins: True


def against_tests(
    rules: VisitRules, site: SiteRules, search: Search, course: Course, day_zero: date
) -> Iterator[str]:
    """Yield the tests for which no day is left before a course."""
    for test, window in zip(rules.readiness, windows(rules, course, day_zero), strict=True):
        asked = search.tests_from is not None
        if asked and not _has_day(site, search, test, window.last):
            yield f"{test.title} would have to be done by {spoken(window.last)}."


def _has_day(site: SiteRules, search: Search, test: ReadinessTest, last: date) -> bool:
    """Say whether a test was done within its window, or the site works on a day still left of it."""
    assert search.tests_from is not None, "asked only where tests are looked at"
    opens = last - timedelta(days=test.to_day - test.from_day)
    done = search.tests_done.get(test.code)
    if done is not None and done >= opens:
        return True
    first = max(opens, search.tests_from)
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return any(_works(site, search, day) for day in days)


def _works(site: SiteRules, search: Search, day: date) -> bool:
    off = day.weekday() >= SATURDAY or day in site.holidays
    away = any(first <= day <= last for first, last in search.away)
    return not (off or away or closed(site, EVERYTHING, day) is not None)
