"""On which days is a site, or one of its resources, closed, and who said so?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, insert, select, update

from tracker.domain.events import Closure
from tracker.store.capacity_tables import ClosureRow
from tracker.store.db import changed, db


@dataclass(frozen=True)
class Kept:
    """A closure that holds, with its number."""

    id: int
    closure: Closure
    staff_id: str


def of(site: str) -> tuple[Kept, ...]:
    """Return the closures of a site that were not taken back, the earliest first."""
    rows = db.session.execute(_HELD.where(ClosureRow.site == site))
    return tuple(_from_row(row) for row in rows)


def by_site() -> dict[str, list[Kept]]:
    """Return the closures of every site that has any, as `of` does."""
    found: dict[str, list[Kept]] = defaultdict(list)
    for row in db.session.execute(_HELD):
        found[row.site].append(_from_row(row))
    return found


def add(site: str, closure: Closure, staff_id: str, now: datetime) -> None:
    """Close a site, or one of its resources, for some days."""
    db.session.execute(
        insert(ClosureRow).values(
            site=site,
            resource=closure.resource,
            first=closure.first,
            last=closure.last,
            reason=closure.reason,
            staff_id=staff_id,
            at=now,
        )
    )


def end(site: str, number: int, now: datetime) -> bool:
    """Take a closure back; say whether there was one."""
    statement = (
        update(ClosureRow)
        .where(ClosureRow.id == number, ClosureRow.site == site, ClosureRow.ended_at.is_(None))
        .values(ended_at=now)
    )
    return changed(statement) == 1


_HELD = (
    select(
        ClosureRow.site,
        ClosureRow.id,
        ClosureRow.first,
        ClosureRow.last,
        ClosureRow.resource,
        ClosureRow.reason,
        ClosureRow.staff_id,
    )
    .where(ClosureRow.ended_at.is_(None))
    .order_by(ClosureRow.first, ClosureRow.id)
)


def _from_row(row: Row[str, int, date, date, str, str, str]) -> Kept:
    _, number, first, last, resource, reason, staff_id = row
    return Kept(number, Closure(first, last, resource, reason), staff_id)
