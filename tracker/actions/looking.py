"""Who looked at whose name? Shown once it is kept."""

from __future__ import annotations

from tracker.actions.recording import Request
from tracker.domain.events import Actor
from tracker.reads import patients
from tracker.reads.journeys import Told
from tracker.store import access
from tracker.store.db import db, writing
from tracker.store.patients import Patient


def at_patient(told: Told, actor: Actor, asked: Request, what: str) -> Patient | None:
    """Return the patient of a journey where this person may know, and keep that they looked."""
    patient = patients.of(told, actor)
    if patient is None:
        return None
    writing()
    access.looked(access.Look(asked.now, actor.id, what, told.journey.coi, asked.id))
    db.session.commit()
    return patient
