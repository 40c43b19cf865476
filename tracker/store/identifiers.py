"""Which journey does a scanned value belong to? Derived, in the entries' transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert, select

from tracker.store.db import Clash, clashing, db
from tracker.store.tables import IdentifierRow


def refresh(coi: str, identifiers: Mapping[str, str]) -> None:
    """Make a journey's identifiers (value -> what it names) these. Raises Clash.

    A value another journey holds is a clash: the rule, asked again, sees its owner and refuses.
    """
    stored = of(coi)
    gone = [value for value in stored if stored[value] != identifiers.get(value)]
    fresh = sorted(value for value in identifiers if identifiers[value] != stored.get(value))
    if gone:
        db.session.execute(
            delete(IdentifierRow).where(IdentifierRow.coi == coi, IdentifierRow.value.in_(gone))
        )
    if fresh:
        # In one order for all writers, so that one of two waits and they never deadlock.
        rows = [{"value": value, "coi": coi, "what": identifiers[value]} for value in fresh]
        with clashing():
            db.session.execute(insert(IdentifierRow), rows)


def of(coi: str) -> dict[str, str]:
    """Return what a journey's identifiers name, by value."""
    rows = db.session.execute(
        select(IdentifierRow.value, IdentifierRow.what)
        .where(IdentifierRow.coi == coi)
        .order_by(IdentifierRow.value)
    )
    return {row.value: row.what for row in rows}


def owners(values: Iterable[str]) -> dict[str, str]:
    """Return the journey each of these values belongs to; unknown values are left out."""
    rows = db.session.execute(
        select(IdentifierRow.value, IdentifierRow.coi).where(
            IdentifierRow.value.in_(sorted(set(values)))
        )
    )
    return {row.value: row.coi for row in rows}


def clear_except(cois: Iterable[str]) -> int:
    """Remove what belongs to no journey of the log; return how many rows that were."""
    known = set(cois)
    stray = sorted(set(db.session.scalars(select(IdentifierRow.coi).distinct())) - known)
    for coi in stray:
        db.session.execute(delete(IdentifierRow).where(IdentifierRow.coi == coi))
    return len(stray)


__all__ = ["Clash", "clear_except", "of", "owners", "refresh"]
