"""What must somebody do, and by when? Raised once per journey, kind and subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from tracker.store.db import changed, db, insert_new
from tracker.store.tables import BoardRow, TaskRow


@dataclass(frozen=True)
class Task:
    """Something to do. `about` tells two tasks of one kind apart, such as two shipments."""

    coi: str
    kind: str
    about: str
    due_at: datetime
    raised_at: datetime
    done_at: datetime | None = None


COLUMNS = (
    TaskRow.coi,
    TaskRow.kind,
    TaskRow.about,
    TaskRow.due_at,
    TaskRow.raised_at,
    TaskRow.done_at,
)


def raise_once(task: Task) -> bool:
    """Raise a task unless it was raised before, done or not; say whether it is new."""
    return insert_new(
        TaskRow,
        {
            "coi": task.coi,
            "kind": task.kind,
            "about": task.about,
            "due_at": task.due_at,
            "raised_at": task.raised_at,
        },
    )


def done(coi: str, kind: str, about: str, now: datetime) -> bool:
    """Say that a task is done; False when it was already, or never raised."""
    this = (TaskRow.coi == coi, TaskRow.kind == kind, TaskRow.about == about)
    finished = update(TaskRow).where(*this, TaskRow.done_at.is_(None)).values(done_at=now)
    return changed(finished) == 1


def of(coi: str) -> tuple[Task, ...]:
    """Return all tasks of a journey, the oldest first."""
    query = select(*COLUMNS).where(TaskRow.coi == coi).order_by(TaskRow.raised_at, TaskRow.id)
    return tuple(Task(*row) for row in db.session.execute(query))


def waiting(sites: tuple[str, ...] | None, *, limit: int = 200) -> tuple[Task, ...]:
    """Return what is not done at these sites, the most urgent first; None means everywhere."""
    query = select(*COLUMNS).where(TaskRow.done_at.is_(None))
    if sites is not None:
        query = query.join(BoardRow, BoardRow.coi == TaskRow.coi).where(
            BoardRow.site.in_(sites)
        )
    rows = db.session.execute(query.order_by(TaskRow.due_at, TaskRow.id).limit(limit))
    return tuple(Task(*row) for row in rows)
