"""Is a plan sound? Asked of every plan before it is confirmed, in rules written apart from the planner's.

Only the shapes of a search and a choice are shared with `rules`, `courses` and `planner`: a fault in the
one is seen by the other. Slow and plain on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from tracker.domain.events import SiteRules
from tracker.domain.protocol import Regimen, VisitRules
from tracker.domain.visits.courses import Course
from tracker.domain.visits.planner import Choice
from tracker.domain.visits.rules import Search

ONE_DAY: Final = timedelta(days=1)
FRIDAY: Final = 4


def faults(
    rules: VisitRules, site: SiteRules, search: Search, choice: Choice
) -> tuple[str, ...]:
    """Return everything that is wrong with a plan, in short sentences; nothing when it is sound."""
    return (
        *_wrong_course(rules, search, choice),
        *_wrong_second_dose(rules, choice),
        *_wrong_doses(site, search, choice),
        *_wrong_chemotherapy(site, search, choice),
        *_wrong_tests(rules, site, search, choice),
        *_wrong_for_patient(search, choice),
    )


def faults_once_begun(
    rules: VisitRules, site: SiteRules, search: Search, choice: Choice, last_dose: date
) -> tuple[str, ...]:
    """Return what is wrong with a day zero that moved after chemotherapy, given until `last_dose`.

    Chemotherapy and its tests lie behind: only the days on which cells are given are looked at.
    """
    return (
        *_wrong_wait(rules, choice, last_dose),
        *_wrong_second_dose(rules, choice),
        *_wrong_doses(site, search, choice),
        *_wrong_for_patient(search, replace(choice, course=Course(choice.course.regimen, ()))),
    )


def faults_of_second(
    rules: VisitRules, site: SiteRules, search: Search, given_on: date, day: date
) -> tuple[str, ...]:
    """Return what is wrong with a second dose that moved to `day`, the first given on `given_on`."""
    split, found = rules.second_dose, []
    after = (day - given_on).days
    if split is None or after < split.from_day or after > split.latest_day:
        found.append("The second dose lies outside its window.")
    alone = Choice(day, Course("", ()))
    return (*found, *_wrong_dose(site, search, day), *_wrong_for_patient(search, alone))


def _wrong_wait(rules: VisitRules, choice: Choice, last_dose: date) -> Iterator[str]:
    """Yield what is wrong with the days between chemotherapy as it was given and the cells."""
    wait = (choice.day_zero - last_dose).days
    for regimen in rules.regimens:
        if regimen.name != choice.course.regimen:
            continue
        latest = regimen.repeat_after_days or regimen.gap_max_days
        least = -regimen.days[-1] if regimen.gap_min_days is None else regimen.gap_min_days
        if wait < max(1, least) or (latest is not None and wait > latest):
            yield f"{regimen.name} does not allow {wait} days before the cells."


def _wrong_course(rules: VisitRules, search: Search, choice: Choice) -> Iterator[str]:
    given = choice.course.days
    fitting = [
        regimen
        for regimen in rules.regimens
        if regimen.name == choice.course.regimen
        and _meant_for(rules, regimen, search.indication)
        and _as_prescribed(regimen, given, choice.day_zero)
    ]
    if not fitting:
        yield f"{choice.course.regimen} is not given like this."


def _meant_for(rules: VisitRules, regimen: Regimen, indication: str) -> bool:
    """Say whether a regimen is right for this patient, whatever of what is unknown they may have."""
    may_have = [indication]
    if indication == "":
        may_have = [each for other in rules.regimens for each in _meanings(other)]
    meant = _meanings(regimen)
    return "all" in meant or all(each in meant for each in may_have if each != "all")


def _meanings(regimen: Regimen) -> list[str]:
    return [each.strip() for each in regimen.indication.split(",")]


def _as_prescribed(regimen: Regimen, given: tuple[date, ...], day_zero: date) -> bool:
    if len(given) != len(regimen.days):
        return False
    steps = [(later - earlier).days for earlier, later in pairwise(given)]
    if steps != [later - earlier for earlier, later in pairwise(regimen.days)]:
        return False
    wait = (day_zero - given[-1]).days
    if regimen.gap_min_days is None or regimen.gap_max_days is None:
        return wait == -regimen.days[-1]
    return regimen.gap_min_days <= wait <= regimen.gap_max_days


def _wrong_second_dose(rules: VisitRules, choice: Choice) -> Iterator[str]:
    split = rules.second_dose
    if (split is None) != (choice.second_day is None):
        yield "The number of doses is wrong."
    elif split and choice.second_day:
        after = (choice.second_day - choice.day_zero).days
        if after < split.from_day or after > split.to_day:
            yield "The second dose lies outside its window."


def _wrong_doses(site: SiteRules, search: Search, choice: Choice) -> Iterator[str]:
    if choice.day_zero < search.not_before:
        yield "The product is not there yet."
    if (choice.day_zero - search.not_before).days >= search.horizon_days:
        yield "The day is too far ahead."
    for day in (choice.day_zero, choice.second_day):
        if day is not None:
            yield from _wrong_dose(site, search, day)
    for night in range(site.bed_nights):
        day = choice.day_zero + night * ONE_DAY
        if _shut(site, day, "bed", whole=False) or _none_left(site.beds, search, "bed", day):
            yield f"There is no bed on {day}."


def _wrong_dose(site: SiteRules, search: Search, day: date) -> Iterator[str]:
    if day.weekday() not in site.infusion_weekdays or day in site.holidays:
        yield f"No cells are given on {day}."
    if _shut(site, day, "infusion") or _shut(site, day, "thaw"):
        yield f"The site is closed on {day}."
    if _none_left(site.infusions_per_day, search, "infusion", day):
        yield f"No infusion place is left on {day}."
    if _none_left(site.thaws_per_day, search, "thaw", day):
        yield f"No thaw is left on {day}."
    if not site.infusions_before_long_weekends and _long_weekend_follows(site, day):
        yield f"A long weekend follows {day}."
    if search.expires_on is not None and search.expires_on < day:
        yield f"The product has expired on {day}."


def _wrong_chemotherapy(site: SiteRules, search: Search, choice: Choice) -> Iterator[str]:
    for day in choice.course.days:
        if search.chemotherapy_not_before and day < search.chemotherapy_not_before:
            yield f"Chemotherapy may not start as early as {day}."
        holiday = day in site.holidays and not site.chemotherapy_on_holidays
        if day.weekday() not in site.chemotherapy_weekdays or holiday:
            yield f"No chemotherapy is given on {day}."
        if _shut(site, day, "chair") or _none_left(site.chairs, search, "chair", day):
            yield f"No chair is free on {day}."


def _wrong_tests(
    rules: VisitRules, site: SiteRules, search: Search, choice: Choice
) -> Iterator[str]:
    if search.tests_from is None:
        return
    for test in rules.readiness:
        last = choice.day_zero + test.to_day * ONE_DAY
        while last >= choice.course.days[0]:
            last -= ONE_DAY
        window = [last - back * ONE_DAY for back in range(test.to_day - test.from_day + 1)]
        left = any(
            day >= search.tests_from
            and day.weekday() <= FRIDAY
            and day not in site.holidays
            and not _shut(site, day, "")
            and not _is_away(search, day)
            for day in window
        )
        if not left and not _still_good(search, test.code, window[-1]):
            yield f"There is no day left for {test.code}."


def _still_good(search: Search, test: str, oldest: date) -> bool:
    return test in search.tests_done and not search.tests_done[test] < oldest


def _wrong_for_patient(search: Search, choice: Choice) -> Iterator[str]:
    for day in (*choice.course.days, choice.day_zero, choice.second_day):
        if day is None:
            continue
        if _is_away(search, day):
            yield f"The patient is away on {day}."
        early = search.insured_from is not None and day < search.insured_from
        late = search.insured_until is not None and day > search.insured_until
        if early or late or search.uninsured:
            yield f"The insurance does not cover {day}."


def _is_away(search: Search, day: date) -> bool:
    return any(first <= day <= last for first, last in search.away)


def _shut(site: SiteRules, day: date, resource: str, *, whole: bool = True) -> bool:
    """Say whether a resource is closed; `whole` counts days on which the whole site is."""
    names = {resource, "all"} if whole else {resource}
    closures = [each for each in site.closures if each.resource in names]
    return (whole and day in site.closed_days) or any(
        each.first <= day <= each.last for each in closures
    )


def _none_left(limit: int | None, search: Search, resource: str, day: date) -> bool:
    return limit is not None and search.taken.get(resource, {}).get(day, 0) >= limit


def _long_weekend_follows(site: SiteRules, day: date) -> bool:
    def off(each: date) -> bool:
        return each.weekday() > FRIDAY or each in site.holidays or _shut(site, each, "all")

    return not off(day) and all(off(day + ahead * ONE_DAY) for ahead in (1, 2, 3))
