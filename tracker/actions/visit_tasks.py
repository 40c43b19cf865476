"""Which tasks does a visit bring, move and take back, and who says that one is done?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import authorization, expected_release, standing, visit_dates, visit_tasks
from tracker.domain.authority_table import Action
from tracker.domain.events import Actor, Entry, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import sites, tasks
from tracker.store.db import db, writing

AT_LEAST: Final = timedelta(days=1)
"""What is raised late is due a day from now: nobody can have done yesterday what nobody asked for."""

GIVES_BACK: Final = frozenset(
    {Kind.VISIT_MOVED, Kind.VISIT_CANCELLED, Kind.DISPOSITION_DECIDED, Kind.ENTRY_STRUCK}
)
"""After these a place is free for others; when a visit is over its place is simply used."""

REASON_LIMIT: Final = 300


@dataclass(frozen=True)
class Ended:
    """What a person says of a task: `done`, or `not_needed` with the reason."""

    coi: str
    kind: str
    about: str
    outcome: str
    reason: str = ""


def follow(
    before: Journey,
    after: Journey,
    protocol: Protocol,
    entries: tuple[Entry, ...],
    now: datetime,
) -> None:
    """Make the tasks of a journey's visits follow these entries, in their transaction."""
    site = sites.rules(after.site)
    if site is None:
        return
    said = (before.visits, before.away, before.closed)
    if said != (after.visits, after.away, after.closed):
        _keep_in_step(before, after, site, now)
    kinds = {entry.kind for entry in entries}
    if kinds & GIVES_BACK:
        for day in visit_tasks.freed(before, after, visit_dates.local(now, site)):
            _raise(after.coi, visit_tasks.OFFER_PLACE, f"{day} {entries[0].seq}", now)
    _ask_to_move(before, after, protocol, site, now)
    _ask_about_cells(before, after, entries, now)
    if Kind.AUTHORIZATION_RECORDED in kinds:
        _check_insurance(before, after, now)
    milestone = expected_release.milestone(protocol)
    later = visit_tasks.slipped(before, after, milestone)
    if later is not None and after.visit is not None:
        _raise(after.coi, visit_tasks.RELEASE_SLIPPED, f"{later} {entries[0].seq}", now)


def _check_insurance(before: Journey, after: Journey, now: datetime) -> None:
    """Take the word of the insurer for an answer where it covers the visit; ask again where it ends."""
    visit, word = after.visit, after.authorization
    if visit_tasks.insured(after):
        tasks.done_of_kind(after.coi, visit_tasks.CHECK_INSURANCE, now)
    elif visit and visit.firm and (visit_tasks.insured(before) or authorization.refusal(word)):
        tasks.reopen((after.coi, visit_tasks.CHECK_INSURANCE, visit.id), now + AT_LEAST)


def _ask_to_move(
    before: Journey, after: Journey, protocol: Protocol, site: SiteRules, now: datetime
) -> None:
    """Ask for it where the patient is away on a day of the visit, or has another indication now."""
    for away in after.away:
        fresh = away not in before.away
        if fresh and visit_tasks.disturbed(after, away, visit_dates.local(now, site)):
            must_move(after, away[0], now)
    visit = after.visit
    corrected = before.indication != after.indication and visit is not None and visit.firm
    if visit and corrected and not visit_dates.meant(after, protocol, visit):
        must_move(after, visit.chemotherapy[0], now)


def _ask_about_cells(
    before: Journey, after: Journey, entries: tuple[Entry, ...], now: datetime
) -> None:
    """Say at once that a visit stands without its cells: chemotherapy may be running, or begin tomorrow."""
    was, is_now = (visit_tasks.cells_in_doubt(each) for each in (before, after))
    kind = visit_tasks.CELLS_IN_DOUBT
    if is_now and not was:
        about = f"entry {entries[0].seq}"
        tasks.raise_once(tasks.Task(after.coi, kind, about, now, now))
    for task in tasks.of(after.coi) if was and not is_now else ():
        if task.kind == kind and task.done_at is None:
            tasks.end((task.coi, kind, task.about), tasks.End("withdrawn"), now)


def must_move(journey: Journey, since: date, now: datetime) -> None:
    """Ask for a visit to be moved that stands where it cannot stay; call it inside a transaction.

    It is asked again where it was asked before: the days may have been free in between.
    """
    if journey.visit is None:
        return
    about = f"{visit_tasks.standing(journey.visit)} {since}"
    due_at = now + AT_LEAST
    if not tasks.raise_once(tasks.Task(journey.coi, visit_tasks.MUST_MOVE, about, due_at, now)):
        tasks.reopen((journey.coi, visit_tasks.MUST_MOVE, about), due_at)


def need_not_move(coi: str, now: datetime) -> None:
    """Take back what asked for a move, where nothing is in the way any more; inside a transaction."""
    told = journeys.tell(coi)
    today = visit_dates.local(now, told.site)
    for task in tasks.of(coi):
        asked = task.kind == visit_tasks.MUST_MOVE and task.done_at is None
        if asked and visit_tasks.stale(task.kind, task.about, told.journey, told.site, today):
            tasks.end((coi, task.kind, task.about), tasks.End("withdrawn"), now)


def end(actor: Actor, ended: Ended, now: datetime) -> None:
    """Keep that a task is done or not needed, and who said so. Raises Refused."""
    told = journeys.seen_by(actor, ended.coi)
    place = {"site": told.journey.site, "maker": told.journey.maker}
    standing.require_fit_for(actor, Action.PLAN, now, **place)
    if ended.kind not in visit_tasks.TITLES or ended.outcome not in {"done", "not_needed"}:
        raise Refused("nothing_to_do", what="an entry ends this task, not a tick")
    if ended.outcome == "not_needed" and not ended.reason.strip():
        raise Refused("reason_missing", field="reason")
    by = tasks.End(ended.outcome, actor.id, ended.reason.strip()[:REASON_LIMIT])
    writing()
    if not tasks.end((ended.coi, ended.kind, ended.about), by, now):
        raise Refused("nothing_to_do", what="this task is over")
    db.session.commit()


def _keep_in_step(before: Journey, after: Journey, site: SiteRules, now: datetime) -> None:
    """Raise what is new, move what has another day, and withdraw what no visit asks for."""
    days = {visit.id: visit.day_zero for visit in before.visits.values() if visit.firm}
    known = {(task.kind, task.about): task for task in tasks.of(after.coi)}
    wanted = {(due.kind, due.visit): due.at for due in visit_tasks.due(after, site)}
    for (kind, visit), due_at in wanted.items():
        task = known.get((kind, visit))
        latest = max(due_at, now + AT_LEAST)
        if task is None:
            tasks.raise_once(tasks.Task(after.coi, kind, visit, latest, now))
        elif days.get(visit) != after.visits[visit].day_zero:
            tasks.reopen((after.coi, kind, visit), latest)
    for (kind, visit), task in known.items():
        gone = kind in visit_tasks.DAYS and (kind, visit) not in wanted
        gone = gone or visit_tasks.stale(kind, visit, after, site, visit_dates.local(now, site))
        if gone and task.done_at is None:
            tasks.end((after.coi, kind, visit), tasks.End("withdrawn"), now)


def _raise(coi: str, kind: str, about: str, now: datetime) -> None:
    tasks.raise_once(tasks.Task(coi, kind, about, now + AT_LEAST, now))
