"""Who comes on which day in the coming weeks, and how many places are left?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.events import Actor, SiteRules
from tracker.reads import worklists
from tracker.store import board

LIMIT: Final = 1000


@dataclass(frozen=True)
class Day:
    """One day at one site. `firm` visits hold a place; `proposed` ones do not yet."""

    date: date
    open: bool
    firm: tuple[worklists.Row, ...]
    proposed: tuple[worklists.Row, ...]


@dataclass(frozen=True)
class Calendar:
    """Some weeks of one site, each from Monday on."""

    site: SiteRules
    weeks: tuple[tuple[Day, ...], ...]


def calendar(actor: Actor, site: SiteRules, now: datetime, *, weeks: int = 6) -> Calendar:
    """Return this week and those that follow at one site."""
    today = now.astimezone(ZoneInfo(site.zone)).date()
    monday = today - timedelta(days=today.weekday())
    wanted = board.Wanted(sites=(site.code,))
    rows = worklists.find(actor, wanted, now, limit=LIMIT).rows
    days = [_day(site, monday + timedelta(days=count), rows) for count in range(7 * weeks)]
    return Calendar(
        site, tuple(tuple(days[start : start + 7]) for start in range(0, 7 * weeks, 7))
    )


def _day(site: SiteRules, day: date, rows: tuple[worklists.Row, ...]) -> Day:
    firm = tuple(row for row in rows if row.line.summary.booked_on == day)
    proposed = tuple(
        row
        for row in rows
        if row.line.summary.visit == "proposed" and row.line.summary.day_zero == day
    )
    works = day.weekday() in site.infusion_weekdays and day not in site.closed_days
    return Day(day, works, firm, proposed)
