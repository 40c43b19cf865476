"""Which serial number does the next chain of identity get?"""

from __future__ import annotations

from sqlalchemy import update

from tracker.store.db import db, insert_new
from tracker.store.tables import CounterRow


def next_serial(fin: str, year: int) -> int:
    """Return the next number of this facility and year; once committed it never comes again."""
    insert_new(CounterRow, {"fin": fin, "year": year, "last": 0})
    return db.session.execute(
        update(CounterRow)
        .where(CounterRow.fin == fin, CounterRow.year == year)
        .values(last=CounterRow.last + 1)
        .returning(CounterRow.last)
    ).scalar_one()
