"""The coordination room: which release needs a visit, who must be called, and what comes next week?"""

from __future__ import annotations

from tracker.web.coordinator import (
    calendar,
    call,
    capacity,
    desk,
    expected,
    feeds,
    going_home,
    journey,
    link,
    messages,
    opening,
    patient,
    tasks,
    visit,
)
from tracker.web.coordinator.pages import pages

__all__ = [
    "calendar",
    "call",
    "capacity",
    "desk",
    "expected",
    "feeds",
    "going_home",
    "journey",
    "link",
    "messages",
    "opening",
    "pages",
    "patient",
    "tasks",
    "visit",
]
