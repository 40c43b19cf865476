"""How is a patient taken in? One person, one record, one journey a form, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tracker.actions import answering, opening, recording
from tracker.domain.events import Signing
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
    """What the journey is for: a product at a site; and whether a namesake is somebody else."""

    protocol: str
    site: str
    priority: str = "routine"
    indication: str = ""
    two_people: bool = False


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
        patient=_patient(newcomer),
        actor=signing.actor,
        signings=(signing,),
        priority=order.priority,
        indication=order.indication,
        two_people=order.two_people,
    )
    return opening.open_journey(wish, replace(asked, also=keep)).entry.coi


def _patient(newcomer: Newcomer) -> patients.Patient:
    return patients.Patient(id=patients.new_id(), **vars(newcomer))
