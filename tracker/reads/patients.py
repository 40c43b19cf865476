"""Whose cells are these, and may this person know the name?"""

from __future__ import annotations

from tracker.domain.authority import EVERYWHERE
from tracker.domain.events import Actor
from tracker.domain.kinds import Role
from tracker.reads.journeys import Told
from tracker.store import patients
from tracker.store.patients import Patient

__all__ = ["NAMELESS", "Patient", "may_know", "of"]

NAMELESS = frozenset({Role.MANUFACTURER_QA, Role.COURIER, Role.PARTNER, Role.ADMIN})
"""Roles that work with identifiers alone."""


def may_know(actor: Actor, told: Told) -> bool:
    """Say whether a person works with this patient: a role at the hospital that needs the name."""
    here = {told.journey.site, EVERYWHERE}
    return any(grant.place in here and grant.role not in NAMELESS for grant in actor.grants)


def of(told: Told, actor: Actor) -> Patient | None:
    """Return the patient of a journey, to those who may know; `looking` keeps that they did."""
    return patients.of(told.journey.coi) if may_know(actor, told) else None
