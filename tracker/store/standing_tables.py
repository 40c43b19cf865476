"""Which tables hold what people have been taught, agreed to, and changed about a patient?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment, Serial


class TrainingRow(Base):
    """Somebody was trained for a role until a day; the newest row of a role counts."""

    __tablename__ = "trainings"
    __table_args__ = (Index("trainings_by_staff", "staff_id", "role"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    role: Mapped[str] = mapped_column(String(32))
    until: Mapped[date]
    kept_by: Mapped[str] = mapped_column(String(64))


class AcceptanceRow(Base):
    """Somebody accepted one version of the signature policy."""

    __tablename__ = "policy_acceptances"
    __table_args__ = (Index("policy_acceptances_by_staff", "staff_id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[str] = mapped_column(String(16))


class IdentityChangeRow(Base):
    """Two people corrected who a patient is, or found that two records are one person."""

    __tablename__ = "identity_changes"
    __table_args__ = (Index("identity_changes_by_patient", "patient_id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(32))
    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.id"))
    other_id: Mapped[str] = mapped_column(String(64))
    first: Mapped[str] = mapped_column(String(64))
    second: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64))


class FormerPatientRow(Base):
    """How a patient was written before a correction. Not searched; the keys rotate here too."""

    __tablename__ = "former_patients"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(Text)
    birth_date: Mapped[str] = mapped_column(Text)
    record_number: Mapped[str] = mapped_column(Text)
