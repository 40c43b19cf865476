"""Is this a patient we know? A journey is opened for one person, never for a second copy of them."""

from __future__ import annotations

from tracker.domain.refused import Refused
from tracker.store import patients


def known_or_new(given: patients.Patient) -> patients.Patient:
    """Return the patient already kept under this record number, or the one given.

    Raises Refused `patient_differs` when the record number is kept with another name or birth date:
    one of the two was mistyped, and a journey must not begin on a guess.
    """
    same_number = patients.find(record_number=given.record_number)
    if not same_number:
        return given
    same = patients.find(
        record_number=given.record_number, name=given.name, birth_date=given.birth_date
    )
    if not same:
        raise Refused("patient_differs", field="record_number")
    return same[0]
