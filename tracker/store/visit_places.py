"""Which infusion places does a site have left? The database refuses to give one to two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, func, insert, select

from tracker.store.db import clashing, db
from tracker.store.tables import VisitPlaceRow


class Full(Exception):
    """Every infusion place of that day is taken."""


def refresh(coi: str, site: str, day: date | None, capacity: int | None) -> None:
    """Make a journey hold one place on `day`, or none. Raises Full, or Clash if two took one.

    A place already held on that day is kept as it is. `capacity` None asks for no limit: a
    rebuild repeats what was decided under the limit of its time.
    """
    held = of(coi)
    if held == (site, day):
        return
    db.session.execute(delete(VisitPlaceRow).where(VisitPlaceRow.coi == coi))
    if day is None:
        return
    place = _free_place(site, day)
    if capacity is not None and place > capacity:
        raise Full(f"{site} has no infusion place left on {day}")
    with clashing():
        db.session.execute(
            insert(VisitPlaceRow).values(coi=coi, site=site, day=day, place_no=place)
        )


def of(coi: str) -> tuple[str, date] | None:
    """Return the site and day a journey holds a place at."""
    row = db.session.execute(
        select(VisitPlaceRow.site, VisitPlaceRow.day).where(VisitPlaceRow.coi == coi)
    ).first()
    return (row.site, row.day) if row else None


def counts(site: str, first: date, last: date, *, but: str = "") -> dict[date, int]:
    """Return how many places are taken on each day of a span, not counting journey `but`."""
    rows = db.session.execute(
        select(VisitPlaceRow.day, func.count())
        .where(VisitPlaceRow.site == site, VisitPlaceRow.day.between(first, last))
        .where(VisitPlaceRow.coi != but)
        .group_by(VisitPlaceRow.day)
    )
    return {row[0]: row[1] for row in rows}


def clear_except(cois: Iterable[str]) -> int:
    """Remove what belongs to no journey of the log; return how many rows that were."""
    stray = sorted(set(db.session.scalars(select(VisitPlaceRow.coi))) - set(cois))
    for coi in stray:
        db.session.execute(delete(VisitPlaceRow).where(VisitPlaceRow.coi == coi))
    return len(stray)


def _free_place(site: str, day: date) -> int:
    taken = set(
        db.session.scalars(
            select(VisitPlaceRow.place_no).where(
                VisitPlaceRow.site == site, VisitPlaceRow.day == day
            )
        )
    )
    return next(place for place in range(1, len(taken) + 2) if place not in taken)
