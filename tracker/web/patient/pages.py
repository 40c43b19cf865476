"""Where are my cells? One page, read by the patient and by whom they let in, each their own part."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from tracker.actions import news, patient_page
from tracker.actions.recording import request as asking
from tracker.domain.scopes import Scope
from tracker.languages.language import Language
from tracker.reads import journeys, patient_calendar, patient_status, viewers, whom_to_call
from tracker.store.viewers import Viewer
from tracker.web import access
from tracker.web.access import open_to_all, viewer_may
from tracker.web.clock import clock
from tracker.web.patient import language

PLACE: Final = "/my"
pages = Blueprint("patient", __name__, url_prefix=PLACE)
pages.after_request(language.remember)


@pages.get("")
@viewer_may(Scope.COME_IN)
def home() -> ResponseReturnValue:
    """Show where the cells are, or as much of it as this person was let see."""
    viewer, now = reader(), clock()
    status = patient_status.of(viewer, now)
    looked(viewer, "status page")
    spoken = language.of(viewer)
    return page(
        "status",
        spoken,
        status=status,
        told=patient_status.told(status, spoken),
        viewer=viewer,
        own_way=viewers.has_own_way(viewer),
    )


@pages.get("/")
@open_to_all
def with_a_slash() -> ResponseReturnValue:
    """Take people who typed one stroke too many to the same page."""
    return redirect(address_of("patient.home"))


@pages.get("/dates.ics")
@viewer_may(Scope.DATES)
def calendar() -> ResponseReturnValue:
    """Hand out the dates for a person's own calendar."""
    viewer = reader()
    file = patient_calendar.of(viewer.coi, language.of(viewer), clock())
    if file is None:
        abort(404)
    looked(viewer, "calendar file")
    head = {"Content-Disposition": 'attachment; filename="dates.ics"'}
    return Response(file, mimetype="text/calendar", headers=head)


@pages.post("/news")
@viewer_may(Scope.OWN)
def choose_news() -> ResponseReturnValue:
    """Keep how this person wants to hear what a clinician would rather say."""
    at_once = request.form.get("at_once") == "yes"
    news.choose(reader().coi, at_once=at_once, asked=asking(clock()))
    return redirect(address_of("patient.home"))


@pages.errorhandler(Forbidden)
def _not_shared(_fault: Forbidden) -> ResponseReturnValue:
    """Say to a caregiver that this part is the patient's to open."""
    viewer = reader()
    contact = whom_to_call.of(journeys.tell(viewer.coi), clock())
    return page("not_shared", language.of(viewer), contact=contact), 403


def reader() -> Viewer:
    """Return who reads the page."""
    return access.viewing().viewer


def looked(viewer: Viewer, what: str) -> None:
    """Keep that somebody looked, before they see it."""
    now = clock()
    patient_page.looked(viewer, what, now, asking(now).id)


def page(name: str, spoken: Language, **more: Any) -> str:  # noqa: ANN401 - whatever the page shows
    return render_template(
        f"patient/{name}.html",
        language=spoken,
        say=spoken.say,
        others=language.others(spoken),
        **more,
    )
