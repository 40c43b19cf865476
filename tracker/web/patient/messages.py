"""How do we write to this person: by e-mail, by text message or not at all, and at which hours?"""

from __future__ import annotations

from typing import Final

from flask import redirect, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from tracker.actions import reaching
from tracker.domain.channels import Channel, Choice
from tracker.domain.quiet_hours import EVENING, MORNING
from tracker.domain.refused import Refused
from tracker.domain.scopes import Scope
from tracker.reads import journeys, reached, whom_to_call
from tracker.store.viewers import Viewer
from tracker.web.access import viewer_may
from tracker.web.clock import clock
from tracker.web.patient import language
from tracker.web.patient.pages import looked, page, pages, reader

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


def _page(viewer: Viewer, said: str) -> str:
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
    )
