"""Which return visits are possible after a release, and why not on another day?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tracker.domain.events import SiteRules, Taken
from tracker.domain.protocol import VisitRules
from tracker.domain.visits.clocks import clocks
from tracker.domain.visits.courses import Course, courses
from tracker.domain.visits.days_off import SATURDAY
from tracker.domain.visits.opening import Release, earliest
from tracker.domain.visits.readiness import Window, against_tests, in_time, windows
from tracker.domain.visits.rules import (
    Search,
    against_chemotherapy,
    against_course,
    against_day_zero,
    against_infusion,
)


@dataclass(frozen=True)
class Choice:
    """A day zero and a course that break no rule. Its other dates follow: see `planned`.

    `second_day` is the day of the second dose, where the product is split.
    """

    day_zero: date
    course: Course
    second_day: date | None = None

    @property
    def infusions(self) -> tuple[date, ...]:
        """Return the days on which cells are given."""
        return (self.day_zero, self.second_day) if self.second_day else (self.day_zero,)


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
    second_day: date | None = None


def after_release(
    site: SiteRules, release: Release, taken: Taken, indication: str = ""
) -> Search:
    """Return where to look for a visit once a product is released."""
    first = earliest(site, release)
    return Search(
        not_before=first.day_zero,
        taken=taken,
        indication=indication,
        chemotherapy_not_before=first.chemotherapy,
    )


def plans(rules: VisitRules, site: SiteRules, search: Search) -> tuple[Plan, ...]:
    """Return every visit that is possible with all its dates; `choices` is cheaper."""
    return tuple(planned_as(rules, site, each) for each in choices(rules, site, search))


def choices(rules: VisitRules, site: SiteRules, search: Search) -> tuple[Choice, ...]:
    """Return every visit that is possible: earliest day zero first, then least disruption."""
    return tuple(sorted(_possible(rules, site, search), key=_disruption))


def _possible(rules: VisitRules, site: SiteRules, search: Search) -> Iterator[Choice]:
    """Yield what no rule forbids. Each day of chemotherapy is judged once, not once a course."""
    earliest_day = search.chemotherapy_not_before or date.min

    @cache
    def gives(day: date) -> bool:
        return day >= earliest_day and not any(against_chemotherapy(site, search, day, ""))

    @cache
    def infuses(day: date) -> bool:
        return not any(against_infusion(site, search, day))

    tested = in_time(rules, site, search)
    for count in range(search.horizon_days):
        day = search.not_before + timedelta(days=count)
        if any(against_day_zero(site, search, day)):
            continue
        second = next((each for each in second_days(rules, day) if infuses(each)), None)
        if rules.second_dose and second is None:
            continue
        for course in courses(rules, search.indication, day):
            if all(map(gives, course.days)) and tested(day, course.days[0]):
                yield Choice(day, course, second)


def second_days(rules: VisitRules, day_zero: date) -> tuple[date, ...]:
    """Return the days on which a second dose may be planned, the one it is meant for first."""
    dose = rules.second_dose
    if dose is None:
        return ()
    days = sorted(range(dose.from_day, dose.to_day + 1), key=lambda each: abs(each - dose.day))
    return tuple(day_zero + timedelta(days=each) for each in days)


def why_not(rules: VisitRules, site: SiteRules, search: Search, day: date) -> tuple[str, ...]:
    """Return what forbids day zero on `day`; nothing when a visit is possible.

    For chemotherapy the course that comes closest speaks for its regimen.
    """
    reasons = [*against_day_zero(site, search, day), *_against_second(rules, site, search, day)]
    closest: dict[str, list[str]] = {}
    for course in courses(rules, search.indication, day):
        against = list(against_course(site, search, course))
        against += against_tests(rules, site, search, course, day)
        if not against:
            return tuple(reasons)
        held = closest.setdefault(course.regimen, against)
        if len(against) < len(held):
            closest[course.regimen] = against
    if not closest:
        reasons.append(
            f"This product has no chemotherapy for {search.indication}."
            if search.indication
            else "The indication decides the chemotherapy: say it first."
        )
    return tuple(dict.fromkeys(reasons + [why for each in closest.values() for why in each]))


def _against_second(
    rules: VisitRules, site: SiteRules, search: Search, day_zero: date
) -> Iterator[str]:
    """Yield why no day of its window takes the second dose; the day it is meant for speaks."""
    days = second_days(rules, day_zero)
    against = [list(against_infusion(site, search, day)) for day in days]
    if against and all(against):
        yield from (f"Second dose: {reason}" for reason in against[0])


def reasons(site: SiteRules, search: Search, choice: Choice) -> tuple[str, ...]:
    """Return what speaks for a choice and what it costs, as the coordinator would say it."""
    weekend = sum(day.weekday() >= SATURDAY for day in choice.course.days)
    wait = (choice.day_zero - choice.course.days[-1]).days
    ahead = (choice.day_zero - search.not_before).days
    free = site.infusions_per_day - search.taken.get("infusion", {}).get(choice.day_zero, 0)
    return (
        "The first day the product can be ready." if not ahead else _later(ahead),
        f"{weekend} of {len(choice.course.days)} days of chemotherapy on a weekend."
        if weekend
        else "Chemotherapy on weekdays only.",
        f"{wait} days between chemotherapy and the cells.",
        f"{free} of {site.infusions_per_day} infusion places free.",
    )


def _later(days: int) -> str:
    return f"{days} day{'s' if days > 1 else ''} after the product can be ready."


def planned_as(rules: VisitRules, site: SiteRules, choice: Choice) -> Plan:
    """Return the whole plan of a choice."""
    return planned(rules, site, choice.course, choice.day_zero, choice.second_day)


def planned(
    rules: VisitRules,
    site: SiteRules,
    course: Course,
    day_zero: date,
    second_day: date | None = None,
) -> Plan:
    """Return the plan of a day zero and a course already chosen, with all dates that follow.

    What is counted after the cells counts from the last dose.
    """
    near, driving, caregiver = clocks(rules, site, second_day or day_zero)
    return Plan(
        day_zero=day_zero,
        chemotherapy=course.days,
        regimen=course.regimen,
        readiness=windows(rules, course, day_zero),
        stay_near_until=near.until,
        no_driving_until=driving.until,
        caregiver_until=caregiver.until,
        second_day=second_day,
    )


def _disruption(choice: Choice) -> tuple[date, int, int]:
    """Rank by day zero, then by weekend days of chemotherapy, then by the wait after it."""
    given_on = choice.course.days
    weekends = sum(day.weekday() >= SATURDAY for day in given_on)
    return choice.day_zero, weekends, (choice.day_zero - given_on[-1]).days
