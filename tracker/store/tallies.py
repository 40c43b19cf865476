"""How much of everything is there? Counts over the whole service, without anyone's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select

from tracker.domain.kinds import Kind
from tracker.store.db import db
from tracker.store.tables import CheckpointRow, EntryRow, NoticeRow, RefusedScanRow, TaskRow

NEAR_MISSES: Final = (Kind.IDENTITY_MISMATCH, Kind.SCAN_REFUSED)


@dataclass(frozen=True)
class Sealed:
    """The last checkpoint: how many entries it stands for, and when it was written."""

    size: int
    written_at: datetime


def entries() -> int:
    """Return how many entries there are over all journeys."""
    return int(db.session.execute(select(func.count()).select_from(EntryRow)).scalar_one())


def journeys() -> int:
    """Return how many journeys have begun."""
    return int(db.session.execute(select(func.count(EntryRow.coi.distinct()))).scalar_one())


def last_checkpoint() -> Sealed | None:
    """Return the newest checkpoint."""
    row = db.session.execute(
        select(CheckpointRow.size, CheckpointRow.written_at)
        .order_by(CheckpointRow.id.desc())
        .limit(1)
    ).first()
    return Sealed(*row) if row else None


def notices() -> dict[str, int]:
    """Return how many messages have each fate."""
    rows = db.session.execute(select(NoticeRow.fate, func.count()).group_by(NoticeRow.fate))
    return {row[0]: row[1] for row in rows}


def tasks(now: datetime) -> tuple[int, int]:
    """Return how many tasks wait, and how many of them are late."""
    waiting = select(func.count()).select_from(TaskRow).where(TaskRow.done_at.is_(None))
    late = waiting.where(TaskRow.due_at < now)
    return db.session.execute(waiting).scalar_one(), db.session.execute(late).scalar_one()


def refused_apart() -> dict[str, int]:
    """Return how many scans were refused outside any journey, by code."""
    rows = db.session.execute(
        select(RefusedScanRow.code, func.count()).group_by(RefusedScanRow.code)
    )
    return {row[0]: row[1] for row in rows}


def count_of(*kinds: Kind) -> int:
    """Return how many entries of these kinds there are."""
    counted = select(func.count()).select_from(EntryRow).where(_of_kinds(kinds))
    return int(db.session.execute(counted).scalar_one())


def _of_kinds(kinds: Sequence[Kind]) -> ColumnElement[bool]:
    return or_(*(EntryRow.body.contains(f'"kind":"{kind.value}"') for kind in kinds))
