"""Which journeys wait for this very person: a decision, a signature, a written approval?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain import authority, authorization, collection, visit_dates
from tracker.domain.authority_table import EVERYWHERE
from tracker.domain.events import Actor, Facts
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind, Role
from tracker.domain.next_steps import Step, steps
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.reads import journeys, worklists
from tracker.store import board

LIMIT: Final = 300
"""How many journeys are read for one page; one centre has far fewer open at a time."""

DECISIONS: Final = frozenset(
    {
        Kind.SUFFICIENCY_DECIDED,
        Kind.READINESS_RECORDED,
        Kind.DAY_ZERO_CLEARED,
        Kind.CHEMOTHERAPY_STARTED,
        Kind.CHEMOTHERAPY_COMPLETED,
        Kind.PATIENT_INFORMED,
        Kind.HOLD_LIFTED,
        Kind.MILESTONE_REACHED,
    }
)
"""What a physician is asked for; the steps of the chair and the bench stay on their own pages."""


@dataclass(frozen=True)
class Duty:
    """One journey, and what it asks of this person; `note` says what they need to know first."""

    row: worklists.Row
    steps: tuple[Step, ...]
    note: str = ""


def decisions(actor: Actor, now: datetime) -> tuple[Duty, ...]:
    """Return the open journeys that wait for a physician's word, what is due first coming first."""
    found = []
    for row, told in _open(actor, now):
        asked = tuple(
            step
            for step in allowed_steps(told, actor, now, role=Role.PHYSICIAN)
            if step.kind in DECISIONS and _asked_now(told, step, now)
        )
        if asked:
            found.append(Duty(row, asked, _cells(told.journey, told.protocol)))
    return tuple(found)


def uninsured(actor: Actor, now: datetime) -> tuple[Duty, ...]:
    """Return the journeys before collection whose insurance would stop it today, and why."""
    found = []
    for row, told in _open(actor, now):
        if told.journey.collections:
            continue
        try:
            authorization.require_approved(told.journey, visit_dates.local(now, told.site))
        except Refused as refused:
            step = Step(Kind.AUTHORIZATION_RECORDED, "Record insurance")
            found.append(Duty(row, (step,), refused.sentence.rpartition("Now: ")[2]))
    return tuple(found)


def allowed_steps(
    told: journeys.Told, actor: Actor, now: datetime, *, role: Role | None = None
) -> tuple[Step, ...]:
    """Return the steps a journey suggests that this person (in this role, if given) may record."""
    held = {grant.role for grant in actor.grants if grant.place in _places(told.journey)}
    if role is not None:
        held &= {role}
    return tuple(
        step
        for step in steps(told.journey, told.protocol)
        if held & set(authority.roles_for(told.protocol, _facts(step, told, actor, now)))
    )


def _open(actor: Actor, now: datetime) -> Iterator[tuple[worklists.Row, journeys.Told]]:
    for row in worklists.find(actor, board.Wanted(), now, limit=LIMIT).rows:
        yield row, journeys.tell(row.line.summary.coi)


def _places(journey: Journey) -> set[str]:
    return {journey.site, journey.maker, EVERYWHERE}


def _facts(step: Step, told: journeys.Told, actor: Actor, now: datetime) -> Facts:
    return Facts(step.kind, now, {"milestone": step.milestone}, actor, told.site)


def _asked_now(told: journeys.Told, step: Step, now: datetime) -> bool:
    """Leave out what others begin, the steps already behind, and a day that is cleared already."""
    journey, visit = told.journey, told.journey.visit
    if step.kind is Kind.MILESTONE_REACHED:
        return visit is None or visit.chemotherapy_started_at is None
    if step.kind is Kind.DAY_ZERO_CLEARED:
        if visit is None or visit.chemotherapy_completed_at is None:
            return False
        return visit_dates.cleared_on(visit, told.site) != visit_dates.local(now, told.site)
    if step.kind is Kind.CHEMOTHERAPY_COMPLETED:
        return visit is not None and visit.chemotherapy_completed_at is None
    if step.kind is Kind.SUFFICIENCY_DECIDED:
        return journey.sufficiency not in {"enough", "exception"}
    return True


def _cells(journey: Journey, protocol: Protocol) -> str:
    if not journey.collections or journey.sufficiency in {"enough", "exception"}:
        return ""
    total = collection.total_cells(journey).cd3_e6
    return f"{total} of {protocol.target.cd3_e6} million CD3+ cells so far."
