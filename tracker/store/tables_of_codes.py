"""Which tables keep the codes a site has loaded, and the staff badges it has issued?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment, Serial


class CodeTableRow(Base):
    """One load of a table of codes; the newest version of a site's table is the one in use."""

    __tablename__ = "code_tables"
    __table_args__ = (
        UniqueConstraint("site", "kind", "version"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    site: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    edition: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    loaded_by: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(Moment)


class CodeRow(Base):
    """What one code means in one load."""

    __tablename__ = "codes"

    load: Mapped[int] = mapped_column(
        ForeignKey("code_tables.id"), primary_key=True, autoincrement=False
    )
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(String(120))


class BadgeRow(Base):
    """One printed staff badge; a later one of the same person takes its place."""

    __tablename__ = "badges"
    __table_args__ = (UniqueConstraint("fin", "member"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    site: Mapped[str] = mapped_column(String(32))
    fin: Mapped[str] = mapped_column(String(5))
    member: Mapped[str] = mapped_column(String(6))
    issued_by: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Moment)
