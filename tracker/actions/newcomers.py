"""Is this patient known here already? One person is one record, with one open journey a product."""

from __future__ import annotations

from tracker.domain.refused import Refused
from tracker.store import board, identity_changes, patients
from tracker.store.patients import Patient


def known_or_new(given: Patient, protocol: str, *, two_people: bool) -> Patient:
    """Return the patient kept under this record number, or the one given, who is new. Raises Refused.

    To be asked in the transaction that opens the journey, so that two forms sent at the same moment
    make one record. `two_people` says that somebody compared the papers of two patients of one name
    and birth date. What is compared at enrolment: the Joint Commission's two identifiers
    (NPSG.01.01.01) tell two such people apart by their record numbers alone.
    """
    known = _by_number(given)
    if known is None and not two_people and namesakes(given):
        raise Refused("patient_namesake", field="two_people")
    for patient_id in (known.id, *same_person(known.id)) if known else ():
        _require_no_open(patient_id, protocol)
    return known or given


def namesakes(patient: Patient) -> tuple[Patient, ...]:
    """Return the other people of this patient's name and birth date: two records of one person are one."""
    alike = patients.find(name=patient.name, birth_date=patient.birth_date)
    apart = [each for each in alike if each.id != patient.id]
    ours = same_person(patient.id) if apart else frozenset()
    return tuple(each for each in apart if each.id not in ours)


def same_person(patient_id: str) -> frozenset[str]:
    """Return the other records that two people found to be of the same person."""
    changes = identity_changes.of(patient_id)
    return frozenset(
        each.other_id if each.patient_id == patient_id else each.patient_id
        for each in changes
        if each.other_id
    )


def _by_number(given: Patient) -> Patient | None:
    """Return who is kept under this record number; with another name, one of the two was mistyped."""
    number = given.record_number
    if not patients.find(record_number=number):
        return None
    same = patients.find(record_number=number, name=given.name, birth_date=given.birth_date)
    if not same:
        raise Refused("patient_differs", field="record_number")
    return same[0]


def _require_no_open(patient_id: str, protocol: str) -> None:
    for coi in patients.journeys_of(patient_id):
        line = board.one(coi)
        if line and line.summary.protocol == protocol and not line.summary.closed:
            raise Refused("journey_open_already", coi=coi, site=line.summary.site)
