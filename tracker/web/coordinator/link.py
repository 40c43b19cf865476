"""How does the patient get in, and in again? A link and a code, on paper or told by telephone."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, patient_links, recording
from tracker.domain.authority_table import Action
from tracker.reads import journeys, places, spoken, viewers, whom_to_call
from tracker.web import access, square_codes
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages


@pages.get("/journeys/<coi>/link")
@allow(Action.PLAN)
def link(coi: str) -> ResponseReturnValue:
    """Show how the patient comes in, who tried, and one button for a new code."""
    told = journeys.seen_by(access.actor(), coi)
    asked = recording.request(clock())
    return render_template(
        "coordinator/link.html",
        coi=coi,
        told=told,
        door=viewers.door(coi, access.actor(), clock()),
        reachable=patient_links.reachable(coi),
        patient=naming.patient(coi, access.actor(), asked),
    )


@pages.post("/journeys/<coi>/link")
@allow(Action.PLAN)
def give_link(coi: str) -> ResponseReturnValue:
    """Make a link and a code, and show the sheet to print; nobody can show it again."""
    asked = recording.request(clock())
    mail_from = _address("x")[:-1] if request.form.get("mail") else ""
    given = patient_links.give(coi, access.actor(), asked, mail_from=mail_from)
    told = journeys.seen_by(access.actor(), coi)
    patient = naming.patient(coi, access.actor(), asked)
    language = spoken.language(patient.language if patient else "")
    address = _address(given.token)
    return render_template(
        "coordinator/sheet.html",
        coi=coi,
        given=given,
        address=address,
        square=square_codes.picture(address, scale=4),
        patient=patient,
        language=language,
        say=language.say,
        contact=whom_to_call.of(told, asked.now),
        site_name=places.name_of(told.journey.site),
    )


def _address(token: str) -> str:
    return url_for("patient.knock", token=token, _external=True)
