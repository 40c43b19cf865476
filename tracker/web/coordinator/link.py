"""How does the patient get their page? On paper, with a code that is shown this once."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, patient_links, recording
from tracker.domain.authority_table import Action
from tracker.reads import journeys, places
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages


@pages.get("/journeys/<coi>/link")
@allow(Action.PLAN)
def link(coi: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    asked = recording.request(clock())
    return render_template(
        "coordinator/link.html",
        coi=coi,
        told=told,
        patient=naming.patient(coi, access.actor(), asked),
    )


@pages.post("/journeys/<coi>/link")
@allow(Action.PLAN)
def give_link(coi: str) -> ResponseReturnValue:
    """Make a link and a code, and show the sheet to print; nobody can show it again."""
    asked = recording.request(clock())
    given = patient_links.give(coi, access.actor(), asked)
    told = journeys.seen_by(access.actor(), coi)
    return render_template(
        "coordinator/sheet.html",
        coi=coi,
        told=told,
        given=given,
        address=_address(given.token),
        patient=naming.patient(coi, access.actor(), asked),
        site_name=places.name_of(told.journey.site),
    )


def _address(token: str) -> str:
    return url_for("patient.knock", token=token, _external=True)
