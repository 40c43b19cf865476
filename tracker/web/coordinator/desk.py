"""What waits today: releases, calls, decisions, approvals?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain import visit_tasks
from tracker.domain.authority_table import Action
from tracker.domain.events import SiteRules
from tracker.domain.kinds import Role
from tracker.reads import advice, duties, finding, places, return_visits, worklists
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import holds, pages

SOON: Final = timedelta(days=3)
"""What is due later than this waits out of sight, counted."""


@pages.get("/")
@allow(Action.COORDINATE)
def home() -> ResponseReturnValue:
    who, now = access.actor(), clock()
    plans = holds(Role.COORDINATOR, Role.PHYSICIAN)
    waiting = return_visits.waiting(who, now) if plans else ()
    mine = [task for task in worklists.open_tasks(who) if _here_too(task.coi)]
    found = mine if plans else []
    insured = [task for task in mine if task.kind == visit_tasks.CHECK_INSURANCE and not plans]
    tasks = [task for task in found if task.due_at < now + SOON]
    later = [task for task in found if task.due_at >= now + SOON]
    decisions = duties.decisions(who, now) if holds(Role.PHYSICIAN) else ()
    uninsured = duties.uninsured(who, now) if holds(Role.FINANCE, Role.COORDINATOR) else ()
    waiting = tuple(each for each in waiting if _here(each.row))
    decisions = tuple(each for each in decisions if _here(each.row))
    uninsured = tuple(each for each in uninsured if _here(each.row))
    rows = [each.row for each in waiting] + [each.row for each in (*decisions, *uninsured)]
    shown = [row.line.summary.coi for row in rows] + [task.coi for task in (*found, *insured)]
    return render_template(
        "coordinator/desk.html",
        waiting=waiting,
        tasks=worklists.by_visit(tasks),
        later=worklists.by_visit(later),
        task_titles=visit_tasks.TITLES,
        cards_past=advice.past(now),
        decisions=decisions,
        uninsured=uninsured,
        check_again=insured,
        names=_names(shown),
        zones=places.zones(),
        zone_of=_zone_of,
        now=now,
        holds=holds,
        Role=Role,
    )


@pages.get("/journeys")
@allow(Action.COORDINATE)
def journeys() -> ResponseReturnValue:
    """List the journeys that are open."""
    return _list("", closed=False)


@pages.post("/journeys")
@allow(Action.COORDINATE, untrained=True)
def sought() -> ResponseReturnValue:
    """Find journeys by part of the identifier or by the patient's whole name: no address holds it."""
    text = request.form.get("text", "").strip()
    return _list(text, closed=bool(request.form.get("closed")))


def _list(text: str, *, closed: bool) -> str:
    rows = _found(text, closed=closed)
    return render_template(
        "coordinator/journeys.html",
        text=text,
        closed=closed,
        rows=rows,
        names=_names(row.line.summary.coi for row in rows),
        zones=places.zones(),
    )


def _found(text: str, *, closed: bool) -> tuple[worklists.Row, ...]:
    who, now = access.actor(), clock()
    rows = finding.by_text(who, text, now, site=access.site(), closed=closed)
    if rows or not text:
        return rows
    return finding.by_identifier(who, naming.find(text, who), now)


def _here(row: worklists.Row) -> bool:
    """Keep to the site the person chose to work at."""
    return access.site() in {"", row.line.summary.site}


def _here_too(coi: str) -> bool:
    found = _site_of(coi)
    return access.site() in {"", found.code if found else ""}


def _zone_of(coi: str) -> str:
    found = _site_of(coi)
    return found.zone if found else "UTC"


def _site_of(coi: str) -> SiteRules | None:
    """Return the hospital that issued an identifier: its number stands within it."""
    mine = places.sites_of(access.actor())
    return next((site for site in mine if coi[2:].startswith(site.fin)), None)


def _names(cois: Iterable[str]) -> dict[str, str]:
    return naming.names(cois, access.actor(), recording.request(clock()))
