"""Where are my cells? The patient comes in by a link, a code and a birth date, and reads one page."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request, session
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from tracker.actions import news, patient_page
from tracker.actions.recording import request as asking
from tracker.domain.refused import Refused
from tracker.languages.language import Language
from tracker.reads import patient_calendar, patient_status
from tracker.web import access
from tracker.web.access import open_to_all, patient_only
from tracker.web.clock import clock
from tracker.web.guards import limiter
from tracker.web.patient import language

pages = Blueprint("patient", __name__, url_prefix="/my")
pages.after_request(language.remember)

LINK: Final = "patient_link"


@pages.get("")
@patient_only
def home() -> ResponseReturnValue:
    """Show where the cells are."""
    coi = present()
    if not coi:
        return gone()
    spoken = language.chosen(patient_status.language_of(coi))
    now = clock()
    status = patient_status.of(coi, now)
    patient_page.looked(coi, "status page", now, asking(now).id)
    return page("status", spoken, status=status)


@pages.get("/")
@open_to_all
def with_a_slash() -> ResponseReturnValue:
    """Take people who typed one stroke too many to the same page."""
    return redirect(address_of("patient.home"))


@pages.get("/dates.ics")
@patient_only
def calendar() -> ResponseReturnValue:
    """Hand out the dates for the patient's own calendar."""
    coi = present()
    if not coi:
        return gone()
    spoken = language.chosen(patient_status.language_of(coi))
    now = clock()
    file = patient_calendar.of(coi, spoken, now)
    if file is None:
        abort(404)
    patient_page.looked(coi, "calendar file", now, asking(now).id)
    head = {"Content-Disposition": 'attachment; filename="dates.ics"'}
    return Response(file, mimetype="text/calendar", headers=head)


@pages.post("/news")
@patient_only
def choose_news() -> ResponseReturnValue:
    """Keep how this person wants to hear what a clinician would rather say."""
    coi = present()
    if not coi:
        return gone()
    news.choose(coi, at_once=request.form.get("at_once") == "yes", asked=asking(clock()))
    return redirect(address_of("patient.home"))


@pages.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Say how to come in, to somebody who has no link at hand."""
    said = "signed_out" if "out" in request.args else ""
    return page("no_link", language.chosen(), said=said)


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


@pages.post("/<token>")
@open_to_all
@limiter.limit("30 per minute")
def enter(token: str) -> ResponseReturnValue:
    born = _birth_date()
    if born is None:
        return _door(token, "birth_date_wrong"), 409
    try:
        coi, key = patient_page.enter(token, request.form.get("code", ""), born, clock())
    except Refused as refused:
        return _door(token, refused.code), 409
    access.enter_patient(coi)
    session[LINK] = key
    return redirect(address_of("patient.home"))


@pages.errorhandler(CSRFError)
@pages.errorhandler(TooManyRequests)
def _try_again(fault: HTTPException) -> ResponseReturnValue:
    """Answer what the guards refuse in the person's own words, on the page they were at."""
    refusal = "too_many_attempts" if isinstance(fault, TooManyRequests) else "form_expired"
    token = (request.view_args or {}).get("token", "")
    if not token:
        return redirect(address_of("patient.sign_in"))
    return _door(token, refusal), fault.code or 400


def present() -> str:
    """Return the journey of who is signed in; "" once their link has been withdrawn."""
    return patient_status.whose(str(session.get(LINK, "")), clock())


def gone() -> ResponseReturnValue:
    access.leave()
    return redirect(address_of("patient.sign_in"))


def _birth_date() -> date | None:
    """Return the birth date typed, if there is such a day."""
    typed = {name: request.form.get(name, "").strip() for name in ("year", "month", "day")}
    try:
        return date(**{name: int(number) for name, number in typed.items()})
    except (ValueError, OverflowError):
        return None


def _door(token: str, refusal: str) -> str:
    spoken = language.chosen()
    minutes = patient_page.LOCK_MINUTES
    sentence = spoken.say(refusal, minutes=minutes) if refusal else ""
    return page(
        "door",
        spoken,
        token=token,
        refusal=sentence,
        birth_fields=spoken.birth_fields,
        typed=request.form,
    )


def page(name: str, spoken: Language, **more: Any) -> str:  # noqa: ANN401 - whatever the page shows
    return render_template(
        f"patient/{name}.html",
        language=spoken,
        say=spoken.say,
        others=language.others(spoken),
        **more,
    )
