"""How is a patient written to, what became of each message, and what do they want instead?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import naming, reaching, recording
from tracker.domain.authority_table import Action
from tracker.domain.channels import Channel, Choice
from tracker.domain.refused import Refused
from tracker.reads import journeys, reached
from tracker.reads import messages as sent
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.coordinator.pages import pages

NAMES = {
    Channel.EMAIL: "By e-mail",
    Channel.SMS: "By text message",
    Channel.NONE: "Not at all: they are called instead",
}


@pages.get("/journeys/<coi>/messages")
@allow(Action.CHOOSE_MESSAGES)
def messages(coi: str) -> ResponseReturnValue:
    return _page(coi, None)


@pages.post("/journeys/<coi>/messages")
@allow(Action.CHOOSE_MESSAGES)
def messages_chosen(coi: str) -> ResponseReturnValue:
    """Keep what the patient told us; the patient may choose otherwise on their own page."""
    filled = request.form
    contact = reaching.Contact(filled.get("phone", "").strip(), filled.get("email", "").strip())
    try:
        choice = Choice(_channel(), filled.get("zone", "").strip())
        reaching.choose_for(coi, access.actor(), choice, contact, recording.request(clock()))
    except Refused as refused:
        return _page(coi, refused), 409
    flash("Kept, with your name and the day.")
    return redirect(url_for("coordinator.messages", coi=coi))


def _channel() -> Channel:
    try:
        return Channel(request.form.get("channel", ""))
    except ValueError:
        raise Refused("field_missing", field="channel", label="How we write") from None


def _page(coi: str, refused: Refused | None) -> str:
    who = access.actor()
    told = journeys.seen_by(who, coi)
    patient = naming.patient(coi, who, recording.request(clock()), "messages page")
    if patient is None:
        raise Refused("not_found")
    return render_template(
        "coordinator/messages.html",
        coi=coi,
        patient=patient,
        site=told.site,
        found=reached.of(coi),
        names={each: name for each, name in NAMES.items() if reached.offered(each)},
        messages=sent.of(coi),
        given=request.form,
        refused=refused,
    )
