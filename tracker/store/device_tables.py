"""Which tables hold the shippers, the loggers, and what was read from them?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment, Serial


class LoggerProfileRow(Base):
    """How one model of logger writes its files, as one site has set it."""

    __tablename__ = "logger_profiles"

    site: Mapped[str] = mapped_column(String(32), primary_key=True)
    model: Mapped[str] = mapped_column(String(100), primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)


# --- shippers, loggers and their readings: append-only


class ReadingFileRow(Base):
    """What was read from one logger for one shipment; the file itself lies under its digest."""

    __tablename__ = "reading_files"
    __table_args__ = (UniqueConstraint("coi", "shipment", "digest"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    coi: Mapped[str] = mapped_column(String(32))
    shipment: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    buckets: Mapped[list[Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(Moment)


class DeviceEventRow(Base):
    """One line in the history of a shipper or a logger."""

    __tablename__ = "device_events"
    __table_args__ = (Index("device_events_by_serial", "kind", "serial", "at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    serial: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(16))
    day: Mapped[date | None]
    valid_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500))
    site: Mapped[str] = mapped_column(String(32))
    coi: Mapped[str] = mapped_column(String(32))
    shipment: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
