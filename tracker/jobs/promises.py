"""Who was told "you will hear from us by then, even if nothing has changed", and is it soon?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tracker.actions import consequences
from tracker.domain import patient_view
from tracker.domain.summary import Summary
from tracker.languages.letters import STILL
from tracker.store import board, notices, patients
from tracker.store.db import db, writing

FIRM = frozenset({"confirmed", "chemotherapy", "cleared", "done"})
"""With dates in hand nobody waits for a sign of life."""

AHEAD: Final = timedelta(hours=18)
"""Written so long before it is due: the twelve hours of a night must not make a promise late."""


def keep_promises(now: datetime) -> int:
    """Put a sign of life in the outbox of every patient to whom it was promised; return how many."""
    wanted = board.Wanted()
    lines = board.find(wanted, limit=max(1, board.count(wanted)))
    due = [found for line in lines if (found := _due(line.summary, now))]
    db.session.rollback()
    if not due:
        return 0
    writing()
    count = sum(notices.enqueue(notice, now) for notice in due)
    for notice in due:
        consequences.tell_caregivers(notice.key, notice.coi, notice.kind, now)
    db.session.commit()
    return count


def _due(line: Summary, now: datetime) -> notices.Notice | None:
    """Return the message that keeps a promise, under one key however often it is asked."""
    if line.review or line.visit in FIRM:
        return None
    day = patient_view.last_promise(line.latest_at or line.opened_at, now + AHEAD)
    patient = patients.of(line.coi) if day else None
    if day is None or patient is None:
        return None
    key = f"{line.coi}:{STILL}:{day.isoformat()}"
    return notices.Notice(key, line.coi, STILL, "patient", patient.id, now)
