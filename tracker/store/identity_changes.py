"""Who changed who a patient is, with whom, and how was the patient written before?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, or_, select, update

from tracker.store.db import db
from tracker.store.encryption import data_keys
from tracker.store.patients import Patient
from tracker.store.standing_tables import FormerPatientRow, IdentityChangeRow

KEPT = ("name", "birth_date", "record_number")


@dataclass(frozen=True)
class Change:
    """One change by two people. `other_id` is the second record of one person, "" for none."""

    at: datetime
    what: str
    why: str
    patient_id: str
    other_id: str
    first: str
    second: str
    request_id: str


@dataclass(frozen=True)
class Former:
    """How a patient was written before a correction."""

    at: datetime
    name: str
    birth_date: str
    record_number: str


def keep(change: Change) -> None:
    """Keep a change for good."""
    db.session.execute(insert(IdentityChangeRow).values(**vars(change)))


def of(patient_id: str) -> tuple[Change, ...]:
    """Return the changes that concern a patient, the latest first."""
    row = IdentityChangeRow
    rows = db.session.scalars(
        select(row)
        .where(or_(row.patient_id == patient_id, row.other_id == patient_id))
        .order_by(row.id.desc())
    )
    return tuple(Change(**{name: getattr(each, name) for name in _NAMES}) for each in rows)


_NAMES = tuple(Change.__dataclass_fields__)


def keep_former(patient: Patient, now: datetime) -> None:
    """Keep how a patient is written now, before it is corrected."""
    own = f"f-{secrets.token_hex(8)}"
    plain = {**vars(patient), "birth_date": patient.birth_date.isoformat()}
    values = {name: data_keys().encrypt(own, name, plain[name]) for name in KEPT}
    db.session.execute(
        insert(FormerPatientRow).values(id=own, patient_id=patient.id, at=now, **values)
    )


def former(patient_id: str) -> tuple[Former, ...]:
    """Return how a patient was written before, the latest first."""
    rows = db.session.scalars(
        select(FormerPatientRow)
        .where(FormerPatientRow.patient_id == patient_id)
        .order_by(FormerPatientRow.at.desc(), FormerPatientRow.id)
    )
    return tuple(Former(row.at, **_plain(row)) for row in rows)


def rewrite_all() -> None:
    """Encrypt every former writing again with the first key."""
    for row in db.session.scalars(select(FormerPatientRow)).all():
        values = {
            name: data_keys().encrypt(row.id, name, kept) for name, kept in _plain(row).items()
        }
        db.session.execute(
            update(FormerPatientRow).where(FormerPatientRow.id == row.id).values(**values)
        )


def _plain(row: FormerPatientRow) -> dict[str, str]:
    return {name: data_keys().decrypt(row.id, name, getattr(row, name)) for name in KEPT}
