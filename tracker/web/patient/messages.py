"""How do we write to this person: by e-mail, by text message or not at all, and at which hours?"""

from __future__ import annotations

from typing import Final

from flask import abort, redirect, request, session
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from tracker.actions import caregiver_phone, coming_in, reaching
from tracker.domain.channels import Channel, Choice
from tracker.domain.quiet_hours import EVENING, MORNING
from tracker.domain.refused import Refused
from tracker.domain.scopes import Scope
from tracker.reads import journeys, reached, whom_to_call
from tracker.store import viewers
from tracker.store.viewers import Viewer
from tracker.web.access import viewer_may
from tracker.web.clock import clock
from tracker.web.guards import limiter
from tracker.web.patient import language
from tracker.web.patient.pages import looked, page, pages, reader

PROVING: Final = "proving_phone"

OFTEN: Final = (
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
"""Clocks that most patients of these hospitals live by; every other one stands below them, by country."""


@pages.get("/messages")
@viewer_may(Scope.MESSAGES)
def messages() -> ResponseReturnValue:
    viewer = reader()
    looked(viewer, "messages page")
    return _page(viewer, "saved" if "saved" in request.args else "")


@pages.post("/messages")
@viewer_may(Scope.MESSAGES)
def messages_chosen() -> ResponseReturnValue:
    """Keep the choice; what cannot be kept to changes nothing and is asked for again."""
    viewer, filled = reader(), request.form
    try:
        choice = Choice(Channel(filled.get("channel", "")), filled.get("zone", ""))
        reaching.choose(viewer, choice, clock())
    except (ValueError, Refused):
        return _page(viewer, "messages_check"), 409
    return redirect(address_of("patient.messages", saved=1))


@pages.post("/messages/phone")
@viewer_may(Scope.MESSAGES)
@limiter.limit("10 per minute")
def phone_given() -> ResponseReturnValue:
    """Send a code to a caregiver's number; texts can be chosen once the code comes back."""
    viewer, number = _caregiver(), request.form.get("phone", "")
    try:
        session[PROVING] = caregiver_phone.ask_to_prove(viewer, number, clock())
    except Refused as refused:
        return _page(viewer, "", refused.code), 409
    return redirect(address_of("patient.messages"))


@pages.post("/messages/phone/code")
@viewer_may(Scope.MESSAGES)
@limiter.limit("30 per minute")
def phone_proved() -> ResponseReturnValue:
    viewer, name = _caregiver(), str(session.get(PROVING, ""))
    try:
        caregiver_phone.prove(viewer, name, request.form.get("code", ""), clock())
    except Refused as refused:
        return _page(viewer, "", refused.code), 409
    session.pop(PROVING, None)
    return redirect(address_of("patient.messages", saved=1))


@pages.post("/messages/phone/end")
@viewer_may(Scope.MESSAGES)
def phone_gone() -> ResponseReturnValue:
    session.pop(PROVING, None)
    caregiver_phone.forget(_caregiver(), clock())
    return redirect(address_of("patient.messages", saved=1))


def _caregiver() -> Viewer:
    """Return who reads, if it is a caregiver: a patient's number is their care team's to keep."""
    viewer = reader()
    if viewer.is_patient:
        abort(404)
    return viewer


def _page(viewer: Viewer, said: str, refusal: str = "") -> str:
    spoken = language.of(viewer)
    found = reached.of(viewer.coi) if viewer.is_patient else reached.caregiver(viewer)
    told = journeys.tell(viewer.coi)
    zone, everywhere = found.zone if found else "", spoken.places()
    return page(
        "messages",
        spoken,
        viewer=viewer,
        found=found,
        Channel=Channel,
        often=[*OFTEN, *([zone] if zone and zone not in {*OFTEN, *dict(everywhere)} else [])],
        everywhere=[each for each in everywhere if each[0] not in OFTEN],
        day=(MORNING, EVENING),
        contact=whom_to_call.of(told, clock()),
        said=said,
        asks_phone=not viewer.is_patient and reached.offered(Channel.SMS),
        phone=viewers.known(viewer.id).phone if viewer.phone_proved_at else "",
        proving=PROVING in session,
        minutes=coming_in.CODE_MINUTES,
        refusal=spoken.say(refusal) if refusal else "",
    )
