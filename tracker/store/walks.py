"""Which scans of a walk through a tank are saved until it is finished?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select

from tracker.store.db import db
from tracker.store.freezer_tables import WalkScanRow


@dataclass(frozen=True)
class Walker:
    """Who walks through which tank: two people who walk one tank have a walk each."""

    site: str
    tank: str
    staff_id: str
    staff_name: str = ""


@dataclass(frozen=True)
class Made:
    """One scan of a walk: how it was read ("" where nobody wrote it down), and why it was typed."""

    raw: str
    means: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Unfinished:
    """A walk somebody has begun: since when, and how many labels they have scanned."""

    staff_id: str
    staff_name: str
    begun_at: datetime
    scans: int


def add(walker: Walker, scans: Iterable[Made], now: datetime) -> None:
    """Save scans, in the order in which they were made."""
    rows = [{**vars(walker), "at": now, **vars(made)} for made in scans]
    if rows:
        db.session.execute(insert(WalkScanRow), rows)


def scans(walker: Walker) -> tuple[Made, ...]:
    """Return what a person has scanned on a walk that is not finished, in order."""
    query = select(WalkScanRow.raw, WalkScanRow.means, WalkScanRow.reason)
    rows = db.session.execute(query.where(*_of(walker)).order_by(WalkScanRow.id))
    return tuple(Made(*row) for row in rows)


def take_back(walker: Walker) -> None:
    """Forget the last scan of a walk."""
    last = select(func.max(WalkScanRow.id)).where(*_of(walker)).scalar_subquery()
    db.session.execute(delete(WalkScanRow).where(WalkScanRow.id == last))


def clear(walker: Walker) -> None:
    """Forget every scan of a walk: it is recorded, or begun anew."""
    db.session.execute(delete(WalkScanRow).where(*_of(walker)))


def unfinished(site: str, tank: str) -> tuple[Unfinished, ...]:
    """Return the walks of a tank that are not finished, the oldest first."""
    begun = func.min(WalkScanRow.at)
    who = (WalkScanRow.staff_id, WalkScanRow.staff_name)
    query = (
        select(*who, begun, func.count())
        .where(WalkScanRow.site == site, WalkScanRow.tank == tank)
        .group_by(*who)
        .order_by(begun)
    )
    return tuple(Unfinished(*row) for row in db.session.execute(query))


def _of(walker: Walker) -> tuple[ColumnElement[bool], ...]:
    room = (WalkScanRow.site == walker.site, WalkScanRow.tank == walker.tank)
    return (*room, WalkScanRow.staff_id == walker.staff_id)
