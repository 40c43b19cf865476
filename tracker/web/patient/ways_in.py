"""How do I come in next time, and where am I signed in now?"""

from __future__ import annotations

from typing import Final

from flask import redirect, request, session
from flask import url_for as address_of
from flask.typing import ResponseReturnValue

from tracker.actions import coming_in, ways_in
from tracker.domain.refused import Refused
from tracker.domain.scopes import Scope
from tracker.reads import viewers
from tracker.web import access, challenges
from tracker.web.access import viewer_may
from tracker.web.clock import clock
from tracker.web.guards import limiter
from tracker.web.patient import language
from tracker.web.patient.pages import looked, page, pages, reader

PROVING: Final = "proving_code"
OFTEN: Final = "30 per minute"


@pages.get("/ways-in")
@viewer_may(Scope.COME_IN)
def own_ways() -> ResponseReturnValue:
    looked(reader(), "ways in page")
    return _page("")


@pages.post("/ways-in/passkey")
@viewer_may(Scope.COME_IN)
@limiter.limit(OFTEN)
def passkey_set() -> ResponseReturnValue:
    try:
        answer = challenges.answer(request.form.get("credential", ""))
        ways_in.add_passkey(reader(), answer, access.device(), clock())
    except Refused as refused:
        return _page(refused.code), 409
    return _done()


@pages.post("/ways-in/passkey/end")
@viewer_may(Scope.COME_IN)
def passkey_gone() -> ResponseReturnValue:
    ways_in.end_passkey(reader(), request.form.get("passkey", ""), clock())
    return _done()


@pages.post("/ways-in/e-mail")
@viewer_may(Scope.COME_IN)
@limiter.limit("10 per minute")
def address_given() -> ResponseReturnValue:
    """Send a code to the address; it becomes a way in once the code comes back."""
    try:
        name = ways_in.ask_to_prove(reader(), request.form.get("email", ""), clock())
    except Refused as refused:
        return _page(refused.code), 409
    session[PROVING] = name
    return redirect(address_of("patient.own_ways"))


@pages.post("/ways-in/e-mail/code")
@viewer_may(Scope.COME_IN)
@limiter.limit(OFTEN)
def address_proved() -> ResponseReturnValue:
    name, typed = str(session.get(PROVING, "")), request.form.get("code", "")
    try:
        ways_in.prove_address(reader(), name, typed, clock())
    except Refused as refused:
        return _page(refused.code), 409
    session.pop(PROVING, None)
    return _done()


@pages.post("/ways-in/e-mail/end")
@viewer_may(Scope.COME_IN)
def address_gone() -> ResponseReturnValue:
    session.pop(PROVING, None)
    ways_in.forget_address(reader(), clock())
    return _done()


@pages.post("/ways-in/device/end")
@viewer_may(Scope.COME_IN)
def device_signed_out() -> ResponseReturnValue:
    ways_in.end_session(reader(), request.form.get("device", ""), clock())
    return _done()


def _done() -> ResponseReturnValue:
    return redirect(address_of("patient.own_ways", saved=1))


def _page(refusal: str) -> str:
    viewer, now = reader(), clock()
    spoken = language.of(viewer)
    title = spoken.say("passkey_own" if viewer.is_patient else "passkey_helper")
    return page(
        "ways_in",
        spoken,
        ways=viewers.ways_in(viewer, now, coming_in.IDLE),
        here=access.viewing().session.key_hash,
        proving=PROVING in session,
        options=ways_in.options_to_add(
            viewer, challenges.door(), challenges.current(), f"Samevein: {title}"
        ),
        refusal=spoken.say(refusal) if refusal else "",
        minutes=coming_in.CODE_MINUTES,
        saved="saved" in request.args,
        now=now,
    )
