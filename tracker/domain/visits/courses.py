"""On which days would chemotherapy be given for one day zero?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tracker.domain.protocol import Regimen, VisitRules

EVERY_INDICATION = "all"


@dataclass(frozen=True)
class Course:
    """One way to give the chemotherapy before one day zero."""

    regimen: str
    days: tuple[date, ...]


def courses(rules: VisitRules, indication: str, day_zero: date) -> Iterator[Course]:
    """Yield every course that ends the right number of days before `day_zero`."""
    for name, offsets in _offsets(rules, indication):
        yield Course(name, tuple([day_zero + each for each in offsets]))


@lru_cache(maxsize=256)
def _offsets(
    rules: VisitRules, indication: str
) -> tuple[tuple[str, tuple[timedelta, ...]], ...]:
    """Return each way to give chemotherapy; asked for every day of a horizon."""
    return tuple(
        (regimen.name, tuple(timedelta(days=offset) for offset in offsets))
        for regimen in suitable(rules, indication)
        for offsets in patterns(regimen)
    )


def suitable(rules: VisitRules, indication: str) -> tuple[Regimen, ...]:
    """Return the regimens meant for an indication; while it is not known, those that fit each."""
    wanted = {indication} if indication else set(named(rules))
    return tuple(
        regimen
        for regimen in rules.regimens
        if EVERY_INDICATION in indications(regimen) or wanted <= indications(regimen)
    )


def named(rules: VisitRules) -> tuple[str, ...]:
    """Return each indication that the chemotherapy of a product names, in the order of its protocol."""
    found = {each: None for regimen in rules.regimens for each in _listed(regimen)}
    return tuple(each for each in found if each != EVERY_INDICATION)


def indications(regimen: Regimen) -> set[str]:
    """Return what a regimen is meant for: `LBCL, FL` names two."""
    return set(_listed(regimen))


def _listed(regimen: Regimen) -> tuple[str, ...]:
    return tuple(name.strip() for name in regimen.indication.split(","))


def patterns(regimen: Regimen) -> Iterator[tuple[int, ...]]:
    """Yield the days of chemotherapy counted from day zero, the shortest wait first."""
    if regimen.gap_min_days is None or regimen.gap_max_days is None:
        yield regimen.days
        return
    last = regimen.days[-1]
    for gap in range(regimen.gap_min_days, regimen.gap_max_days + 1):
        yield tuple(day - last - gap for day in regimen.days)
