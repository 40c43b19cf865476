"""What does the coordinator say and ask when the patient is called about the visit? One page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain import preparation, visit_tasks
from tracker.domain.authority_table import Action
from tracker.reads import (
    journeys,
    preparations,
    reached,
    return_visits,
    spoken,
    whom_to_call,
    worklists,
)
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages

OTHERS: Final = 3
"""How many other days are at hand, should the first not suit."""


@pages.get("/journeys/<coi>/visit/call")
@allow(Action.PLAN)
def call(coi: str) -> ResponseReturnValue:
    """Show the dates with all that goes with them, to read aloud or to print."""
    who, now = access.actor(), clock()
    told = journeys.seen_by(who, coi)
    visit = told.journey.visit
    return render_template(
        "coordinator/call.html",
        coi=coi,
        told=told,
        visit=visit,
        plan=return_visits.current_plan(told),
        others=_others(told) if visit and not visit.firm else (),
        ready=preparations.of(told),
        items=preparation.ITEMS,
        minutes=preparation.MOST_MINUTES,
        words=spoken.language("en"),
        contact=whom_to_call.of(told, now),
        lives=_clock_of(coi, told.site.zone, now),
        in_place=worklists.tasks_of(coi, visit.id) if visit else (),
        task_titles=visit_tasks.TITLES,
        now=now,
        patient=naming.patient(coi, who, recording.request(now), "plan of the call"),
    )


def _clock_of(coi: str, site_zone: str, now: datetime) -> tuple[str, datetime] | None:
    """Return by which clock the patient lives, and what it shows; None where it is the hospital's."""
    found = reached.of(coi)
    if found is None or found.zone in {"", site_zone}:
        return None
    return found.zone, now.astimezone(ZoneInfo(found.zone))


def _others(told: journeys.Told) -> tuple[date, ...]:
    visit = told.journey.visit
    held = visit.day_zero if visit else None
    found = return_visits.options(told, access.actor(), clock()).ways
    return tuple(day for day in found if day != held)[:OTHERS]
