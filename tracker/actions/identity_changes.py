"""How is a patient corrected, found to be one person with another, or forgotten as an address?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.actions import recording, ways_in
from tracker.domain import identity_change, standing
from tracker.domain.authority_table import Action
from tracker.domain.channels import Channel, Choice
from tracker.domain.events import Actor, Signing
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import (
    access,
    board,
    identity_changes,
    message_choices,
    patients,
    preparations,
    viewers,
)
from tracker.store.db import db, writing
from tracker.store.message_choices import Chosen


@dataclass(frozen=True)
class Wish:
    """Who asks for a change at which journey, why, and who signs."""

    coi: str
    actor: Actor
    why: str
    signings: tuple[Signing, ...]


def rehearse(change: str, wish: Wish, data: Mapping[str, str], now: datetime) -> None:
    """Refuse what a second signature would not save. Raises Refused; nothing is changed."""
    try:
        _allowed(change, wish, data, now)
    finally:
        db.session.rollback()


def carry_out(
    change: str, wish: Wish, asked: recording.Request, data: Mapping[str, str]
) -> None:
    """Change who a patient is, once two people have signed and wrote the same. Raises Refused."""
    writing()
    try:
        patient, other = _allowed(change, wish, data, asked.now)
        identity_change.require_two(wish.signings, change, data)
    except Refused:
        db.session.rollback()
        raise
    if other is None:
        _correct(patient, data, asked)
    _keep(wish, asked, change, patient.id, other.id if other else "")


def _allowed(
    change: str, wish: Wish, data: Mapping[str, str], now: datetime
) -> tuple[patients.Patient, patients.Patient | None]:
    """Return the patient, and who else they are said to be. Raises Refused."""
    patient = _patient(wish)
    joined = change == "same person"
    number = data["other_number" if joined else "record_number"]
    found = [one for one in patients.find(record_number=number) if one.id != patient.id]
    if joined and not found:
        raise Refused("patient_unknown", field="record_number")
    other = found[0] if joined else None
    _require_people(wish, (patient.id, other.id) if other else (patient.id,), now)
    if found and not joined:
        raise Refused("patient_differs", field="record_number")
    return patient, other


def _correct(
    patient: patients.Patient, data: Mapping[str, str], asked: recording.Request
) -> None:
    """Write a patient otherwise, for all their journeys; how they were written is kept."""
    identity_changes.keep_former(patient, asked.now)
    patients.correct(
        replace(
            patient,
            name=data["name"],
            birth_date=date.fromisoformat(data["birth_date"]),
            record_number=data["record_number"],
        )
    )


def erase_contact(coi: str, actor: Actor, asked: recording.Request) -> None:
    """Forget how to reach a patient, and who their caregivers are. No entry held any of it."""
    told = journeys.seen_by(actor, coi)
    place = {"site": told.journey.site, "maker": told.journey.maker}
    standing.require_fit_for(actor, Action.ERASE_CONTACT, asked.now, **place)
    writing()
    patient = patients.of(coi)
    if patient is None:
        db.session.rollback()
        raise Refused("not_found")
    patients.erase_contact(patient.id)
    nothing = Chosen(Choice(Channel.NONE), asked.now, actor.id)
    message_choices.keep(patient.id, nothing)
    for each in patients.journeys_of(patient.id):
        _forget_viewers(each, asked)
    access.looked(access.Look(asked.now, actor.id, "contact data erased", coi, asked.id))
    db.session.commit()


def _forget_viewers(coi: str, asked: recording.Request) -> None:
    """Let every caregiver go and erase who they were; what they looked at stays, without a name."""
    for caregiver in viewers.caregivers(coi):
        ways_in.end_all(caregiver, asked.now)
        viewers.end(caregiver.id, asked.now)
    viewers.forget(coi)
    preparations.forget(coi)


def _patient(wish: Wish) -> patients.Patient:
    journeys.seen_by(wish.actor, wish.coi)
    patient = patients.of(wish.coi)
    if patient is None:
        raise Refused("not_found")
    return patient


def _require_people(wish: Wish, concerned: tuple[str, ...], now: datetime) -> None:
    cois = [coi for each in concerned for coi in patients.journeys_of(each)]
    lines = [line for coi in cois if (line := board.one(coi))]
    sites = frozenset(line.summary.site for line in lines)
    identity_change.require_people(
        wish.actor, wish.signings, sites=sites, why=wish.why, now=now
    )


def _keep(
    wish: Wish, asked: recording.Request, what: str, patient_id: str, other_id: str
) -> None:
    first, second = (each.actor.id for each in wish.signings[:2])
    change = identity_changes.Change(
        asked.now, what, wish.why, patient_id, other_id, first, second, asked.id
    )
    identity_changes.keep(change)
    for coi in patients.journeys_of(patient_id):
        access.looked(access.Look(asked.now, wish.actor.id, f"patient {what}", coi, asked.id))
    db.session.commit()
