"""What follows from an entry for people outside the room: messages and tasks, in its transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tracker.domain import summary
from tracker.domain.events import Entry
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.store import notices, patients, tasks

VISIT_NEWS: Final = frozenset({Kind.VISIT_CONFIRMED, Kind.VISIT_MOVED, Kind.VISIT_CANCELLED})
CALL_WITHIN: Final = timedelta(days=1)
"""A release is told by telephone within a business day; bad news by a voice within the same."""


def follow(
    before: Journey,
    after: Journey,
    protocol: Protocol,
    entries: tuple[Entry, ...],
    now: datetime,
) -> None:
    """Enqueue the messages and raise the tasks that these entries call for."""
    for entry in entries:
        if entry.kind in VISIT_NEWS:
            _tell_patient(entry, "visit", now)
    moved_on = summary.group(after, protocol) != summary.group(before, protocol)
    if moved_on and after.review_since is None and before.opened_at is not None:
        _tell_patient(entries[0], "step", now)
    if before.review_since is None and after.review_since is not None:
        _raise(after, "talk_to_patient", f"entry {entries[0].seq}", now)
    if before.released is None and after.released is not None:
        _raise(after, "plan_visit", after.released.id, now)
    _finish(before, after, now)


def _tell_patient(entry: Entry, kind: str, now: datetime) -> None:
    """Put one message in the outbox: generic words only, and never twice for one entry."""
    patient = patients.of(entry.coi)
    if patient is None:
        return
    key = f"{entry.coi}:{entry.seq}:{kind}"
    notices.enqueue(notices.Notice(key, entry.coi, kind, "patient", patient.id, now), now)


def _raise(journey: Journey, kind: str, about: str, now: datetime) -> None:
    tasks.raise_once(tasks.Task(journey.coi, kind, about, now + CALL_WITHIN, now))


def _finish(before: Journey, after: Journey, now: datetime) -> None:
    """Tick off what these entries have done."""
    waiting = {task.kind: task for task in tasks.of(after.coi) if task.done_at is None}
    talked = before.review_since is not None and after.review_since is None
    if talked and (task := waiting.get("talk_to_patient")):
        tasks.done(after.coi, task.kind, task.about, now)
    firm = after.visit is not None and after.visit.firm
    if (firm or after.closed) and (task := waiting.get("plan_visit")):
        tasks.done(after.coi, task.kind, task.about, now)
