"""Which tasks does lateness raise, and which of them are no longer needed?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from flask import current_app

from tracker.domain import overdue, visit_dates, visit_tasks
from tracker.reads import journeys
from tracker.store import board, log, tasks
from tracker.store.db import db, writing
from tracker.store.tasks import Task

AT_ONCE: Final = 200


def raise_overdue(now: datetime) -> int:
    """Raise a task for everything late and finish those that are not any more; return how many."""
    return sum(_settled(coi, now) for coi in tuple(_concerned(now)))


def _settled(coi: str, now: datetime) -> int:
    """Settle one journey; a broken chain is `log verify`'s to name and stops no other journey."""
    try:
        return _settle(coi, now)
    except log.Broken:
        db.session.rollback()
        current_app.logger.exception("a chain is broken; its tasks were not looked at")
        return 0


def _concerned(now: datetime) -> Iterator[str]:
    """Yield every open journey, and closed ones that owe a call or a check-up, or have a task left."""
    found = {
        coi
        for wanted in (
            board.Wanted(),
            board.Wanted(open_only=False, due_by=now),
            board.OWED_A_CALL,
        )
        for coi in _all(wanted)
    }
    yield from sorted(found | {task.coi for task in tasks.waiting(None) if _ours(task)})


def _all(wanted: board.Wanted) -> Iterator[str]:
    for start in range(0, board.count(wanted), AT_ONCE):
        for line in board.find(wanted, limit=AT_ONCE, offset=start):
            yield line.summary.coi


def _settle(coi: str, now: datetime) -> int:
    """Make one journey's tasks of lateness what they should be, in one short transaction."""
    told = journeys.tell(coi)
    late = overdue.late(told.journey, told.protocol, told.site, now)
    known = {(task.kind, task.about): task for task in tasks.of(coi)}
    new = [item for item in late if (item.kind, item.about) not in known]
    wanted = {(item.kind, item.about) for item in late}
    over = [
        task
        for key, task in known.items()
        if _ours(task) and task.done_at is None and key not in wanted
    ]
    today = visit_dates.local(now, told.site)
    stale = [
        task
        for task in known.values()
        if task.done_at is None
        and visit_tasks.stale(task.kind, task.about, told.journey, told.site, today)
    ]
    if not (new or over or stale):
        db.session.rollback()
        return 0
    writing(coi)
    for item in new:
        tasks.raise_once(Task(coi, item.kind, item.about, item.due_at, now))
    for task in over:
        tasks.done(coi, task.kind, task.about, now)
    for task in stale:
        tasks.end((coi, task.kind, task.about), tasks.End("withdrawn"), now)
    db.session.commit()
    return len(new) + len(over) + len(stale)


def _ours(task: Task) -> bool:
    return task.kind in overdue.KINDS
