"""What goes home with the patient, and to whom was it handed?"""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain.authority_table import Action
from tracker.domain.kinds import Kind
from tracker.reads import going_home as reads
from tracker.reads import going_home_sheet, journeys
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages


@pages.get("/journeys/<coi>/going-home")
@allow(Action.PLAN)
def going_home(coi: str) -> ResponseReturnValue:
    """Show what the document says, and ask to whom it is handed."""
    told = journeys.seen_by(access.actor(), coi)
    return render_template(
        "coordinator/going_home.html",
        told=told,
        summary=reads.of(told, clock()),
        signs=reads.CALL_NOW,
        emergency=reads.EMERGENCY,
        patient=naming.patient(coi, access.actor(), recording.request(clock())),
        form=entries.form(told, Kind.GOING_HOME_PLANNED),
    )


@pages.get("/journeys/<coi>/going-home.pdf")
@allow(Action.PLAN)
def going_home_document(coi: str) -> ResponseReturnValue:
    """Hand out the document; that somebody took it is kept like any other look at a patient."""
    told = journeys.seen_by(access.actor(), coi)
    asked = recording.request(clock())
    patient = naming.patient(coi, access.actor(), asked, "going-home document")
    summary = reads.of(told, clock())
    if summary is None or patient is None:
        abort(404)
    file = going_home_sheet.pdf(summary, patient)
    head = {"Content-Disposition": 'inline; filename="going-home.pdf"'}
    return Response(file, mimetype="application/pdf", headers=head)
