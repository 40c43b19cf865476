"""Whose journey is this? Hospital staff may read the name; that they did is kept."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from tracker.actions import newcomers, recording
from tracker.domain.authority_table import Action, may_at
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, board, patients
from tracker.store.db import db, writing
from tracker.store.encryption import Unreadable
from tracker.store.patients import Patient

__all__ = ["Patient", "find", "names", "patient"]


@dataclass(frozen=True)
class Named(Patient):
    """A patient as the hospital's pages show them, and whether somebody else is called the same."""

    namesake: bool = False


def patient(
    coi: str, actor: Actor, asked: recording.Request, what: str = "patient"
) -> Named | None:
    """Return whose cells a journey carries; None for people who work by identifiers alone."""
    found = _kept(coi) if _may_know(coi, actor) else None
    if found is None:
        return None
    _keep((coi,), what, actor, asked)
    return Named(**vars(found), namesake=bool(newcomers.namesakes(found)))


def names(cois: Iterable[str], actor: Actor, asked: recording.Request) -> dict[str, str]:
    """Return the patients' names by journey, as a worklist shows them: none where none is believed."""
    seen = tuple(coi for coi in dict.fromkeys(cois) if _may_know(coi, actor))
    found = {}
    for coi in seen:
        with suppress(Unreadable):
            if kept := patients.of(coi):
                found[coi] = kept.name
    _keep(tuple(found), "name on a list", actor, asked)
    return found


def find(name: str, actor: Actor) -> tuple[str, ...]:
    """Return the journeys of the patients who bear exactly this name, where one may know it."""
    cois = [coi for kept in patients.find(name=name) for coi in patients.journeys_of(kept.id)]
    return tuple(coi for coi in cois if _may_know(coi, actor))


def _kept(coi: str) -> Patient | None:
    """Return the patient of a journey. Raises Refused where the link, or a column, is not ours."""
    try:
        return patients.of(coi)
    except Unreadable:
        raise Refused("patient_unreadable") from None


def _may_know(coi: str, actor: Actor) -> bool:
    line = board.one(coi)
    if line is None:
        return False
    found = line.summary
    return may_at(actor, Action.KNOW_THE_PATIENT, site=found.site, maker=found.maker)


def _keep(cois: tuple[str, ...], what: str, actor: Actor, asked: recording.Request) -> None:
    if not cois:
        return
    writing()
    for coi in cois:
        access.looked(access.Look(asked.now, actor.id, what, coi, asked.id))
    db.session.commit()
