"""Which tables hold the storage map, the places kept for cells to come, and the audits of tanks?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment, Serial


class BoxRow(Base):
    """One box in a rack of a tank of a site, with its number of positions."""

    __tablename__ = "storage_boxes"
    __table_args__ = (CheckConstraint("places > 0", name="places"),)

    site: Mapped[str] = mapped_column(String(32), primary_key=True)
    tank: Mapped[str] = mapped_column(String(8), primary_key=True)
    rack: Mapped[str] = mapped_column(String(8), primary_key=True)
    box: Mapped[str] = mapped_column(String(8), primary_key=True)
    places: Mapped[int]


class KeptPlaceRow(Base):
    """A position kept for cells of one journey that will come back."""

    __tablename__ = "kept_places"

    place: Mapped[str] = mapped_column(String(100), primary_key=True)
    coi: Mapped[str] = mapped_column(String(32), index=True)
    site: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class StorageAuditRow(Base):
    """Who walked through a tank and when, what they scanned, and what did not agree."""

    __tablename__ = "storage_audits"
    __table_args__ = (Index("storage_audits_by_site", "site", "at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    site: Mapped[str] = mapped_column(String(32))
    tank: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[str] = mapped_column(String(64))
    staff_name: Mapped[str] = mapped_column(String(200))
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    request_id: Mapped[str] = mapped_column(String(64), unique=True)


class WalkScanRow(Base):
    """One scan of a walk that is not finished: saved at once, gone when the audit is recorded."""

    __tablename__ = "walk_scans"
    __table_args__ = (Index("walk_scans_by_tank", "site", "tank", "staff_id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site: Mapped[str] = mapped_column(String(32))
    tank: Mapped[str] = mapped_column(String(8))
    staff_id: Mapped[str] = mapped_column(String(64))
    staff_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    raw: Mapped[str] = mapped_column(Text)
    means: Mapped[str] = mapped_column(String(16), server_default="")
    reason: Mapped[str] = mapped_column(Text, server_default="")
