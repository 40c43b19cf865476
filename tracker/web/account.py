"""One's own account: how do I sign in, where am I signed in, and what do I end?"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import (
    own_account,
    passkeys,
    people,
    second_factor,
    sessions,
    staff_letters,
)
from tracker.domain.authority_table import Action
from tracker.domain.refused import Refused
from tracker.reads import accounts
from tracker.web import access, challenges, square_codes
from tracker.web.access import actor, allow
from tracker.web.clock import clock
from tracker.web.entrance import twice
from tracker.web.guards import limiter

pages = Blueprint("account", __name__, url_prefix="/account", template_folder="templates")

OFTEN = "30 per minute"


@pages.get("", strict_slashes=False)
@allow(Action.WORK_HERE)
def home() -> ResponseReturnValue:
    return _page(None)


@pages.post("/password")
@allow(Action.WORK_HERE)
@limiter.limit(OFTEN)
def password() -> ResponseReturnValue:
    try:
        _prove()
        chosen = twice("password")
        own_account.choose_password(actor(), chosen, _present_key(), clock())
    except Refused as refused:
        return _page(refused), 409
    access.enter(actor(), "new password")
    return _done("Your password is changed. Every other session of yours has ended.")


@pages.get("/second-factor")
@allow(Action.WORK_HERE)
def enrolment() -> ResponseReturnValue:
    return _enrolment_page(None)


@pages.post("/second-factor")
@allow(Action.WORK_HERE)
@limiter.limit(OFTEN)
def enrolled() -> ResponseReturnValue:
    """Take a second factor into use, and show the codes for paper once."""
    try:
        _prove()
        codes = second_factor.confirm(actor(), request.form.get("code", ""), clock())
    except Refused as refused:
        return _enrolment_page(refused), 409
    return render_template("account/recovery_codes.html", codes=codes)


@pages.post("/second-factor/codes")
@allow(Action.WORK_HERE)
@limiter.limit(OFTEN)
def new_codes() -> ResponseReturnValue:
    try:
        _prove()
        codes = second_factor.new_codes(actor(), clock())
    except Refused as refused:
        return _page(refused), 409
    return render_template("account/recovery_codes.html", codes=codes)


@pages.post("/second-factor/end")
@allow(Action.WORK_HERE)
@limiter.limit(OFTEN)
def second_factor_ended() -> ResponseReturnValue:
    try:
        _prove()
        second_factor.remove(actor(), request.form.get("present", ""), clock())
    except Refused as refused:
        return _page(refused), 409
    return _done("You sign in with your password alone now.")


@pages.post("/passkeys")
@allow(Action.WORK_HERE)
@limiter.limit(OFTEN)
def passkey_added() -> ResponseReturnValue:
    try:
        _prove()
        answer = challenges.answer(request.form.get("credential", ""))
        passkeys.add(actor(), answer, request.form.get("label", ""), clock())
    except Refused as refused:
        return _page(refused), 409
    return _done("The passkey is added. It opens your account without a password.")


@pages.post("/passkeys/end")
@allow(Action.WORK_HERE)
def passkey_ended() -> ResponseReturnValue:
    passkeys.end(actor(), request.form.get("passkey", ""), clock())
    return _done("The passkey has ended.")


@pages.post("/tokens")
@allow(Action.WORK_HERE)
@limiter.limit(OFTEN)
def token_issued() -> ResponseReturnValue:
    """Make a token by which a program acts as oneself, and show it once."""
    try:
        _prove()
        token = people.new_token(actor(), actor().id, request.form.get("label", ""), clock())
    except Refused as refused:
        return _page(refused), 409
    return render_template("account/token.html", token=token)


@pages.post("/tokens/end")
@allow(Action.WORK_HERE)
def token_ended() -> ResponseReturnValue:
    try:
        people.end_own_token(actor(), request.form.get("token", ""), clock())
    except Refused as refused:
        return _page(refused), 409
    return _done("The token has ended.")


@pages.post("/sessions/end")
@allow(Action.WORK_HERE)
def session_ended() -> ResponseReturnValue:
    sessions.end_one(actor(), actor().id, request.form.get("session", ""), clock())
    return _done("The session has ended.")


@pages.post("/sessions/end-others")
@allow(Action.WORK_HERE)
def others_ended() -> ResponseReturnValue:
    sessions.end_others(actor(), _present_key(), clock())
    return _done("Every other session of yours has ended.")


@pages.post("/letters")
@allow(Action.WORK_HERE)
def letters_chosen() -> ResponseReturnValue:
    """Keep whether word of what is due comes by e-mail."""
    wanted = request.form.get("duties") == "yes"
    staff_letters.choose_duties(actor(), clock(), wanted=wanted)
    return _done("A letter comes when something is due." if wanted else "No such letter comes.")


def _prove() -> None:
    """Ask for the present password again: an open screen alone changes no way in."""
    given = request.form.get("present", "")
    own_account.proved(actor(), given, access.origin(), clock())


def _present_key() -> str:
    found = access.presence()
    assert found is not None
    return found.session.key_hash


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("account.home"))


def _page(refused: Refused | None) -> str:
    options = passkeys.options_to_add(actor(), challenges.door(), challenges.current())
    return render_template(
        "account/home.html",
        me=accounts.ways_in(actor().id, clock()),
        present_key=_present_key(),
        options=options,
        duties_wanted=staff_letters.wants_duties(actor().id),
        refused=refused,
    )


def _enrolment_page(refused: Refused | None) -> str:
    asked = second_factor.enrolment(actor())
    secret = " ".join(asked.secret[i : i + 4] for i in range(0, len(asked.secret), 4))
    return render_template(
        "account/second_factor.html",
        secret=secret,
        picture=square_codes.picture(asked.address),
        refused=refused,
    )
