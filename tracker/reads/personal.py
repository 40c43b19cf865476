"""Who looked at this patient's data, and who changed who the patient is?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.domain.authority_table import Action, may_at
from tracker.domain.events import Actor
from tracker.domain.journey import Journey
from tracker.domain.refused import Refused
from tracker.reads import accounts, journeys
from tracker.store import access, identity_changes, patients


@dataclass(frozen=True)
class Look:
    """One look, with the name of who looked."""

    at: datetime
    name: str
    what: str


@dataclass(frozen=True)
class Change:
    """One change by two people, with their names."""

    at: datetime
    what: str
    why: str
    names: tuple[str, str]


def may_look(journey: Journey, actor: Actor) -> bool:
    """Say whether somebody is of the patient's team, or checks on it."""
    return may_at(actor, Action.READ_LOOKS, site=journey.site, maker=journey.maker)


def looks(coi: str, actor: Actor) -> tuple[Look, ...]:
    """Return who looked at a journey's patient, the latest first. Raises Refused `not_found`."""
    found = journeys.seen_by(actor, coi).journey
    if not may_look(found, actor):
        raise Refused("not_found")
    known = accounts.names()
    return tuple(
        Look(look.at, known.get(look.who, look.who), look.what) for look in access.looks(coi)
    )


def changes(coi: str) -> tuple[Change, ...]:
    """Return how the identity of a journey's patient was changed, the latest first."""
    patient = patients.of(coi)
    known = accounts.names()
    found = identity_changes.of(patient.id) if patient else ()
    return tuple(
        Change(
            each.at,
            each.what,
            each.why,
            (known.get(each.first, each.first), known.get(each.second, each.second)),
        )
        for each in found
    )
