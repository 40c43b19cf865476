"""How does a person choose how we write to them, and how do staff do it for them?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from tracker.actions import recording
from tracker.domain import standing
from tracker.domain.authority_table import Action
from tracker.domain.channels import NOT_REACHED, Channel, Choice, international
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import access, message_choices, patients, tasks
from tracker.store.db import db, writing
from tracker.store.message_choices import Chosen
from tracker.store.patients import Patient
from tracker.store.viewers import Viewer

PATIENT: Final = "patient"
CAREGIVER: Final = "caregiver"
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Contact:
    """How a patient is reached, as staff typed it."""

    phone: str
    email: str


def choose(viewer: Viewer, choice: Choice, now: datetime) -> None:
    """Keep what a patient or a caregiver chose on their own page. Raises Refused."""
    writing()
    if not viewer.is_patient:
        _keep_for_caregiver(viewer, Chosen(choice, now, CAREGIVER))
    elif (patient := patients.of(viewer.coi)) is not None:
        _keep(patient, choice, Chosen(choice, now, PATIENT))
    else:
        db.session.rollback()
        raise Refused("not_found")
    db.session.commit()


def choose_for(
    coi: str, actor: Actor, choice: Choice, contact: Contact, asked: recording.Request
) -> None:
    """Keep what a patient told a member of staff, and how they are reached. Raises Refused."""
    told = journeys.seen_by(actor, coi)
    place = {"site": told.journey.site, "maker": told.journey.maker}
    standing.require_fit_for(actor, Action.CHOOSE_MESSAGES, asked.now, **place)
    writing()
    patient = patients.of(coi)
    if patient is None:
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
    _require_zone(choice.zone)
    message_choices.keep(patient.id, chosen)
    for coi in patients.journeys_of(patient.id):
        tasks.done_of_kind(coi, NOT_REACHED, chosen.at)


def _keep_for_caregiver(viewer: Viewer, chosen: Chosen) -> None:
    """Keep the choice of somebody who is written to by what they proved, and nowhere else."""
    if chosen.choice.channel not in viewer.reached_by:
        raise _refused("channel", "The way", "one that is offered")
    _require_zone(chosen.choice.zone)
    message_choices.keep(viewer.id, chosen)


def _require_zone(zone: str) -> None:
    if zone and zone not in available_timezones():
        raise _refused("zone", "The time zone", "as America/Chicago, or left empty")


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
