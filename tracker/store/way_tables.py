"""Which table holds the way to each appointment of a site?"""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base


class WayRow(Base):
    """Where one kind of appointment is at a site, in one language."""

    __tablename__ = "ways"

    site: Mapped[str] = mapped_column(String(32), primary_key=True)
    appointment: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
