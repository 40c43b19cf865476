"""On which days is a site, or one of its resources, closed, and who said so?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

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
    rows = db.session.execute(
        select(
            ClosureRow.id,
            ClosureRow.first,
            ClosureRow.last,
            ClosureRow.resource,
            ClosureRow.reason,
            ClosureRow.staff_id,
        )
        .where(ClosureRow.site == site, ClosureRow.ended_at.is_(None))
        .order_by(ClosureRow.first, ClosureRow.id)
    )
    return tuple(
        Kept(row.id, Closure(row.first, row.last, row.resource, row.reason), row.staff_id)
        for row in rows
    )


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
