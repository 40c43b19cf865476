"""How ready is a patient for the visit, and on which days is nobody with them?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain import patient_view, preparation
from tracker.domain.preparation import Preparation
from tracker.reads.journeys import Told
from tracker.store import preparations


@dataclass(frozen=True)
class Ready:
    """What was noted. `window` are the days on which somebody must be there; None: not known yet."""

    noted: Preparation
    window: tuple[date, date] | None
    uncovered: tuple[tuple[date, date], ...]


def of(told: Told) -> Ready:
    """Return how ready the patient of a journey is."""
    noted = preparations.of(told.journey.coi)
    dates = patient_view.dates(told.journey, told.protocol, told.site)
    asked = next(((each.first, each.last) for each in dates if each.code == "caregiver"), None)
    gaps = preparation.uncovered(noted.stays, *asked) if asked else ()
    return Ready(noted, asked, gaps)
