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
    """Return the regimens meant for an indication; all of them while it is not known."""
    return tuple(
        regimen
        for regimen in rules.regimens
        if not indication or {indication, EVERY_INDICATION} & indications(regimen)
    )


def indications(regimen: Regimen) -> set[str]:
    """Return what a regimen is meant for: `LBCL, FL` names two."""
    return {name.strip() for name in regimen.indication.split(",")}


def patterns(regimen: Regimen) -> Iterator[tuple[int, ...]]:
    """Yield the days of chemotherapy counted from day zero, the shortest wait first."""
    if regimen.gap_min_days is None or regimen.gap_max_days is None:
        yield regimen.days
        return
    last = regimen.days[-1]
    for gap in range(regimen.gap_min_days, regimen.gap_max_days + 1):
        yield tuple(day - last - gap for day in regimen.days)
