"""What must somebody do, by when, and what became of it? Raised once per journey, kind and subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from tracker.store.db import changed, db, insert_new
from tracker.store.tables import BoardRow, TaskRow


@dataclass(frozen=True)
class Task:
    """Something to do. `about` tells two tasks of one kind apart, such as two shipments.

    `outcome` is "" while it waits, then `done`, `not_needed` or `withdrawn`; `ended_by` names the
    person who said so, if it was a person.
    """

    coi: str
    kind: str
    about: str
    due_at: datetime
    raised_at: datetime
    done_at: datetime | None = None
    outcome: str = ""
    ended_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class End:
    """How a task ended, and who said so; nobody where an entry did."""

    outcome: str
    by: str = ""
    reason: str = ""


Key = tuple[str, str, str]
"""A task's journey, kind and subject."""

COLUMNS = (
    TaskRow.coi,
    TaskRow.kind,
    TaskRow.about,
    TaskRow.due_at,
    TaskRow.raised_at,
    TaskRow.done_at,
    TaskRow.outcome,
    TaskRow.ended_by,
    TaskRow.reason,
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
            "outcome": "",
            "ended_by": "",
            "reason": "",
        },
    )


def done(coi: str, kind: str, about: str, now: datetime) -> bool:
    """Say that a task is done; False when it was already, or never raised."""
    return end((coi, kind, about), End("done"), now)


def end(key: Key, how: End, now: datetime) -> bool:
    """End a task that waits; False when there is none."""
    values = {"outcome": how.outcome, "ended_by": how.by, "reason": how.reason}
    finished = update(TaskRow).where(*_this(key), TaskRow.done_at.is_(None))
    return changed(finished.values(done_at=now, **values)) == 1


def reopen(key: Key, due_at: datetime) -> None:
    """Let a task wait again, for another day: what was arranged was arranged for the old one."""
    waiting = {"done_at": None, "outcome": "", "ended_by": "", "reason": ""}
    db.session.execute(update(TaskRow).where(*_this(key)).values(due_at=due_at, **waiting))


def _this(key: Key) -> tuple[ColumnElement[bool], ...]:
    coi, kind, about = key
    return TaskRow.coi == coi, TaskRow.kind == kind, TaskRow.about == about


def done_of_kind(coi: str, kind: str, now: datetime) -> int:
    """Say that every task of a kind is done in a journey; return how many were waiting."""
    this = (TaskRow.coi == coi, TaskRow.kind == kind, TaskRow.done_at.is_(None))
    return changed(update(TaskRow).where(*this).values(done_at=now, outcome="done"))


def is_open(coi: str, kind: str) -> bool:
    """Say whether a task of a kind waits in a journey."""
    return any(task.kind == kind and task.done_at is None for task in of(coi))


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
