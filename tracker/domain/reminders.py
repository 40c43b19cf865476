"""Of which dates of a visit is the patient reminded, and how long before?"""

from __future__ import annotations

from datetime import date
from typing import Final

from tracker.domain.journey import Journey

LEADS: Final = {7: 7, 6: 7, 1: 1}
"""Days left, and the reminder that is due then: a week before, for lodging and company, and the day
before, for the way. The sixth day stands in for the seventh, should nothing have run that day."""

AHEAD_OF: Final = frozenset({"confirmed", "chemotherapy", "cleared"})
"""The states of a visit in which dates lie ahead that the patient was told."""


def due(journey: Journey, today: date) -> tuple[tuple[date, int], ...]:
    """Return the dates to be reminded of, each with how many days before its reminder is meant for.

    Nothing while news waits for a voice: whoever calls says which dates still hold.
    """
    visit = journey.visit
    if visit is None or visit.state not in AHEAD_OF or journey.review_since is not None:
        return ()
    begins = visit.chemotherapy[:1]
    days = {*begins, visit.day_zero, visit.second_day} - {None}
    return tuple(
        (day, LEADS[left])
        for day in sorted(day for day in days if day is not None)
        if (left := (day - today).days) in LEADS
    )
