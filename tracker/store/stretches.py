"""When did each journey begin and end each stretch of its way? Derived, in the entries' transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import delete, insert, select

from tracker.store.db import db
from tracker.store.tables import BoardRow, StretchRow

MOST: Final = 300
"""Of a site's journeys the latest count: makers change how they work."""

COLUMNS: Final = (StretchRow.started_at, StretchRow.ended_at, StretchRow.outcome)


def refresh(coi: str, stretches: Mapping[str, list[str]]) -> None:
    """Make a journey's stretches (name -> began, ended, outcome) these."""
    if of(coi) == dict(stretches):
        return
    db.session.execute(delete(StretchRow).where(StretchRow.coi == coi))
    names = ("started_at", "ended_at", "outcome")
    rows = [
        {"coi": coi, "name": name, **dict(zip(names, values, strict=True))}
        for name, values in stretches.items()
    ]
    if rows:
        db.session.execute(insert(StretchRow), rows)


def of(coi: str) -> dict[str, list[str]]:
    """Return a journey's stretches, by name."""
    rows = db.session.execute(select(StretchRow.name, *COLUMNS).where(StretchRow.coi == coi))
    return {row[0]: list(row[1:]) for row in rows}


def of_site(site: str, protocol: str, name: str, *, but: str) -> list[list[str]]:
    """Return one stretch of the latest journeys with a product at a site, but of one journey."""
    rows = db.session.execute(
        select(*COLUMNS)
        .join(BoardRow, BoardRow.coi == StretchRow.coi)
        .where(
            BoardRow.site == site,
            BoardRow.protocol == protocol,
            StretchRow.name == name,
            StretchRow.coi != but,
        )
        .order_by(StretchRow.started_at.desc())
        .limit(MOST)
    )
    return [list(row) for row in rows]


def clear_except(cois: Iterable[str]) -> int:
    """Remove what belongs to no journey of the log; return how many rows that were."""
    known = set(cois)
    stray = sorted(set(db.session.scalars(select(StretchRow.coi).distinct())) - known)
    for coi in stray:
        db.session.execute(delete(StretchRow).where(StretchRow.coi == coi))
    return len(stray)
