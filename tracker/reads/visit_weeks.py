"""Who comes on which day, and how many places are left?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain.events import Actor, SiteRules
from tracker.domain.journey import Journey, Visit
from tracker.domain.summary import Summary
from tracker.domain.visit_dates import local
from tracker.domain.visits.days_off import closed
from tracker.domain.visits.places import INFUSION
from tracker.reads import journeys, worklists
from tracker.store import board, visit_places

LIMIT: Final = 1000
AROUND: Final = timedelta(days=60)
"""How far from day zero chemotherapy or a second dose can lie."""

MOVABLE: Final = frozenset({"proposed", "confirmed", "chemotherapy", "cleared"})
"""States in which a person may choose the day; a provisional visit follows its estimate."""


@dataclass(frozen=True)
class Appointment:
    """One day of one visit: `day_zero`, `second_dose` or `chemotherapy`, of which day `number` of `of`.

    `state` is that of the visit; it holds its places only when `firm`.
    """

    coi: str
    what: str
    state: str
    firm: bool
    number: int = 1
    of: int = 1

    @property
    def movable(self) -> bool:
        """Say whether a person may take hold of it: day zero carries the whole visit along."""
        return self.what == "day_zero" and self.state in MOVABLE


@dataclass(frozen=True)
class Day:
    """One day at one site. `shut` says why no cells are given; None when they are."""

    date: date
    shut: str | None
    taken: int
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class Calendar:
    """Some weeks of one site, each from Monday on."""

    site: SiteRules
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def days(self) -> tuple[date, ...]:
        """Return every day shown."""
        return tuple(day.date for week in self.weeks for day in week)


def span(view: str, day: date) -> tuple[date, int]:
    """Return the Monday from which a view shows weeks, and how many of them.

    `week` is that of the day, `month` all weeks its month touches, anything else six weeks.
    """
    monday = day - timedelta(days=day.weekday())
    if view == "week":
        return monday, 1
    if view != "month":
        return monday, 6
    first = day.replace(day=1)
    begin = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=32)).replace(day=1)
    return begin, -((begin - after).days // 7)


def calendar(
    actor: Actor, site: SiteRules, now: datetime, *, monday: date | None = None, weeks: int = 6
) -> Calendar:
    """Return what happens at one site in some weeks, from this Monday on where none is named."""
    today = local(now, site)
    first = monday or today - timedelta(days=today.weekday())
    last = first + timedelta(days=7 * weeks - 1)
    found: dict[date, list[Appointment]] = {}
    wanted = board.Wanted(sites=(site.code,))
    rows = worklists.find(actor, wanted, now, limit=LIMIT).rows
    for journey, visit in visits((row.line.summary for row in rows), first, last):
        for day, appointment in appointments(journey.coi, visit):
            found.setdefault(day, []).append(appointment)
    taken = visit_places.counts(site.code, first, last).get(INFUSION, {})
    days = [
        _day(site, first + timedelta(days=count), found, taken) for count in range(7 * weeks)
    ]
    return Calendar(
        site, tuple(tuple(days[start : start + 7]) for start in range(0, 7 * weeks, 7))
    )


def visits(
    lines: Iterable[Summary], first: date, last: date
) -> Iterator[tuple[Journey, Visit]]:
    """Yield the visits near these days that were not cancelled, each with its journey."""
    for line in lines:
        day = line.day_zero
        near = day is not None and first - AROUND <= day <= last + AROUND
        if near and line.visit != "cancelled":
            journey = journeys.tell(line.coi).journey
            for visit in journey.visits.values():
                if visit.state != "cancelled":
                    yield journey, visit


def appointments(coi: str, visit: Visit) -> Iterator[tuple[date, Appointment]]:
    """Yield each day on which a visit asks the patient to come."""
    if visit.day_zero is None:
        return
    yield visit.day_zero, Appointment(coi, "day_zero", visit.state, visit.firm)
    if visit.second_day is not None:
        yield visit.second_day, Appointment(coi, "second_dose", visit.state, visit.firm)
    count = len(visit.chemotherapy)
    for number, day in enumerate(visit.chemotherapy, start=1):
        yield (
            day,
            Appointment(coi, "chemotherapy", visit.state, visit.firm, number, count),
        )


ORDER: Final = ("day_zero", "second_dose", "chemotherapy")


def _day(
    site: SiteRules,
    day: date,
    found: Mapping[date, list[Appointment]],
    taken: Mapping[date, int],
) -> Day:
    shown = sorted(
        found.get(day, ()), key=lambda each: (ORDER.index(each.what), not each.firm, each.coi)
    )
    return Day(day, _shut(site, day), taken.get(day, 0), tuple(shown))


def _shut(site: SiteRules, day: date) -> str | None:
    """Return why no cells are given on a day, "" where nothing says why; None when they are."""
    if day in site.holidays:
        return site.holidays[day]
    if day.weekday() not in site.infusion_weekdays:
        return ""
    return closed(site, INFUSION, day)
