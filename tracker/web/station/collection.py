"""How does the nurse at the chair get from the wristband to a labelled bag, step by step?"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain.authority_table import Action
from tracker.domain.refused import Refused
from tracker.reads import collecting, journeys
from tracker.reads.journeys import Told
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.entries import EntryForm
from tracker.web.station.pages import pages
from tracker.web.station.record import tell


@pages.get("/journeys/<coi>/collection")
@allow(Action.STAND_AT_THE_STATION)
def collection(coi: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    return _page(told, _form(told))


@pages.post("/journeys/<coi>/collection")
@allow(Action.STAND_AT_THE_STATION)
def collected(coi: str) -> ResponseReturnValue:
    """Record the step that was on the page; if the journey has moved on, show where it is now."""
    told = journeys.seen_by(access.actor(), coi)
    stand = collecting.stand(told.journey)
    if request.form.get("step") != stand.step:
        return redirect(url_for("station.collection", coi=coi))
    kind = collecting.KIND_OF[stand.step]
    try:
        here = url_for("station.collection", coi=coi)
        sealed = entries.submit(told, kind, then=here)
    except Refused as refused:
        form = entries.refused_form(told, kind, refused, fixed=stand.fixed)
        return _page(told, form), 409
    tell(sealed)
    if stand.step == "print" and sealed:
        label = sealed[0].entry.data["label"]
        return redirect(url_for("station.label", coi=coi, label=label))
    return redirect(url_for("station.collection", coi=coi))


def _form(told: Told) -> EntryForm | None:
    stand = collecting.stand(told.journey)
    if not stand.step:
        return None
    return entries.form(told, collecting.KIND_OF[stand.step], fixed=stand.fixed)


def _page(told: Told, form: EntryForm | None) -> str:
    asked = recording.request(clock())
    return render_template(
        "station/collection.html",
        told=told,
        zone=told.site.zone,
        patient=naming.patient(told.journey.coi, access.actor(), asked, "collection page"),
        stand=collecting.stand(told.journey),
        steps=collecting.STEPS,
        form=form,
    )
