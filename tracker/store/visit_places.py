"""Which places does a site have left? The database refuses to give one to two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import delete, func, insert, select

from tracker.domain.visits.places import Place
from tracker.store.capacity_tables import VisitPlaceRow
from tracker.store.db import clashing, db

Limits = Mapping[str, int | None]


def take_turns(site: str) -> None:
    """Let those who plan visits at one site write one after the other; call it before counting.

    The keys would keep two from one place without it, but with many at once somebody would always
    lose. On SQLite there is one writer anyway.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        key = func.hashtextextended(f"visits at {site}", 0)
        db.session.execute(select(func.pg_advisory_xact_lock(key)))


class Full(Exception):
    """Every place of a resource is taken on one of the days."""


def refresh(coi: str, site: str, places: Collection[Place], limits: Limits | None) -> None:
    """Make a journey hold exactly these places. Raises Full, or Clash if two took one.

    A place already held is kept as it is. `limits` None asks for no limit: a rebuild repeats what
    was decided under the limits of its time.
    """
    held = _held(coi)
    wanted = {(site, place.resource, place.day) for place in places}
    for at, resource, day in sorted(held - wanted):
        db.session.execute(
            delete(VisitPlaceRow).where(
                VisitPlaceRow.coi == coi,
                VisitPlaceRow.site == at,
                VisitPlaceRow.resource == resource,
                VisitPlaceRow.day == day,
            )
        )
    # One order for everybody: two who want the same places wait for, or clash with, each other once.
    missing = [Place(resource, day) for _, resource, day in sorted(wanted - held)]
    for place in missing:
        _take(coi, site, place, (limits or {}).get(place.resource))


def _held(coi: str) -> set[tuple[str, str, date]]:
    rows = db.session.execute(
        select(VisitPlaceRow.site, VisitPlaceRow.resource, VisitPlaceRow.day).where(
            VisitPlaceRow.coi == coi
        )
    )
    return {(row.site, row.resource, row.day) for row in rows}


def _take(coi: str, site: str, place: Place, limit: int | None) -> None:
    number = _free_place(site, place)
    if limit is not None and number > limit:
        raise Full(f"{site} has no {place.resource} left on {place.day}")
    with clashing():
        db.session.execute(
            insert(VisitPlaceRow).values(
                coi=coi, site=site, resource=place.resource, day=place.day, place_no=number
            )
        )


def of(coi: str) -> tuple[str, frozenset[Place]] | None:
    """Return the site a journey holds places at, and which."""
    held = _held(coi)
    if not held:
        return None
    places = frozenset(Place(resource, day) for _, resource, day in held)
    return ", ".join(sorted({site for site, _, _ in held})), places


def holders(site: str, resources: Collection[str], first: date, last: date) -> tuple[str, ...]:
    """Return the journeys that hold a place of these resources on one of the days."""
    rows = db.session.scalars(
        select(VisitPlaceRow.coi)
        .distinct()
        .where(VisitPlaceRow.site == site, VisitPlaceRow.day.between(first, last))
        .where(VisitPlaceRow.resource.in_(sorted(resources)))
        .order_by(VisitPlaceRow.coi)
    )
    return tuple(rows)


def counts(
    site: str, first: date, last: date, *, but: Iterable[str] = ()
) -> dict[str, dict[date, int]]:
    """Return how many places of each resource are taken on each day, not counting journeys `but`."""
    rows = db.session.execute(
        select(VisitPlaceRow.resource, VisitPlaceRow.day, func.count())
        .where(VisitPlaceRow.site == site, VisitPlaceRow.day.between(first, last))
        .where(VisitPlaceRow.coi.not_in(sorted(but)))
        .group_by(VisitPlaceRow.resource, VisitPlaceRow.day)
    )
    found: dict[str, dict[date, int]] = {}
    for resource, day, count in rows:
        found.setdefault(resource, {})[day] = count
    return found


def clear_except(cois: Iterable[str]) -> int:
    """Remove what belongs to no journey of the log; return how many journeys that were."""
    stray = sorted(set(db.session.scalars(select(VisitPlaceRow.coi))) - set(cois))
    for coi in stray:
        db.session.execute(delete(VisitPlaceRow).where(VisitPlaceRow.coi == coi))
    return len(stray)


def _free_place(site: str, place: Place) -> int:
    taken = set(
        db.session.scalars(
            select(VisitPlaceRow.place_no).where(
                VisitPlaceRow.site == site,
                VisitPlaceRow.resource == place.resource,
                VisitPlaceRow.day == place.day,
            )
        )
    )
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
