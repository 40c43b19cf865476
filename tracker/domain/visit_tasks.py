"""What must be in place around a confirmed visit, and by when? Days are counted from day zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain import authorization, return_visit, visit_dates
from tracker.domain.channels import NOT_REACHED
from tracker.domain.events import SiteRules
from tracker.domain.journey import Journey, Visit
from tracker.domain.visits.days_off import closed
from tracker.domain.visits.places import INFUSION

CHECK_INSURANCE: Final = "check_insurance"

DAYS: Final[Mapping[str, int]] = {
    "arrange_lodging": -10,
    "arrange_caregiver": -10,
    CHECK_INSURANCE: -7,
    "secure_bed": -5,
    "check_tocilizumab": -1,
}
"""Each task by how many days after day zero it is due. The house's own figures: centres ask for five to
ten days of notice, and for tocilizumab at hand on the morning itself."""

OFFER_PLACE: Final = "offer_place"
RELEASE_SLIPPED: Final = "release_slipped"
MUST_MOVE: Final = "move_visit"
"""The site has closed, or the patient cannot come, on a day that the patient was told."""

CELLS_IN_DOUBT: Final = "cells_in_doubt"
"""The patient was told of a day, and the cells for it are held, damaged or gone."""

CALL_ABOUT_VISIT: Final = "call_about_visit"
"""Dates do not hold any more: a message says too little, so a person calls."""

TITLES: Final[Mapping[str, str]] = {
    "arrange_lodging": "Lodging within 30 minutes of the hospital",
    "arrange_caregiver": "A caregiver for every day outside the hospital",
    CHECK_INSURANCE: "Insurance still valid on the days of the visit",
    "secure_bed": "A bed for day zero and the nights after it",
    "check_tocilizumab": "Two doses of tocilizumab on hand",
    OFFER_PLACE: "A place is free again: see who could come",
    RELEASE_SLIPPED: "The release is expected later: see what must move",
    MUST_MOVE: "The visit stands on a day that does not work any more: move it",
    CELLS_IN_DOUBT: "The cells are held, damaged or gone: see what becomes of the visit",
    CALL_ABOUT_VISIT: "Call the patient: the dates of the visit have changed",
    NOT_REACHED: "Call the patient: a message could not go out",
}
"""Tasks that a person says are done, or not needed; every other task is ended by an entry."""

DAY_ENDS: Final = time(17)
"""A task of a day is late once people at the site have gone home."""


@dataclass(frozen=True)
class Due:
    """One task of a visit: what, for which visit, and until when."""

    kind: str
    visit: str
    at: datetime


def due(journey: Journey, site: SiteRules) -> Iterator[Due]:
    """Yield what must be in place for each visit that is firm and still to come."""
    for visit in journey.visits.values():
        if not visit.firm or visit.state == "done" or visit.day_zero is None or journey.closed:
            continue
        for kind, days in DAYS.items():
            day = visit.day_zero + timedelta(days=days)
            yield Due(kind, visit.id, datetime.combine(day, DAY_ENDS, ZoneInfo(site.zone)))


def freed(before: Journey, after: Journey, today: date) -> tuple[date, ...]:
    """Return the days to come on which a visit gave an infusion place back."""
    gone = return_visit.places(before) - return_visit.places(after)
    return tuple(
        sorted({each.day for each in gone if each.resource == INFUSION and each.day >= today})
    )


def insured(journey: Journey) -> bool:
    """Say whether the insurer's latest word covers each day of the visit, so that nobody need ask again."""
    visit = journey.visit
    if visit is None or visit.day_zero is None:
        return False
    days = (*visit.chemotherapy, visit.day_zero, visit.second_day or visit.day_zero)
    return authorization.covers(journey.authorization, min(days), max(days))


def stale(kind: str, about: str, journey: Journey, site: SiteRules, today: date) -> bool:
    """Say whether nothing is left to be done: the day has gone by, the visit moved, the cells came.

    A visit may stand well again where it is: a closure was taken back, or the patient can come.
    """
    if kind == OFFER_PLACE:
        return about.partition(" ")[0] < today.isoformat()
    if kind == CELLS_IN_DOUBT:
        return not cells_in_doubt(journey)
    if kind == MUST_MOVE:
        visit = journey.visit
        if visit is None or not about.startswith(standing(visit)):
            return True
        return not stands_badly(journey, site, today)
    return kind == RELEASE_SLIPPED and (journey.released is not None or bool(journey.closed))


def standing(visit: Visit) -> str:
    """Return how a task names a visit on the day it stands on."""
    return f"{visit.id} {visit.day_zero}"


def stands_badly(journey: Journey, site: SiteRules, today: date) -> bool:
    """Say whether a place is closed, or the patient away, on a day to come that they were told of."""
    if any(disturbed(journey, away, today) for away in journey.away):
        return True
    return any(
        place.day >= today and closed(site, place.resource, place.day) is not None
        for place in return_visit.places(journey)
    )


def cells_in_doubt(journey: Journey) -> bool:
    """Say whether a visit the patient was told of stands without cells that could be given."""
    visit = journey.visit
    return visit is not None and visit.firm and visit_dates.cells_in_doubt(journey)


def disturbed(journey: Journey, away: tuple[date, date], today: date) -> bool:
    """Say whether the patient cannot come on a day, still to come, of a visit they were told of."""
    visit = journey.visit
    if visit is None or not visit.firm or visit.day_zero is None:
        return False
    days = (*visit.chemotherapy, visit.day_zero, visit.second_day)
    return any(day and day >= today and away[0] <= day <= away[1] for day in days)


def slipped(before: Journey, after: Journey, milestone: str) -> date | None:
    """Return by when a milestone is expected now, if that is later than it was."""
    was, now = before.estimates.get(milestone), after.estimates.get(milestone)
    return now[1] if was and now and now[1] > was[1] else None
