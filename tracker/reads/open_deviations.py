"""Which departures from plan are still open, whose are they, and which are late?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tracker.domain.events import Actor
from tracker.domain.journey import Deviation
from tracker.reads import journeys, worklists
from tracker.store import board

LIMIT: Final = 300
"""How many journeys are read for one page; one centre has far fewer open at a time."""


@dataclass(frozen=True)
class Open:
    """One open deviation of one journey."""

    coi: str
    site: str
    deviation: Deviation
    late: bool


def of(actor: Actor, now: datetime) -> tuple[Open, ...]:
    """Return the open deviations of the journeys a person may see, what is due first coming first."""
    found = []
    for row in worklists.find(actor, board.Wanted(open_only=False), now, limit=LIMIT).rows:
        told = journeys.tell(row.line.summary.coi)
        for item in told.journey.open_deviations():
            late = item.due_on is not None and item.due_on < now.date()
            found.append(Open(told.journey.coi, told.journey.site, item, late))
    return tuple(sorted(found, key=lambda each: (each.deviation.due_on or date.max, each.coi)))
