"""By when does a patient hear from us next, even if nothing has changed?

The page says the day and the jobs keep it, at every step until the journey is closed. Somebody whose
cells were given a while ago is seen at check-ups, and hears less often.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain.journey import Journey
from tracker.domain.news import until, waits
from tracker.domain.patient_view import LAST
from tracker.domain.summary import Summary

EVERY: Final = timedelta(days=7)
LATER: Final = timedelta(days=28)
"""So long after the latest step of the last group it has become quiet, and so often we write then."""


def since(line: Summary) -> datetime:
    """Return from when promises are counted: the latest news of where things are."""
    return line.latest_at or line.opened_at


def next_update(line: Summary, journey: Journey, now: datetime) -> datetime | None:
    """Return by when the patient hears from us; None for who hears no more, or is owed a call.

    Who was owed a call that never came hears again, week by week, from the moment it was due.
    """
    if waits(journey, now):
        return None
    if journey.owed:
        return _after(until(journey), EVERY, now)
    if line.closed:
        return None
    return _after(since(line), _every(line, now), now)


def due(line: Summary, now: datetime) -> date | None:
    """Return the day of the latest promise that has come due, if one has."""
    if line.closed or line.review:
        return None
    return _last(since(line), _every(line, now), now)


def due_of_call(journey: Journey, now: datetime) -> date | None:
    """Return the day on which somebody whose call never came was to hear again, if it has come."""
    silent = journey.owed and not waits(journey, now)
    return _last(until(journey), EVERY, now) if silent else None


def _every(line: Summary, now: datetime) -> timedelta:
    quiet = line.group == LAST and now - since(line) >= LATER
    return LATER if quiet else EVERY


def _after(start: datetime, every: timedelta, now: datetime) -> datetime:
    return start + (max(0, (now - start) // every) + 1) * every


def _last(start: datetime, every: timedelta, now: datetime) -> date | None:
    times = (now - start) // every
    return (start + times * every).date() if times > 0 else None
