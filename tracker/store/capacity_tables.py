"""Which tables say what a site has left, when it is closed, and who may read its calendar?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment, Serial


class VisitPlaceRow(Base):
    """One place of a resource on one day at one site, held by one journey: one row each."""

    __tablename__ = "visit_places"
    __table_args__ = (
        CheckConstraint("place_no > 0", name="place_no"),
        UniqueConstraint("coi", "resource", "day"),
    )

    coi: Mapped[str] = mapped_column(String(32))
    site: Mapped[str] = mapped_column(String(32), primary_key=True)
    resource: Mapped[str] = mapped_column(String(16), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    place_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ClosureRow(Base):
    """Days on which a site, or one of its resources, is closed. Taken back, never deleted."""

    __tablename__ = "closures"
    __table_args__ = (Index("closures_by_site", "site", "last"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site: Mapped[str] = mapped_column(String(32))
    resource: Mapped[str] = mapped_column(String(16))
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    staff_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class CalendarFeedRow(Base):
    """An address under which a calendar program reads the visits of one site."""

    __tablename__ = "calendar_feeds"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    site: Mapped[str] = mapped_column(String(32), index=True)
    label: Mapped[str] = mapped_column(String(100))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
