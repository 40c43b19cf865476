"""Who was told "you will hear from us by then, even if nothing has changed", and is it soon?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from flask import current_app

from tracker.actions import consequences
from tracker.domain import promises
from tracker.domain.summary import Summary
from tracker.languages.letters import CALL_US, STILL
from tracker.reads import journeys
from tracker.store import board, log, notices, patients
from tracker.store.db import db, writing

AHEAD: Final = timedelta(hours=18)
"""Written so long before it is due: the twelve hours of a night must not make a promise late."""


def keep_promises(now: datetime) -> int:
    """Put a sign of life in the outbox of every patient to whom it was promised; return how many."""
    due = list(_all_due(now))
    db.session.rollback()
    if not due:
        return 0
    writing()
    count = sum(notices.enqueue(notice, now) for notice in due)
    for notice in due:
        consequences.tell_caregivers(notice.key, notice.coi, notice.kind, now)
    db.session.commit()
    return count


def _all_due(now: datetime) -> Iterator[notices.Notice]:
    """Yield the message to everybody whose day comes; who is owed a call is asked to call."""
    for line in board.every(board.Wanted()):
        day = promises.due(line.summary, now + AHEAD)
        if day is not None:
            yield from _notice(line.summary, STILL, day.isoformat(), now)
    for line in board.every(board.OWED_A_CALL):
        day = _due_of_call(line.summary, now)
        if day is not None:
            yield from _notice(line.summary, CALL_US, day.isoformat(), now)


def _due_of_call(line: Summary, now: datetime) -> date | None:
    """Return the day; a broken chain is `log verify`'s to name and keeps no other promise waiting."""
    try:
        return promises.due_of_call(journeys.tell(line.coi).journey, now + AHEAD)
    except log.Broken:
        current_app.logger.exception("a chain is broken; its promise was not looked at")
        return None


def _notice(line: Summary, kind: str, day: str, now: datetime) -> Iterator[notices.Notice]:
    """Yield the message that keeps a promise, under one key however often it is asked."""
    patient = patients.of(line.coi)
    if patient is not None:
        key = f"{line.coi}:{kind}:{day}"
        yield notices.Notice(key, line.coi, kind, "patient", patient.id, now)
