"""Whose dates are near? Each is written to once for each date and each reminder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker.actions import consequences
from tracker.domain import reminders
from tracker.domain.channels import REMINDER
from tracker.domain.visit_dates import local
from tracker.reads import journeys
from tracker.store import board, notices, patients
from tracker.store.db import db, writing
from tracker.store.notices import Notice


def remind(now: datetime) -> int:
    """Put the reminders that are due in the outbox; return how many are new.

    A visit that moves or ends takes back what still waits (`consequences`).
    """
    wanted = board.Wanted()
    lines = board.find(wanted, limit=max(1, board.count(wanted)))
    booked = [line.summary.coi for line in lines if line.summary.booked_on]
    due = [notice for coi in booked for notice in _due(coi, now)]
    db.session.rollback()
    if not due:
        return 0
    writing()
    count = sum(notices.enqueue(notice, now) for notice in due)
    for notice in due:
        consequences.tell_caregivers(notice.key, notice.coi, REMINDER, now)
    db.session.commit()
    return count


def _due(coi: str, now: datetime) -> Iterator[Notice]:
    """Yield the reminders of one journey, each under one key however often it is asked.

    A visit that moved away and back is reminded of anew: what waited was taken back with the move.
    """
    journey = journeys.tell(coi).journey
    today = local(now, journeys.site_rules(journey.site))
    patient, visit = patients.of(coi), journey.visit
    if patient is None or visit is None:
        return
    for day, ahead in reminders.due(journey, today):
        dates = f"{visit.id}.{visit.moves}"
        key = f"{coi}:{dates}:{REMINDER}:{day.isoformat()}:{ahead}"
        yield Notice(key, coi, REMINDER, "patient", patient.id, now)
