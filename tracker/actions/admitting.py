"""How is a patient taken in? One person, one record, one journey a form, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tracker.actions import answering, opening, recording
from tracker.domain.events import Signing
from tracker.domain.refused import Refused
from tracker.store import log, patients


@dataclass(frozen=True)
class Newcomer:
    """A patient as somebody typed them in."""

    name: str
    birth_date: date
    record_number: str
    phone: str = ""
    email: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Order:
    """What the journey is for: a product at a site."""

    protocol: str
    site: str
    priority: str = "routine"
    indication: str = ""


def admit(newcomer: Newcomer, order: Order, signing: Signing, asked: recording.Request) -> str:
    """Open a journey for a patient, known or new, and return its identifier. Raises Refused."""
    asking = answering.asking(signing.actor.id, f"open {asked.id}", asked.id.encode())
    if kept := answering.first(asking):
        return kept.body

    def keep(sealed: tuple[log.Sealed, ...]) -> None:
        answering.keep(asking, answering.Answer(201, sealed[0].entry.coi), asked.now)

    wish = opening.Opening(
        protocol=order.protocol,
        site=order.site,
        patient=known_or_new(_patient(newcomer)),
        actor=signing.actor,
        signings=(signing,),
        priority=order.priority,
        indication=order.indication,
    )
    return opening.open_journey(wish, replace(asked, also=keep)).entry.coi


def _patient(newcomer: Newcomer) -> patients.Patient:
    return patients.Patient(id=patients.new_id(), **vars(newcomer))


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
