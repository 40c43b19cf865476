"""Whom do I let in, what may they see, and who has looked?"""

from __future__ import annotations

from flask import redirect, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from tracker.actions import caregivers
from tracker.actions.patient_links import Given
from tracker.domain import scopes
from tracker.domain.refused import Refused
from tracker.domain.scopes import Scope
from tracker.reads import journeys, viewers
from tracker.reads.spoken import languages
from tracker.web.access import viewer_may
from tracker.web.clock import clock
from tracker.web.guards import limiter
from tracker.web.patient import language
from tracker.web.patient.pages import looked, page, pages, reader


@pages.get("/people")
@viewer_may(Scope.OWN)
def people() -> ResponseReturnValue:
    return _page(None)


@pages.post("/people")
@viewer_may(Scope.OWN)
@limiter.limit("30 per minute")
def let_in() -> ResponseReturnValue:
    """Let somebody in, and show their link and code once."""
    filled = request.form
    spoken = filled.get("language", "")
    wish = caregivers.LetIn(
        name=filled.get("name", ""),
        language=spoken if spoken in languages() else "",
        given=_asked(),
        email=filled.get("email", "").strip(),
    )
    try:
        given = caregivers.let_in(reader(), wish, _address(""), clock())
    except Refused as refused:
        return _page(refused), 409
    return _shown(given)


@pages.post("/people/<viewer_id>/scopes")
@viewer_may(Scope.OWN)
def opened(viewer_id: str) -> ResponseReturnValue:
    try:
        caregivers.open_to(reader(), viewer_id, _asked(), clock())
    except Refused as refused:
        return _page(refused), 409
    return _done()


@pages.post("/people/<viewer_id>/again")
@viewer_may(Scope.OWN)
def let_in_again(viewer_id: str) -> ResponseReturnValue:
    try:
        given = caregivers.let_in_again(reader(), viewer_id, clock())
    except Refused as refused:
        return _page(refused), 409
    return _shown(given)


@pages.post("/people/<viewer_id>/end")
@viewer_may(Scope.OWN)
def let_go(viewer_id: str) -> ResponseReturnValue:
    try:
        caregivers.let_go(reader(), viewer_id, clock())
    except Refused as refused:
        return _page(refused), 409
    return _done()


@pages.get("/looks")
@viewer_may(Scope.OWN)
def looks() -> ResponseReturnValue:
    """Show who has looked: oneself, one's caregivers by name, the care team as a team."""
    viewer = reader()
    found = viewers.looks(viewer, max(0, request.args.get("after", 0, int)))
    looked(viewer, "looks page")
    zone = journeys.tell(viewer.coi).site.zone
    return page("looks", language.of(viewer), looks=found.shown, older=found.older, zone=zone)


def _asked() -> frozenset[Scope]:
    return scopes.granted(request.form.getlist("scope"))


def _address(token: str) -> str:
    return address_of("patient.join", token=token, _external=True)


def _done() -> ResponseReturnValue:
    return redirect(address_of("patient.people", saved=1))


def _shown(given: Given) -> str:
    spoken = language.of(reader())
    return page("let_in", spoken, given=given, address=_address(given.token))


def _page(refused: Refused | None) -> str:
    viewer = reader()
    spoken = language.of(viewer)
    looked(viewer, "caregivers page")
    return page(
        "people",
        spoken,
        caregivers=viewers.caregivers(viewer),
        scopes=scopes.GRANTABLE,
        languages=languages().all(),
        refusal=spoken.say(refused.code, most=caregivers.MOST) if refused else "",
        filled=request.form if refused else {},
        saved="saved" in request.args,
    )
