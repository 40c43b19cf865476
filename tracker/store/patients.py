"""Who is the patient behind a journey? The only place personal data of patients is reached."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import insert, select, update

from tracker.store.db import db
from tracker.store.encryption import Unreadable, data_keys
from tracker.store.tables import PatientJourneyRow, PatientRow

ENCRYPTED: Final = ("name", "birth_date", "record_number", "phone", "email")
LINK: Final = "journey"
SEARCHED: Final = ("name", "birth_date", "record_number")


@dataclass(frozen=True)
class Patient:
    """A person. Their cells are known by their journeys' identifiers, never by these words."""

    id: str
    name: str
    birth_date: date
    record_number: str
    phone: str = ""
    email: str = ""
    language: str = "en"


def new_id() -> str:
    """Return an identifier for a patient that says nothing about them."""
    return f"p-{secrets.token_hex(8)}"


def add(patient: Patient) -> None:
    """Keep a new patient."""
    db.session.execute(insert(PatientRow).values(**_row(patient)))


def correct(patient: Patient) -> None:
    """Replace what is kept about a patient; their journeys stay as they are."""
    db.session.execute(
        update(PatientRow).where(PatientRow.id == patient.id).values(**_row(patient))
    )


def erase_contact(patient_id: str) -> None:
    """Forget how to reach a patient. Every chain stays whole: entries never held it."""
    patient = by_id(patient_id)
    if patient is not None:
        correct(replace(patient, phone="", email=""))


def by_id(patient_id: str) -> Patient | None:
    row = db.session.execute(select(PatientRow).where(PatientRow.id == patient_id)).scalar()
    return _patient(row) if row else None


def of(coi: str) -> Patient | None:
    """Return whose cells this journey carries. Raises Unreadable for a link that is not ours."""
    query = select(PatientJourneyRow).where(PatientJourneyRow.coi == coi)
    row = db.session.execute(query).scalar()
    if row is None:
        return None
    if not _ours(row):
        raise Unreadable(f"{coi} was linked to {row.patient_id} without our keys")
    return by_id(row.patient_id)


def link(coi: str, patient_id: str) -> None:
    """Say whose cells a journey carries; a journey never changes hands."""
    seal = data_keys().match(LINK, f"{coi} {patient_id}")
    values = {"coi": coi, "patient_id": patient_id, "seal": seal}
    db.session.execute(insert(PatientJourneyRow).values(**values))


def journeys_of(patient_id: str) -> tuple[str, ...]:
    """Return a patient's journeys; a link that is not ours leads to none."""
    rows = db.session.scalars(
        select(PatientJourneyRow)
        .where(PatientJourneyRow.patient_id == patient_id)
        .order_by(PatientJourneyRow.coi)
    )
    return tuple(row.coi for row in rows if _ours(row))


def find(
    *, name: str = "", birth_date: date | None = None, record_number: str = ""
) -> tuple[Patient, ...]:
    """Return the patients who match all that is given, exactly but for case and spaces."""
    given = {
        "name": name,
        "birth_date": birth_date.isoformat() if birth_date else "",
        "record_number": record_number,
    }
    wanted = {column: value for column, value in given.items() if value}
    if not wanted:
        return ()
    query = select(PatientRow).order_by(PatientRow.id)
    for column, value in wanted.items():
        hashes = data_keys().matches(column, value)
        query = query.where(getattr(PatientRow, f"{column}_hash").in_(hashes))
    return tuple(_patient(row) for row in db.session.scalars(query))


def born_on(coi: str, day: date) -> bool:
    """Say whether the patient of a journey was born on `day`, equally fast either way."""
    patient = of(coi)
    kept = patient.birth_date.isoformat() if patient else "0000-00-00"
    return hmac.compare_digest(kept, day.isoformat())


def rewrite_all() -> int:
    """Encrypt every patient again with the first key; return how many there were."""
    everyone = [_patient(row) for row in db.session.scalars(select(PatientRow))]
    for patient in everyone:
        correct(patient)
    for row in db.session.scalars(select(PatientJourneyRow)).all():
        if _ours(row):  # what was forged before stays forged
            row.seal = data_keys().match(LINK, f"{row.coi} {row.patient_id}")
    return len(everyone)


def _ours(row: PatientJourneyRow) -> bool:
    """Say whether this service linked a journey: a hand in the table has no key to seal it with."""
    seals = data_keys().matches(LINK, f"{row.coi} {row.patient_id}")
    return any(hmac.compare_digest(row.seal, seal) for seal in seals)


def _row(patient: Patient) -> dict[str, str]:
    keys = data_keys()
    plain = {**asdict(patient), "birth_date": patient.birth_date.isoformat()}
    row = {"id": patient.id, "language": patient.language}
    for column in ENCRYPTED:
        row[column] = keys.encrypt(patient.id, column, plain[column])
    for column in SEARCHED:
        row[f"{column}_hash"] = keys.match(column, plain[column])
    return row


def _patient(row: PatientRow) -> Patient:
    keys = data_keys()
    plain = {column: keys.decrypt(row.id, column, getattr(row, column)) for column in ENCRYPTED}
    return Patient(
        id=row.id,
        name=plain["name"],
        birth_date=date.fromisoformat(plain["birth_date"]),
        record_number=plain["record_number"],
        phone=plain["phone"],
        email=plain["email"],
        language=row.language,
    )
