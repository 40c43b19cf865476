"""Which journeys are on somebody's worklist? One derived row each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from tracker.domain.summary import Summary
from tracker.store.db import changed, db, insert_new
from tracker.store.tables import BoardRow


@dataclass(frozen=True)
class Line:
    """A journey as the worklists show it, and the entry it was last derived from."""

    summary: Summary
    head_seq: int
    head_digest: str


@dataclass(frozen=True)
class Wanted:
    """Which journeys to show. None means any; an empty tuple means none at all."""

    sites: tuple[str, ...] | None = None
    makers: tuple[str, ...] | None = None
    open_only: bool = True
    due_by: datetime | None = None
    waiting_for_visit: bool = False
    owed_a_call: bool = False
    text: str = ""


OWED_A_CALL = Wanted(open_only=False, owed_a_call=True)
"""Journeys with news that a clinician should tell, closed ones too: their end may be the news."""


NAMES = tuple(field.name for field in fields(Summary))
COLUMNS = tuple(getattr(BoardRow, name) for name in NAMES)


def refresh(summary: Summary, head_seq: int, head_digest: str) -> bool:
    """Make a journey's row this; say whether anything in it changed."""
    found = one(summary.coi)
    if found == Line(summary, head_seq, head_digest):
        return False
    values = {**asdict(summary), "head_seq": head_seq, "head_digest": head_digest}
    if found is not None or not insert_new(BoardRow, values):
        # By key, as one statement that SQLAlchemy knows already: every entry comes through here.
        db.session.execute(update(BoardRow), [values])
    return True


def one(coi: str) -> Line | None:
    """Return a journey's row."""
    found = _lines(BoardRow.coi == coi)
    return found[0] if found else None


def find(wanted: Wanted, *, limit: int = 100, offset: int = 0) -> tuple[Line, ...]:
    """Return the rows wanted: what is due first comes first, what has no due time last."""
    return _lines(*_conditions(wanted), limit=limit, offset=offset)


def every(wanted: Wanted) -> tuple[Line, ...]:
    """Return all rows wanted."""
    return _lines(*_conditions(wanted))


def count(wanted: Wanted) -> int:
    """Return how many rows are wanted."""
    query = select(func.count()).select_from(BoardRow).where(*_conditions(wanted))
    return db.session.execute(query).scalar_one()


def clear_except(cois: Iterable[str]) -> int:
    """Remove rows of journeys the log does not know; return how many there were."""
    stray = set(db.session.scalars(select(BoardRow.coi))) - set(cois)
    return sum(changed(delete(BoardRow).where(BoardRow.coi == coi)) for coi in sorted(stray))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.sites is not None:
        found.append(BoardRow.site.in_(wanted.sites))
    if wanted.makers is not None:
        found.append(BoardRow.maker.in_(wanted.makers))
    if wanted.open_only:
        found.append(BoardRow.closed == "")
    if wanted.due_by is not None:
        found.append(BoardRow.next_due_at <= wanted.due_by)
    if wanted.waiting_for_visit:
        found.append(BoardRow.waiting_since.is_not(None))
    if wanted.owed_a_call:
        found.append(BoardRow.review.is_(True))
    if wanted.text:
        found.append(BoardRow.coi.contains(wanted.text.strip().upper(), autoescape=True))
    return found


def _lines(
    *conditions: ColumnElement[bool], limit: int | None = None, offset: int = 0
) -> tuple[Line, ...]:
    due_first = (BoardRow.next_due_at.is_(None), BoardRow.next_due_at, BoardRow.coi)
    rows = db.session.execute(
        select(*COLUMNS, BoardRow.head_seq, BoardRow.head_digest)
        .where(*conditions)
        .order_by(*due_first)
        .limit(limit)
        .offset(offset)
    )
    return tuple(
        Line(Summary(**dict(zip(NAMES, row, strict=False))), row.head_seq, row.head_digest)
        for row in rows
    )
