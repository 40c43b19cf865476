"""On which days does a site not work, and what is that day called?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from tracker.domain.events import SiteRules

EVERYTHING: Final = "all"
LONG_WEEKEND: Final = 3
"""From so many days off in a row on, a weekend is a long one."""

SATURDAY: Final = 5


def closed(site: SiteRules, resource: str, day: date) -> str | None:
    """Return why a resource is closed on a day, "" where nobody said why; None when it is open."""
    if day in site.closed_days:
        return ""
    why = closed_alone(site, EVERYTHING, day)
    return why if why is not None else closed_alone(site, resource, day)


def not_answered(site: SiteRules) -> frozenset[date]:
    """Return the days on which nobody answers the telephone of a site: it is closed as a whole."""
    shut = {
        closure.first + timedelta(days=number)
        for closure in site.closures
        if closure.resource == EVERYTHING
        for number in range((closure.last - closure.first).days + 1)
    }
    return site.closed_days | frozenset(site.holidays) | shut


def closed_alone(site: SiteRules, resource: str, day: date) -> str | None:
    """Return why just this resource is closed on a day; None when it is open."""
    return next(
        (
            closure.reason
            for closure in site.closures
            if closure.resource == resource and closure.first <= day <= closure.last
        ),
        None,
    )


def before_long_weekend(site: SiteRules, day: date) -> bool:
    """Say whether a day of work is the last one before three days off or more."""
    if is_off(site, day):
        return False
    return all(
        is_off(site, day + timedelta(days=ahead)) for ahead in range(1, LONG_WEEKEND + 1)
    )


def is_off(site: SiteRules, day: date) -> bool:
    """Say whether nobody works at a site on a day: a weekend, a holiday, or it is closed."""
    return (
        day.weekday() >= SATURDAY
        or day in site.holidays
        or closed(site, EVERYTHING, day) is not None
    )
