"""Which further numbers does a hospital have, and who checked each of them, when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select, update

from tracker.store.db import db, insert_new
from tracker.store.tables import DirectoryRow

DAY_OR_NIGHT: Final = "day_or_night"
HOSPITAL_TEAM: Final = "hospital_team"
HELP_LINE: Final = "help_line"
FURTHER: Final = (DAY_OR_NIGHT, HOSPITAL_TEAM, HELP_LINE)
"""Besides a site's own number: one for day and night, one for the days at the hospital, one of others."""


@dataclass(frozen=True)
class Number:
    """A number. Until somebody has checked it, no patient is shown it."""

    number: str = ""
    hours: str = ""
    verified_on: date | None = None
    verified_by: str = ""


def save(site: str, what: str, number: Number) -> None:
    """Keep a number as given, new or changed."""
    values = {
        "number": number.number,
        "hours": number.hours,
        "verified_on": number.verified_on,
        "verified_by": number.verified_by,
    }
    if not insert_new(DirectoryRow, {"site": site, "what": what, **values}):
        this = (DirectoryRow.site == site, DirectoryRow.what == what)
        db.session.execute(update(DirectoryRow).where(*this).values(**values))


def checked(site: str, what: str) -> Number:
    """Return a number that somebody has checked; an empty one where nobody has."""
    found = of(site, what)
    return found if found.verified_on else Number()


def of(site: str, what: str) -> Number:
    """Return a number of a hospital; an empty one where it has none."""
    row = db.session.execute(
        select(
            DirectoryRow.number,
            DirectoryRow.hours,
            DirectoryRow.verified_on,
            DirectoryRow.verified_by,
        ).where(DirectoryRow.site == site, DirectoryRow.what == what)
    ).first()
    return Number(*row) if row else Number()
