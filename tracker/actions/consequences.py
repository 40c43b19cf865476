"""What follows from an entry for people outside the room: messages and tasks, in its transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tracker.actions import devices, visit_tasks
from tracker.domain import news, summary
from tracker.domain.channels import REMINDER, VISIT, VISIT_CHANGED
from tracker.domain.closing import DIED
from tracker.domain.events import Entry
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.scopes import hears
from tracker.domain.visit_tasks import CALL_ABOUT_VISIT
from tracker.languages.letters import CALL_US, STILL
from tracker.store import freezers, notices, patients, sites, tasks, viewers

VISIT_NEWS: Final = frozenset({Kind.VISIT_CONFIRMED, Kind.VISIT_MOVED, Kind.VISIT_CANCELLED})


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
            _withdraw_reminders(entry, now)
            _tell_of_visit(before, after, entry, now)
        if entry.kind is Kind.NEWS_SHOWN and _unexpected(entry, entries):
            _tell_patient(entry, "step", now)
    moved_on = summary.group(after, protocol) != summary.group(before, protocol)
    if moved_on and after.review_since is None and before.opened_at is not None:
        _tell_patient(entries[0], "step", now)
    if before.review_since is None and after.review_since is not None:
        _raise(after, "talk_to_patient", f"entry {entries[0].seq}", now, after.call_by)
    if before.released is None and after.released is not None:
        _raise(after, "plan_visit", after.released.id, now)
    devices.follow(after, entries, now)
    visit_tasks.follow(before, after, protocol, entries, now)
    _let_places_go(after, entries)
    if after.closed == DIED and not before.closed:
        _silence(after.coi, now)
    _finish(before, after, now)


def _unexpected(shown: Entry, entries: tuple[Entry, ...]) -> bool:
    """Say whether news stands on the page that its reader has not just asked to see."""
    held = any(entry.kind is Kind.NEWS_HELD for entry in entries)
    return held or shown.data["why"] == "time_is_up"


def _tell_of_visit(before: Journey, after: Journey, entry: Entry, now: datetime) -> None:
    """Tell new dates, and dates that do not hold any more; nobody was told of a provisional visit.

    Where a voice is awaited the call is that task's, and the message waits for the morning.
    """
    if entry.kind is Kind.VISIT_CONFIRMED or after.review_since is not None:
        _tell_patient(entry, VISIT, now)
    elif before.visit is not None and before.visit.firm:
        _tell_patient(entry, VISIT_CHANGED, now)
        _raise(after, CALL_ABOUT_VISIT, f"entry {entry.seq}", now)


def _withdraw_reminders(entry: Entry, now: datetime) -> None:
    """Take back what still waits to be sent about dates that do not hold any more."""
    if entry.kind is not Kind.VISIT_CONFIRMED:
        for kind in (VISIT, VISIT_CHANGED, REMINDER):
            notices.withdraw(entry.coi, kind, now)


def _tell_patient(entry: Entry, kind: str, now: datetime) -> None:
    """Put one message in the outbox: generic words only, and never twice for one entry."""
    patient = patients.of(entry.coi)
    if patient is None:
        return
    key = f"{entry.coi}:{entry.seq}:{kind}"
    notices.enqueue(notices.Notice(key, entry.coi, kind, "patient", patient.id, now), now)
    tell_caregivers(key, entry.coi, kind, now)


def tell_caregivers(key: str, coi: str, kind: str, now: datetime) -> None:
    """Put the same message in the outbox for each caregiver whom the patient lets have it."""
    for each in viewers.caregivers(coi):
        if hears(kind, each.scopes):
            own = f"{key}:{each.id}"
            notices.enqueue(notices.Notice(own, coi, kind, "caregiver", each.id, now), now)


def _let_places_go(after: Journey, entries: tuple[Entry, ...]) -> None:
    """End what was kept for these cells: they stand there now, or none will ever come."""
    for entry in entries:
        if entry.kind is Kind.STORED:
            freezers.free(str(entry.data["place"]), entry.coi)
        elif entry.kind is Kind.JOURNEY_CLOSED:
            freezers.free_all(after.coi)


def _silence(coi: str, now: datetime) -> None:
    """Take back every message still waiting: nobody writes to the dead about their next step."""
    for kind in ("step", VISIT, VISIT_CHANGED, REMINDER, STILL, CALL_US):
        notices.withdraw(coi, kind, now)


def _raise(
    journey: Journey, kind: str, about: str, now: datetime, due_at: datetime | None = None
) -> None:
    """Raise a task; where nothing else is due it is by the end of one working day of the site."""
    site = sites.rules(journey.site)
    due = due_at or (news.call_by(now, site) if site else now)
    tasks.raise_once(tasks.Task(journey.coi, kind, about, due, now))


def _finish(before: Journey, after: Journey, now: datetime) -> None:
    """Tick off what these entries have done."""
    waiting = {task.kind: task for task in tasks.of(after.coi) if task.done_at is None}
    talked = before.review_since is not None and after.review_since is None
    if talked and (task := waiting.get("talk_to_patient")):
        tasks.done(after.coi, task.kind, task.about, now)
    if after.informed_at != before.informed_at or after.closed:
        tasks.done_of_kind(after.coi, CALL_ABOUT_VISIT, now)
    firm = after.visit is not None and after.visit.firm
    if (firm or after.closed) and (task := waiting.get("plan_visit")):
        tasks.done(after.coi, task.kind, task.about, now)
