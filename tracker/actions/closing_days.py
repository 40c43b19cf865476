"""On which days is a site, or one of its resources, closed? What a planner sets, with a reason."""

from __future__ import annotations

import secrets
from datetime import datetime

from tracker.actions import visit_tasks
from tracker.domain.authority_table import EVERYWHERE, Action, places
from tracker.domain.events import Actor, Closure
from tracker.domain.refused import Refused
from tracker.domain.visits.days_off import EVERYTHING
from tracker.domain.visits.places import CHAIR, INFUSION, RESOURCES, THAW
from tracker.reads import journeys
from tracker.store import access, closures, visit_places
from tracker.store.db import db, writing

REASON_LIMIT = 300


def close(by: Actor, site: str, closure: Closure, now: datetime) -> None:
    """Close for some days. A visit that stands there stays, with a task for whoever moves it."""
    _require_planner(by, site)
    if closure.resource not in {EVERYTHING, *RESOURCES}:
        choices = ", ".join((EVERYTHING, *RESOURCES))
        raise Refused("field_choice", field="resource", label="What is closed", choices=choices)
    if closure.last < closure.first:
        raise Refused("end_before_start", field="last")
    if not closure.reason.strip() or len(closure.reason) > REASON_LIMIT:
        raise Refused("reason_missing", field="reason")
    writing()
    closures.add(site, closure, by.id, now)
    for coi in _standing_there(site, closure):
        visit_tasks.must_move(journeys.tell(coi).journey, closure.first, now)
    _note(by, f"closed {closure.resource} {closure.first} {site}", now)


def open_again(by: Actor, site: str, number: int, now: datetime) -> None:
    """Take a closure back, and with it what asked for visits to be moved because of it alone."""
    _require_planner(by, site)
    writing()
    kept = next((each for each in closures.of(site) if each.id == number), None)
    if kept is None:
        raise Refused("nothing_to_do", what="this closure is over or was taken back")
    closures.end(site, number, now)
    for coi in _standing_there(site, kept.closure):
        visit_tasks.need_not_move(coi, now)
    _note(by, f"opened again {number} {site}", now)


def _standing_there(site: str, closure: Closure) -> tuple[str, ...]:
    """Return the journeys whose visits hold a place that a closure shuts."""
    taken = {closure.resource} if closure.resource != EVERYTHING else {INFUSION, THAW, CHAIR}
    return visit_places.holders(site, taken, closure.first, closure.last)


def _note(by: Actor, what: str, now: datetime) -> None:
    access.looked(access.Look(now, by.id, what[:64], "", secrets.token_hex(8)))
    db.session.commit()


def _require_planner(by: Actor, site: str) -> None:
    if not places(by, Action.PLAN) & {site, EVERYWHERE}:
        raise Refused("not_allowed", kind="closure", roles="coordinator, physician")
