"""How often was scanned, by which means and with what answer? Counted for rates, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Index, String, Text, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base, db
from tracker.store.tables import Moment, Serial

LONGEST: Final = 500
"""A scanner held on a key can send any length; its beginning says what it was."""


class ScannedRow(Base):
    """One answer to a scan: refused (`code`) or not, and whether it was scanned or typed."""

    __tablename__ = "scanned"
    __table_args__ = (
        Index("scanned_by_site", "site", "day"),
        Index("scanned_by_code", "code", "day"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    day: Mapped[date]
    staff_id: Mapped[str] = mapped_column(String(64))
    site: Mapped[str] = mapped_column(String(32))
    coi: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(16))
    raw: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Scanned:
    """One answer to a scan. `code` is empty where it was not refused, `coi` where none is known."""

    at: datetime
    staff_id: str
    site: str
    coi: str
    source: str
    raw: str
    code: str
    reason: str
    request_id: str


@dataclass(frozen=True)
class Wanted:
    """Which answers to look at: empty text and None mean every one; both days (UTC) count."""

    site: str = ""
    code: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Tally:
    """How many scans of one site had this means and this answer, on one day."""

    day: date
    site: str
    source: str
    code: str
    count: int


def keep(answers: Sequence[Scanned]) -> None:
    """Keep answers to scans."""
    if answers:
        db.session.execute(insert(ScannedRow), [_values(each) for each in answers])


def _values(one: Scanned) -> dict[str, object]:
    storable = one.raw[:LONGEST].replace("\0", "\N{REPLACEMENT CHARACTER}")
    clean = storable.encode("utf-8", "backslashreplace").decode("utf-8")
    return {**asdict(one), "raw": clean, "day": one.at.astimezone(UTC).date()}


def refused(wanted: Wanted, *, limit: int) -> tuple[Scanned, ...]:
    """Return the refused scans, the latest first."""
    columns = (ScannedRow.at, ScannedRow.staff_id, ScannedRow.site, ScannedRow.coi)
    more = (ScannedRow.source, ScannedRow.raw, ScannedRow.code)
    last = (ScannedRow.reason, ScannedRow.request_id)
    query = select(*columns, *more, *last).where(ScannedRow.code != "", *_limits(wanted))
    query = query.order_by(ScannedRow.at.desc(), ScannedRow.id.desc()).limit(limit)
    return tuple(Scanned(*row) for row in db.session.execute(query))


def tallies(wanted: Wanted) -> tuple[Tally, ...]:
    """Return how many scans there were, by day (UTC), site, means and answer."""
    keys = (ScannedRow.day, ScannedRow.site, ScannedRow.source, ScannedRow.code)
    query = select(*keys, func.count()).where(*_limits(wanted))
    return tuple(
        Tally(*row) for row in db.session.execute(query.group_by(*keys).order_by(*keys))
    )


def _limits(wanted: Wanted) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if wanted.site:
        limits.append(ScannedRow.site == wanted.site)
    if wanted.code:
        limits.append(ScannedRow.code == wanted.code)
    if wanted.since:
        limits.append(ScannedRow.day >= wanted.since)
    if wanted.until:
        limits.append(ScannedRow.day <= wanted.until)
    return limits
