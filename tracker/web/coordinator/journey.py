"""What does the coordination room know of one journey, and what can be recorded from here?"""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain import milestones
from tracker.domain.authority_table import Action
from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind, Role
from tracker.domain.next_steps import AT_ENROLMENT, Step
from tracker.domain.recording import AFTER_CLOSING
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import (
    aftercare,
    duties,
    history,
    journeys,
    preparations,
    reached,
    return_visits,
)
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import ROOM, holds, pages

VISIT_KINDS = frozenset(
    {Kind.VISIT_CONFIRMED, Kind.VISIT_MOVED, Kind.VISIT_CANCELLED, Kind.VISIT_PROPOSED}
)
"""These are chosen on the visit's own page, where the possible days stand."""


@pages.get("/journeys/<coi>")
@allow(Action.COORDINATE)
def journey(coi: str) -> ResponseReturnValue:
    who, now = access.actor(), clock()
    told = journeys.seen_by(who, coi)
    found = told.journey
    latest = milestones.latest(found, told.protocol)
    patient = naming.patient(coi, who, recording.request(now))
    steps = [step for step in duties.allowed_steps(told, who, now) if _room_step(told, step)]
    return render_template(
        "coordinator/journey.html",
        told=told,
        journey=found,
        protocol=told.protocol,
        latest=latest.title if latest else "",
        patient=patient,
        steps=steps,
        address=_address,
        more=_more(told),
        plan=return_visits.current_plan(told),
        after=aftercare.of(told, now),
        ready=preparations.of(told) if patient else None,
        reached=reached.of(coi) if patient else None,
        lines=history.of(coi, told.entries, told.protocol)[:8],
        may_link=holds(Role.COORDINATOR, Role.PHYSICIAN),
        may_plan=holds(Role.COORDINATOR, Role.PHYSICIAN),
    )


@pages.get("/journeys/<coi>/record/<kind>")
@allow(Action.COORDINATE)
def record(coi: str, kind: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    return _page(told, entries.form(told, _kind(kind)))


@pages.post("/journeys/<coi>/record/<kind>")
@allow(Action.COORDINATE)
def recorded(coi: str, kind: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    asked = _kind(kind)
    try:
        entries.submit(told, asked)
    except Refused as refused:
        if refused.code == "identity_mismatch":
            raise
        return _page(told, entries.refused_form(told, asked, refused)), 409
    flash(f"Recorded: {SPECS[asked].title}.")
    return redirect(url_for("coordinator.journey", coi=coi))


def _page(told: journeys.Told, form: entries.EntryForm) -> str:
    asked = recording.request(clock())
    return render_template(
        "coordinator/record.html",
        form=form,
        told=told,
        patient=naming.patient(told.journey.coi, access.actor(), asked),
        open_tests=return_visits.open_readiness(told),
        after=aftercare.of(told, clock()),
    )


def _address(coi: str, step: Step) -> str:
    """Return where a step is done: visits on their own page, everything else on its form."""
    if step.kind in VISIT_KINDS:
        return url_for("coordinator.visit", coi=coi)
    if step.kind is Kind.GOING_HOME_PLANNED and holds(Role.COORDINATOR, Role.PHYSICIAN):
        return url_for("coordinator.going_home", coi=coi)
    return url_for(
        "coordinator.record",
        coi=coi,
        kind=step.kind.value,
        milestone=step.milestone or None,
        point="enrolment" if step.title == AT_ENROLMENT else None,
    )


def _room_step(told: journeys.Told, step: Step) -> bool:
    """Leave out the chair and the bench: what this room's own roles may record stays."""
    kinds, by_code = SPECS[step.kind].roles, told.protocol.by_code
    roles = by_code[step.milestone].roles if step.milestone else kinds
    return holds(*({*roles} & {*ROOM}))


def _more(told: journeys.Told) -> list[Spec]:
    return [
        spec
        for kind, spec in SPECS.items()
        if kind not in {Kind.MILESTONE_REACHED, Kind.JOURNEY_OPENED, *VISIT_KINDS}
        if holds(*({*spec.roles} & {*ROOM}))
        if not told.journey.closed or kind in AFTER_CLOSING
    ]


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise Refused("unknown_kind", field="kind", kind=name) from None
