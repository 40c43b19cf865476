"""How does a viewer come in: by link and code, by passkey, or by a code in their e-mail; and leave?

Nobody is told here whether a link, an address or a passkey is known: who cannot come in reads whom
to call, and a call brings a new code.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from flask import redirect, request, session
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from tracker.actions import coming_in, webauthn_answers
from tracker.actions.coming_in import Opening
from tracker.domain.refused import Refused
from tracker.reads import whom_to_call
from tracker.web import access, challenges, watch
from tracker.web.access import open_to_all
from tracker.web.clock import clock
from tracker.web.guards import limiter
from tracker.web.patient import browser, language, trouble
from tracker.web.patient.pages import page, pages

MAILED: Final = "mailed_code"
"""Under which name a session's cookie holds the name of the code that was asked for in it."""

OFTEN: Final = "30 per minute"


@pages.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    return _sign_in_page("")


@pages.post("/sign-in/passkey")
@open_to_all
@limiter.limit(OFTEN)
def passkey_given() -> ResponseReturnValue:
    try:
        answer = challenges.answer(request.form.get("credential", ""))
        key = coming_in.by_passkey(answer, access.device(), clock())
    except Refused as refused:
        watch.suspect(refused.code)
        return _sign_in_page(refused.code), 409
    return _welcome(key)


@pages.post("/sign-in/e-mail")
@open_to_all
@limiter.limit("10 per minute")
def code_asked() -> ResponseReturnValue:
    """Send a code, or not: the page that follows is the same."""
    session[MAILED] = coming_in.ask_code(request.form.get("email", "")[:254], clock())
    return redirect(address_of("patient.code"))


@pages.get("/sign-in/code")
@open_to_all
def code() -> ResponseReturnValue:
    return _code_page("")


@pages.post("/sign-in/code")
@open_to_all
@limiter.limit(OFTEN)
def code_given() -> ResponseReturnValue:
    try:
        typed = request.form.get("code", "")
        name = str(session.get(MAILED, ""))
        key = coming_in.by_code(name, typed, access.device(), clock())
    except Refused as refused:
        watch.suspect(refused.code)
        return _code_page(refused.code), 409
    return _welcome(key)


@pages.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    access.leave()
    return redirect(address_of("patient.sign_in", out=1))


@pages.get("/<token>")
@open_to_all
def knock(token: str) -> ResponseReturnValue:
    """Ask for the code and the birth date; whether the link is good is not said here."""
    return _door(token, "")


@pages.get("/join/<token>")
@open_to_all
def join(token: str) -> ResponseReturnValue:
    """Ask a caregiver for the same, in words for them."""
    return _door(token, "")


@pages.post("/<token>", endpoint="enter")
@pages.post("/join/<token>", endpoint="joined")
@open_to_all
@limiter.limit(OFTEN)
def enter(token: str) -> ResponseReturnValue:
    born = _birth_date()
    if born is None:
        return _door(token, "birth_date_wrong"), 409
    opening = Opening(token, request.form.get("code", ""), born, browser.mark())
    try:
        key = coming_in.by_link(opening, access.device(), clock())
    except Refused as refused:
        watch.suspect(refused.code)
        return _door(token, refused.code), 409
    return _welcome(key)


@pages.errorhandler(CSRFError)
@pages.errorhandler(TooManyRequests)
def _try_again(fault: HTTPException) -> ResponseReturnValue:
    """Answer what the guards refuse in the person's own words, on the page they were at."""
    refusal = "too_many_attempts" if isinstance(fault, TooManyRequests) else "form_expired"
    token = (request.view_args or {}).get("token", "")
    if access.reading() is not None:
        return trouble.shown(refusal, fault.code or 400)
    if not token:
        return _sign_in_page(refusal), fault.code or 400
    return _door(token, refusal), fault.code or 400


def _welcome(key: str) -> ResponseReturnValue:
    access.enter_viewer(key)
    return redirect(address_of("patient.home"))


def _birth_date() -> date | None:
    """Return the birth date typed, if there is such a day."""
    typed = {name: request.form.get(name, "").strip() for name in ("year", "month", "day")}
    try:
        return date(**{name: int(number) for name, number in typed.items()})
    except (ValueError, OverflowError):
        return None


def _door(token: str, refusal: str) -> str:
    browser.give_mark()
    spoken = language.chosen()
    return page(
        "door",
        spoken,
        token=token,
        joins=request.endpoint in {"patient.join", "patient.joined"},
        refusal=_said(refusal),
        birth_fields=spoken.birth_fields,
        typed=request.form,
        contacts=whom_to_call.everywhere(clock()) if refusal else (),
    )


def _sign_in_page(refusal: str) -> str:
    challenge = challenges.current()
    return page(
        "come_in",
        language.chosen(),
        said="signed_out" if "out" in request.args else "",
        refusal=_said(refusal),
        options=webauthn_answers.options_to_enter(challenges.door(), challenge),
        contacts=whom_to_call.everywhere(clock()),
    )


def _code_page(refusal: str) -> str:
    return page(
        "mailed_code",
        language.chosen(),
        refusal=_said(refusal),
        minutes=coming_in.CODE_MINUTES,
        contacts=whom_to_call.everywhere(clock()),
    )


def _said(refusal: str) -> str:
    spoken = language.chosen()
    return spoken.say(refusal, minutes=coming_in.LOCK_MINUTES) if refusal else ""
