"""What may this person do now? The next steps, cut to their roles and to what is in their hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from tracker.domain import authority, next_steps
from tracker.domain.events import Actor, Facts
from tracker.domain.journey import Container
from tracker.domain.kinds import Kind, Role
from tracker.domain.next_steps import Step
from tracker.domain.refused import Refused
from tracker.reads.journeys import Told

BY_HOLDER: Final = frozenset(
    {
        Kind.CELLS_COUNTED,
        Kind.CONTAINER_SPLIT,
        Kind.FROZEN,
        Kind.STORED,
        Kind.REMOVED_FROM_STORAGE,
        Kind.CUSTODY_OFFERED,
        Kind.SHIPMENT_PACKED,
        Kind.LOT_OPENED,
        Kind.CONTAINER_DISCARDED,
        Kind.THAW_ENDED,
        Kind.INFUSION_STARTED,
    }
)
"""Steps that only the post may take which holds the containers."""

AT_ANY_TIME: Final = frozenset(
    {
        Kind.LABEL_PRINTED,
        Kind.LABEL_DESTROYED,
        Kind.HOLD_PLACED,
        Kind.DEVIATION_OPENED,
        Kind.CONTAINER_DISCARDED,
        Kind.JOURNEY_CLOSED,
        Kind.VISIT_CANCELLED,
        Kind.LOT_TERMINATED,
        Kind.READINGS_ATTACHED,
        Kind.CUSTODY_DECLINED,
        Kind.CUSTODY_WITHDRAWN,
    }
)
"""Ways out and side steps: possible, but not what the journey waits for."""


def of(told: Told, actor: Actor, now: datetime) -> tuple[Step, ...]:
    """Return the steps this person may take now, the most pressing first, each once."""
    possible = next_steps.steps(told.journey, told.protocol)
    narrowed = [_narrowed(told, actor, step, now) for step in possible]
    return tuple(dict.fromkeys(step for step in narrowed if step is not None))


def pressing(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps the journey waits for; handing on comes after all that is done first."""
    waiting = [step for step in steps if step.urged or step.kind not in AT_ANY_TIME]
    return tuple(sorted(waiting, key=lambda step: step.kind is Kind.CUSTODY_OFFERED))


def _narrowed(told: Told, actor: Actor, step: Step, now: datetime) -> Step | None:
    """Return the step with the containers this person may take it for; None where there are none."""
    if not _allowed(told, actor, step, now) or not _is_near(told, actor, step):
        return None
    if step.containers == ("",):
        return step
    named = [told.journey.containers[name] for name in step.containers if name]
    fit = tuple(item.id for item in named if _in_reach(step.kind, item, actor))
    return replace(step, containers=fit) if fit else None


def _allowed(told: Told, actor: Actor, step: Step, now: datetime) -> bool:
    data = {"milestone": step.milestone} if step.milestone else {}
    facts = Facts(step.kind, now, data, actor, told.site)
    try:
        authority.require_allowed(told.journey, told.protocol, facts)
    except Refused:
        return False
    return True


def _is_near(told: Told, actor: Actor, step: Step) -> bool:
    """Say whether a step of the chair or the bedside is this person's, and not only possible.

    The patient is verified by those who hold the dose, or by nurses while cells are to be collected.
    """
    if step.kind not in {Kind.IDENTITY_VERIFIED, Kind.COLLECTION_STARTED}:
        return True
    journey = told.journey
    doses = [item for item in journey.present() if item.use == "dose"]
    if doses:
        return any(_holds(item, actor) for item in doses)
    collected = any(item.use == "collection" for item in journey.containers.values())
    again = not collected or journey.sufficiency == "repeat"
    return again and any(grant.role is Role.APHERESIS_NURSE for grant in actor.grants)


def _holds(item: Container, actor: Actor) -> bool:
    holder = item.custodian
    posts = {(grant.role.value, grant.place) for grant in actor.grants}
    return holder is not None and (holder.role, holder.site) in posts


def _in_reach(kind: Kind, item: Container, actor: Actor) -> bool:
    posts = {(grant.role.value, grant.place) for grant in actor.grants}
    offer = item.offer
    if kind in {Kind.CUSTODY_ACCEPTED, Kind.CUSTODY_DECLINED}:
        if offer is None or offer.by.id == actor.id:
            return False
        return (offer.to_role, offer.to_site) in posts
    if kind is Kind.CUSTODY_WITHDRAWN:
        return offer is not None and (offer.by.role, offer.by.site) in posts
    if kind in BY_HOLDER:
        return _holds(item, actor)
    return True
