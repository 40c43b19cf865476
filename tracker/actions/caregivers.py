"""How does a patient let a caregiver in, open more or less to them, and let them go?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.actions import patient_links, ways_in
from tracker.actions.patient_links import Given
from tracker.domain.refused import Refused
from tracker.domain.scopes import Scope
from tracker.store import access, viewers
from tracker.store.db import db, writing
from tracker.store.viewers import Known, Viewer

LASTS: Final = timedelta(days=7)
"""How long a caregiver's link works; the patient makes another with one press."""

MOST: Final = 10
"""More people than stand by one bed, and fewer than a mistake could let in."""

LONGEST_NAME: Final = 80


@dataclass(frozen=True)
class LetIn:
    """Whom a patient wants to let in, to what, and in which language that person reads."""

    name: str
    language: str
    given: frozenset[Scope]
    email: str = ""


def let_in(patient: Viewer, wish: LetIn, address: str, now: datetime) -> Given:
    """Let a caregiver in by a link and a code, which are shown once. Raises Refused.

    With an e-mail address the link goes there too; the code never does: the patient tells it.
    """
    name = " ".join(wish.name.split())[:LONGEST_NAME]
    if not name:
        raise Refused("caregiver_needs_name", field="name")
    if not wish.given:
        raise Refused("caregiver_needs_scope", field="scope")
    if wish.email and not ways_in.readable(wish.email):
        raise Refused("email_unreadable", field="email")
    writing()
    if len(viewers.caregivers(patient.coi)) >= MOST:
        db.session.rollback()
        raise Refused("caregivers_full", most=MOST)
    number = viewers.new_id()
    caregiver = Viewer(
        number, patient.coi, viewers.CAREGIVER, wish.language, wish.given, made_at=now
    )
    viewers.add(caregiver, Known(name, wish.email))
    given = patient_links.issue(caregiver, now, LASTS, mail_from=address if wish.email else "")
    _keep(patient, "caregiver let in", now)
    return given


def let_in_again(patient: Viewer, viewer_id: str, now: datetime) -> Given:
    """Give a caregiver who is locked out a new link; their earlier ways in end. Raises Refused."""
    writing()
    caregiver = _of(patient, viewer_id)
    ways_in.end_all(caregiver, now)
    given = patient_links.issue(caregiver, now, LASTS, mail_from="")
    _keep(patient, "caregiver let in", now)
    return given


def open_to(patient: Viewer, viewer_id: str, given: frozenset[Scope], now: datetime) -> None:
    """Open more or less of the page to a caregiver, at once. Raises Refused."""
    writing()
    caregiver = _of(patient, viewer_id)
    viewers.grant(caregiver.id, given)
    _keep(patient, "caregiver's view changed", now)


def let_go(patient: Viewer, viewer_id: str, now: datetime) -> None:
    """Let a caregiver in no more: their sessions, passkeys and codes end now. Raises Refused."""
    writing()
    caregiver = _of(patient, viewer_id)
    ways_in.end_all(caregiver, now)
    viewers.end(caregiver.id, now)
    _keep(patient, "caregiver let go", now)


def _of(patient: Viewer, viewer_id: str) -> Viewer:
    """Return a caregiver of this patient's own. Raises Refused for anybody else's."""
    mine = {each.id: each for each in viewers.caregivers(patient.coi)}
    if viewer_id not in mine:
        db.session.rollback()
        raise Refused("no_such_caregiver")
    return mine[viewer_id]


def _keep(patient: Viewer, what: str, now: datetime) -> None:
    access.looked(access.Look(now, viewers.PATIENT, what, patient.coi, ""))
    db.session.commit()
