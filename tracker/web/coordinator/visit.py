"""When can the patient come back? The days that work, why another does not, and the signed choice."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain import visit_tasks
from tracker.domain.authority_table import Action
from tracker.domain.kinds import Kind, Role
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.domain.visits.courses import named
from tracker.reads import journeys, places, return_visits, unit_calendar, worklists
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import holds_at, pages

SHOWN: Final = 9
"""How many days are offered at once; any other day can be asked for."""

TOLD: Final = {
    Kind.VISIT_CONFIRMED: "The visit is confirmed. The patient's page shows the dates now.",
    Kind.VISIT_MOVED: "The visit is moved. The patient's page shows the new dates now.",
    Kind.VISIT_CANCELLED: "The visit is cancelled, and its places are free again: see who could come when.",
    Kind.VISIT_PROPOSED: "A visit is proposed. Confirm it once the patient agrees.",
}


@pages.get("/journeys/<coi>/visit")
@allow(Action.PLAN)
def visit(coi: str) -> ResponseReturnValue:
    return _page(journeys.seen_by(access.actor(), coi))


@pages.post("/journeys/<coi>/visit/<kind>")
@allow(Action.PLAN)
def visit_recorded(coi: str, kind: str) -> ResponseReturnValue:
    """Confirm, move, cancel or propose a visit."""
    told = journeys.seen_by(access.actor(), coi)
    asked = next((each for each in TOLD if each.value == kind), None)
    if asked is None:
        raise Refused("unknown_kind", field="kind", kind=kind)
    try:
        entries.submit(told, asked, fixed=_chosen())
    except Refused as refused:
        return _page(told, entries.refused_form(told, asked, refused)), 409
    flash(TOLD[asked])
    return redirect(url_for("coordinator.visit", coi=coi))


def _chosen() -> dict[str, str]:
    """Return the day chosen and the dates that stood beside it.

    A form of many plans sends both as one value; one with a day of its own, such as the calendar's,
    sends the dates in a field of that day.
    """
    asked = "second_day" if request.form.get("second_day") else "day_zero"
    day, _, line = request.form.get(asked, "").partition(" ")
    shown = line or request.form.get(f"shown-{day}", "")
    return {asked: day} | ({"shown": shown} if shown else {})


def _picked(
    told: journeys.Told,
    options: return_visits.Options | None,
    day: date | None,
    refused: entries.EntryForm | None,
) -> str:
    """Return the dates that are picked: those sent, else those the visit stands on, else the day's first.

    After dates have changed nothing is picked: the person looks again.
    """
    changed = refused and refused.refused and refused.refused.code == "dates_changed"
    if options is None or changed:
        return ""
    sent = refused.filled.get(options.asked, "").partition(" ")[2] if refused else ""
    if sent or day:
        of_day = options.ways.get(day, ()) if day else ()
        return sent or next((each.shown for each in of_day), "")
    standing = return_visits.standing(told)
    return standing if standing in {each.shown for each in options.found} else ""


def _again(refused: entries.EntryForm | None) -> bool:
    """Say whether the page is asked for a whole new course of chemotherapy."""
    filled = refused.filled.get("repeat_chemotherapy") if refused else None
    return bool(filled) or request.args.get("again") == "yes"


def _page(told: journeys.Told, refused: entries.EntryForm | None = None) -> str:
    who, now = access.actor(), clock()
    found = told.journey.visit
    open_ = told.journey.released is not None and found is not None
    again = return_visits.begun(told) and _again(refused)
    options = return_visits.options(told, who, now, again=again) if open_ else None
    day = _asked_for()
    against = return_visits.judged(told, who, now, [day] if day and open_ else [], again=again)
    choose = return_visits.choosing(told)
    picked = "" if again and not day else _picked(told, options, day, refused)
    return render_template(
        "coordinator/visit.html",
        coi=told.journey.coi,
        told=told,
        journey=told.journey,
        visit=found,
        plan=return_visits.current_plan(told),
        window=return_visits.window(told),
        options=options,
        offered=_offered(options, day, picked),
        picked=picked,
        day=day,
        why_not=next(iter(against.values()), ()),
        again=again,
        open_tests=return_visits.open_readiness(told),
        in_place=worklists.tasks_of(told.journey.coi, found.id) if found else (),
        task_titles=visit_tasks.TITLES,
        reference=unit_calendar.reference(told.journey, found) if found else "",
        now=now,
        choose=choose,
        form=refused
        if refused and choose and refused.spec.kind is choose
        else _form(told, choose),
        cancel=_cancel_form(told, refused),
        refused=refused.refused if refused else None,
        indications=named(told.protocol.visit),
        may_say=holds_at(told.journey.site, *SPECS[Kind.INDICATION_RECORDED].roles),
        patient=naming.patient(told.journey.coi, who, recording.request(now)),
        site_name=places.name_of(told.journey.site),
        may_choose=holds_at(told.journey.site, Role.COORDINATOR),
        may_cancel=holds_at(told.journey.site, Role.COORDINATOR, Role.PHYSICIAN),
    )


def _offered(
    options: return_visits.Options | None, day: date | None, picked: str
) -> list[tuple[return_visits.Chosen, ...]]:
    """Return the ways of the first days, and those of the day asked for or picked, day by day."""
    days = list(options.ways.values()) if options else []
    wanted = [
        ways
        for ways in days[SHOWN:]
        if ways[0].day == day or any(each.shown == picked for each in ways)
    ]
    return days[:SHOWN] + wanted


def _asked_for() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _form(told: journeys.Told, kind: Kind | None) -> entries.EntryForm | None:
    return entries.form(told, kind) if kind else None


def _cancel_form(told: journeys.Told, refused: entries.EntryForm | None) -> entries.EntryForm:
    if refused is not None and refused.spec.kind is Kind.VISIT_CANCELLED:
        return refused
    return entries.form(told, Kind.VISIT_CANCELLED)
