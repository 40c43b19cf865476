"""Which releases are expected in the coming weeks, and is there room for the visits they will open?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import expected_release
from tracker.domain.events import Actor, Facts, SiteRules
from tracker.domain.expected_release import Expected
from tracker.domain.kinds import Kind
from tracker.domain.return_visit import PROVISIONAL
from tracker.domain.visit_dates import local
from tracker.domain.visits.places import INFUSION
from tracker.reads import capacity, journeys, ranges, worklists
from tracker.store import board, visit_places

WEEKS: Final = 10
LIMIT: Final = 300
"""How many journeys are read for one page; one centre has far fewer open at a time."""

UNSURE: Final = frozenset({PROVISIONAL, "proposed"})
"""Visits with a day that hold no place yet."""


@dataclass(frozen=True)
class Expecting:
    """One journey before its release, and the day its visit is pencilled in for, if it is."""

    row: worklists.Row
    expected: Expected
    pencilled: date | None

    @property
    def too_early(self) -> bool:
        """Say whether the pencilled day has been overtaken by what is expected now."""
        return self.pencilled is not None and self.pencilled <= self.expected.latest


@dataclass(frozen=True)
class Week:
    """One week of infusion places. `held` are confirmed, `pencilled` hold nothing yet.

    `releases` counts those expected by a day of this week at the latest.
    """

    monday: date
    places: int
    held: int
    pencilled: int
    releases: int

    @property
    def short(self) -> bool:
        """Say whether more visits are meant for this week than it has places."""
        return self.held + self.pencilled > self.places


@dataclass(frozen=True)
class Outlook:
    """The coming weeks of one site; whoever is expected later than they reach is listed all the same."""

    weeks: tuple[Week, ...]
    expecting: tuple[Expecting, ...]


def outlook(actor: Actor, site: SiteRules, now: datetime) -> Outlook:
    """Return what is expected at one site, from this Monday on."""
    wanted = board.Wanted(sites=(site.code,))
    rows = worklists.find(actor, wanted, now, limit=LIMIT).rows
    expecting = tuple(sorted(_expecting(rows, actor, site, now), key=_soonest))
    today = local(now, site)
    first = today - timedelta(days=today.weekday())
    last = first + timedelta(days=7 * WEEKS - 1)
    taken = visit_places.counts(site.code, first, last).get(INFUSION, {})
    unsure = [row.line.summary.day_zero for row in rows if row.line.summary.visit in UNSURE]
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    return Outlook(
        tuple(
            Week(
                monday=monday,
                places=sum(_open(site, day) for day in _days(monday)),
                held=sum(taken.get(day, 0) for day in _days(monday)),
                pencilled=sum(day in _days(monday) for day in unsure),
                releases=sum(each.expected.latest in _days(monday) for each in expecting),
            )
            for monday in mondays
        ),
        expecting,
    )


def _expecting(
    rows: tuple[worklists.Row, ...], actor: Actor, site: SiteRules, now: datetime
) -> Iterator[Expecting]:
    usual: dict[str, Mapping[str, tuple[int, int]]] = {}
    for row in rows:
        if row.line.summary.released_at is not None:
            continue
        told = journeys.tell(row.line.summary.coi)
        name = told.protocol.id
        if name not in usual:
            usual[name] = ranges.usual(site.code, told.protocol, now)
        facts = Facts(Kind.VISIT_PROPOSED, now, {}, actor, site, usual=usual[name])
        found = expected_release.expected(told.journey, told.protocol, facts)
        if found is not None:
            visit = told.journey.visit
            yield Expecting(row, found, visit.day_zero if visit else None)


def _soonest(each: Expecting) -> tuple[date, str]:
    return each.expected.latest, each.row.line.summary.coi


def _days(monday: date) -> tuple[date, ...]:
    return tuple(monday + timedelta(days=number) for number in range(7))


def _open(site: SiteRules, day: date) -> int:
    """Return how many infusion places a day has."""
    return 0 if capacity.shut(site, INFUSION, day) is not None else site.infusions_per_day
