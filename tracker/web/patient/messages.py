"""How do we write to this person: by e-mail, by text message or not at all, and at which hours?"""

from __future__ import annotations

from typing import Final

from flask import redirect, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from tracker.actions import patient_page, reaching
from tracker.actions.recording import request as asking
from tracker.domain.channels import Channel, Choice
from tracker.domain.quiet_hours import EVENING, MORNING
from tracker.domain.refused import Refused
from tracker.reads import journeys, patient_status, reached, whom_to_call
from tracker.web.access import patient_only
from tracker.web.clock import clock
from tracker.web.patient import language
from tracker.web.patient.pages import gone, page, pages, present

ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Mexico_City",
)
"""Clocks that most patients of these hospitals live by; staff may set any other for them."""


@pages.get("/messages")
@patient_only
def messages() -> ResponseReturnValue:
    coi = present()
    if not coi:
        return gone()
    patient_page.looked(coi, "messages page", clock(), asking(clock()).id)
    return _page(coi, "saved" if "saved" in request.args else "")


@pages.post("/messages")
@patient_only
def messages_chosen() -> ResponseReturnValue:
    """Keep the choice; what cannot be kept to changes nothing and is asked for again."""
    coi = present()
    if not coi:
        return gone()
    filled = request.form
    try:
        choice = Choice(Channel(filled.get("channel", "")), filled.get("zone", ""))
        reaching.choose(coi, choice, clock())
    except (ValueError, Refused):
        return _page(coi, "messages_check"), 409
    return redirect(address_of("patient.messages", saved=1))


def _page(coi: str, said: str) -> str:
    found = reached.of(coi)
    told = journeys.tell(coi)
    zone = found.zone if found else ""
    return page(
        "messages",
        language.chosen(patient_status.language_of(coi)),
        found=found,
        Channel=Channel,
        zones=[*ZONES, *([zone] if zone and zone not in ZONES else [])],
        day=(MORNING, EVENING),
        contact=whom_to_call.of(told, clock()),
        said=said,
    )
