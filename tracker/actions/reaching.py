"""How does a person choose how we write to them, and how do staff do it for them?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from tracker.actions import recording
from tracker.domain.authority_table import Action, may_at
from tracker.domain.channels import NOT_REACHED, Channel, Choice, international
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import access, message_choices, patients, tasks
from tracker.store.db import db, writing
from tracker.store.message_choices import Chosen
from tracker.store.patients import Patient

PATIENT: Final = "patient"
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Contact:
    """How a patient is reached, as staff typed it."""

    phone: str
    email: str


def choose(coi: str, choice: Choice, now: datetime) -> None:
    """Keep what the patient of a journey chose on their own page. Raises Refused."""
    writing()
    patient = patients.of(coi)
    if patient is None:
        db.session.rollback()
        raise Refused("not_found")
    _keep(patient, choice, Chosen(choice, now, PATIENT))
    db.session.commit()


def choose_for(
    coi: str, actor: Actor, choice: Choice, contact: Contact, asked: recording.Request
) -> None:
    """Keep what a patient told a member of staff, and how they are reached. Raises Refused."""
    told = journeys.seen_by(actor, coi)
    place = {"site": told.journey.site, "maker": told.journey.maker}
    writing()
    patient = patients.of(coi)
    if patient is None or not may_at(actor, Action.CHOOSE_MESSAGES, **place):
        db.session.rollback()
        raise Refused("not_found")
    changed = replace(patient, phone=contact.phone, email=contact.email)
    _require_email(contact.email)
    _keep(changed, choice, Chosen(choice, asked.now, actor.id))
    done = [f"messages chosen {choice.channel.value}"]
    if changed != patient:
        patients.correct(changed)
        done.append("contact data changed")
    for what in done:
        access.looked(access.Look(asked.now, actor.id, what, coi, asked.id))
    db.session.commit()


def _keep(patient: Patient, choice: Choice, chosen: Chosen) -> None:
    """Keep a choice that can be kept to; who could not be reached need not be called any more."""
    _require_address(patient, choice.channel)
    if choice.zone and choice.zone not in available_timezones():
        raise _refused("zone", "The time zone", "as America/Chicago, or left empty")
    message_choices.keep(patient.id, chosen)
    for coi in patients.journeys_of(patient.id):
        tasks.done_of_kind(coi, NOT_REACHED, chosen.at)


def _require_address(patient: Patient, channel: Channel) -> None:
    if channel is Channel.SMS and not international(patient.phone):
        raise _refused("phone", "The telephone number", "international, as +1 507 555 0100")
    if channel is Channel.EMAIL and not patient.email:
        raise _refused("email", "The e-mail address", "there before it is chosen")


def _require_email(email: str) -> None:
    if email and not ADDRESS.fullmatch(email):
        raise _refused("email", "The e-mail address", "as name@example.org")


def _refused(field: str, label: str, expected: str) -> Refused:
    db.session.rollback()
    return Refused("field_type", field=field, label=label, expected=expected)
