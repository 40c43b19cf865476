"""Which table holds how each person wants to hear from us?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment, Serial


class MessageChoiceRow(Base):
    """One choice of one person; the latest holds, and earlier ones say what was agreed to when."""

    __tablename__ = "message_choices"
    __table_args__ = (Index("message_choices_of", "recipient", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64))
    chosen_at: Mapped[datetime] = mapped_column(Moment)
    chosen_by: Mapped[str] = mapped_column(String(64))
