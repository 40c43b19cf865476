"""Is this the right bag for this patient, and is there time left? Two people, each with their own scans."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain.authority_table import Action
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import bedside as waiting
from tracker.reads import journeys
from tracker.reads.bedside import Dose
from tracker.reads.journeys import Told
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.entries import EntryForm
from tracker.web.station.pages import pages
from tracker.web.station.record import tell

ELSEWHERE = frozenset({Kind.CUSTODY_OFFERED, Kind.CUSTODY_ACCEPTED, Kind.REMOVED_FROM_STORAGE})
"""Steps of the laboratory and of handing over, which have forms of their own."""


@pages.get("/journeys/<coi>/bedside")
@allow(Action.STAND_AT_THE_STATION)
def bedside(coi: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    dose = _dose(told, request.args.get("dose", ""))
    return _page(told, dose, _form(told, dose))


@pages.post("/journeys/<coi>/bedside")
@allow(Action.STAND_AT_THE_STATION)
def checked(coi: str) -> ResponseReturnValue:
    """Record the step that was on the page, for the dose that was on the page."""
    told = journeys.seen_by(access.actor(), coi)
    dose = _dose(told, request.form.get("dose", ""))
    here = url_for("station.bedside", coi=coi, dose=request.form.get("dose", ""))
    if dose is None or dose.kind is None or dose.kind.value != request.form.get("step"):
        return redirect(here)
    try:
        tell(entries.submit(told, dose.kind, then=here))
    except Refused as refused:
        form = entries.refused_form(told, dose.kind, refused, fixed=_fixed(dose))
        return _page(told, dose, form), 409
    return redirect(here)


def _dose(told: Told, name: str) -> Dose | None:
    doses = waiting.doses(told.journey, told.protocol, clock())
    named = [dose for dose in doses if dose.container.id == name]
    left = [dose for dose in doses if dose.kind is not None]
    return next(iter([*named, *left, *doses]), None)


def _form(told: Told, dose: Dose | None) -> EntryForm | None:
    if dose is None or dose.kind is None or dose.kind in ELSEWHERE:
        return None
    return entries.form(told, dose.kind, fixed=_fixed(dose))


def _fixed(dose: Dose) -> dict[str, str]:
    """Return what the page knows of the step: the dose, and the point at which people compare."""
    fixed = {"container": dose.container.id}
    return {**fixed, "point": dose.point} if dose.point else fixed


def _of_the_rest(form: EntryForm) -> EntryForm:
    """Return the form for what is left in a bag: that goes to no other hospital."""
    inputs = tuple(
        replace(each, choices=tuple(one for one in each.choices if one[0] != "transferred"))
        for each in form.inputs
        if each.name != "taken_by"
    )
    return replace(form, inputs=inputs)


def _page(told: Told, dose: Dose | None, form: EntryForm | None) -> str:
    asked = recording.request(clock())
    if form and dose and dose.container.rest_waits:
        form = _of_the_rest(form)
    return render_template(
        "station/bedside.html",
        told=told,
        zone=told.site.zone,
        now=asked.now,
        patient=naming.patient(told.journey.coi, access.actor(), asked, "bedside page"),
        doses=waiting.doses(told.journey, told.protocol, asked.now),
        dose=dose,
        form=form,
    )
