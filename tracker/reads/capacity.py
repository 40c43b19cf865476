"""How full are the coming weeks: how many places of each resource are taken, and what is closed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain.events import SiteRules
from tracker.domain.visit_dates import local
from tracker.domain.visits.days_off import closed
from tracker.domain.visits.places import INFUSION, NAMES, RESOURCES, THAW, capacity
from tracker.store import closures, visit_places

WEEKS: Final = 6


@dataclass(frozen=True)
class Cell:
    """One day of one resource. `shut` says why it is closed; None when it is open."""

    day: date
    taken: int
    limit: int | None
    shut: str | None

    @property
    def full(self) -> bool:
        """Say whether nothing is left on an open day."""
        return self.shut is None and self.limit is not None and self.taken >= self.limit


@dataclass(frozen=True)
class Picture:
    """One resource over some weeks."""

    resource: str
    name: str
    cells: tuple[Cell, ...]


def pictures(site: SiteRules, now: datetime) -> tuple[Picture, ...]:
    """Return what is taken of each resource a site counts, from this Monday on."""
    today = local(now, site)
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=count) for count in range(7 * WEEKS)]
    taken = visit_places.counts(site.code, days[0], days[-1])
    return tuple(
        Picture(
            resource,
            NAMES[resource],
            tuple(
                Cell(day, taken.get(resource, {}).get(day, 0), limit, shut(site, resource, day))
                for day in days
            ),
        )
        for resource in RESOURCES
        if (limit := capacity(site, resource)) is not None
    )


def shut(site: SiteRules, resource: str, day: date) -> str | None:
    """Return why nothing of a resource is to be had on a day; None when it is open."""
    if resource in {INFUSION, THAW} and day in site.holidays:
        return site.holidays[day]
    if resource in {INFUSION, THAW} and day.weekday() not in site.infusion_weekdays:
        return "no day for infusions"
    return closed(site, resource, day)


def kept(site: str, now: datetime) -> tuple[closures.Kept, ...]:
    """Return the closures that are not over yet."""
    return tuple(each for each in closures.of(site) if each.closure.last >= now.date())
