"""Where does a person come in, unlock their screen, choose their site, and leave?

A way in proves who somebody is and then calls `_welcome`. Single sign-on will be one more view here
that does the same: nothing behind it asks how a person came in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import own_account, passkeys, second_factor, sessions, webauthn_answers
from tracker.actions import sign_in as entering
from tracker.domain import standing
from tracker.domain.authority_table import Action
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.web import access, challenges, faults, watch
from tracker.web.access import allow, open_to_all
from tracker.web.clock import clock
from tracker.web.guards import limiter

pages = Blueprint("entrance", __name__, template_folder="templates")

PENDING: Final = "pending"
CODE_WITHIN: Final = timedelta(minutes=5)
"""How long a right password waits for its second factor."""

OFTEN: Final = "30 per minute"


@pages.get("/")
@open_to_all
def home() -> ResponseReturnValue:
    """Send each person to their own place."""
    if access.present() is None:
        return _stranger()
    if not standing.accepted(access.actor()):
        return redirect(url_for("evidence.policy"))
    rooms = access.rooms(access.actor())
    if not rooms:
        return faults.answer("not_yours", faults.ASIDE["not_yours"], 403)
    return redirect(url_for(rooms[0][0]))


def _stranger() -> ResponseReturnValue:
    if access.presence() is not None:
        return redirect(url_for("entrance.locked"))
    if access.is_viewer():
        return redirect(url_for("patient.home"))
    return redirect(url_for("entrance.sign_in"))


# --- signing in


@pages.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    return _page(request.args.get("next", ""))


@pages.post("/sign-in")
@open_to_all
@limiter.limit(OFTEN)
def signed_in() -> ResponseReturnValue:
    name, password = request.form.get("username", ""), request.form.get("password", "")
    wanted = request.form.get("next", "")
    try:
        who = entering.sign_in(name, password, access.origin(), clock())
    except Refused as refused:
        return _page(wanted, refused=refused, name=name), 409
    return _past_password(who, wanted)


@pages.get("/sign-in/code")
@open_to_all
def code() -> ResponseReturnValue:
    if _pending() is None:
        return redirect(url_for("entrance.sign_in"))
    return render_template("account/code.html", refused=None)


@pages.post("/sign-in/code")
@open_to_all
@limiter.limit(OFTEN)
def code_given() -> ResponseReturnValue:
    """Take the second factor of whoever gave the right password a moment ago."""
    pending = _pending()
    if pending is None:
        return redirect(url_for("entrance.sign_in"))
    given = request.form.get("code", "")
    try:
        who = second_factor.give(pending["staff"], given, access.origin(), clock())
    except Refused as refused:
        return render_template("account/code.html", refused=refused), 409
    return _welcome(who, "password, code", pending["next"])


@pages.post("/sign-in/passkey")
@open_to_all
@limiter.limit(OFTEN)
def passkey_given() -> ResponseReturnValue:
    wanted = request.form.get("next", "")
    try:
        answer = challenges.answer(request.form.get("credential", ""))
        who = passkeys.enter(answer, access.origin(), clock())
    except Refused as refused:
        return _page(wanted, refused=refused), 409
    return _welcome(who, "passkey", wanted)


@pages.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    access.leave()
    return redirect(url_for("entrance.sign_in"))


# --- a shared workstation


@pages.post("/lock")
@open_to_all
def lock() -> ResponseReturnValue:
    """Lock the screen; the same person resumes where they were."""
    found = access.presence()
    if found is not None:
        sessions.lock(found.session, clock())
    return redirect(url_for("entrance.locked", next=request.form.get("next", "")))


@pages.get("/locked")
@open_to_all
def locked() -> ResponseReturnValue:
    """Show the locked screen while it is locked; nothing of what was on it."""
    wanted = request.args.get("next", "")
    if access.present() is not None:
        return redirect(ours(wanted))
    if access.presence() is None:
        return redirect(url_for("entrance.sign_in", next=wanted))
    return _lock_page(wanted)


@pages.post("/locked")
@open_to_all
@limiter.limit(OFTEN)
def unlocked() -> ResponseReturnValue:
    """Resume for the person whose screen it is; anybody else signs them out and signs in."""
    badge, password = request.form.get("badge", ""), request.form.get("password", "")
    wanted = request.form.get("next", "")
    found = access.presence()
    try:
        who = entering.sign_in(badge, password, access.origin(), clock())
    except Refused as refused:
        return _lock_page(wanted, refused), 409
    if found is not None and found.actor.id == who.id:
        sessions.resume(found.session, clock())
        return redirect(ours(wanted))
    return _past_password(who, "")


@pages.post("/still-here")
@allow(Action.WORK_HERE)
def still_here() -> ResponseReturnValue:
    """Be told that somebody types: to ask at the door has already written it down."""
    return "", 204


# --- the link by which an account begins


@pages.get("/invitation/<token>")
@open_to_all
@limiter.limit(OFTEN)
def invitation(token: str) -> ResponseReturnValue:
    return _invitation_page(token, None)


@pages.post("/invitation/<token>")
@open_to_all
@limiter.limit(OFTEN)
def invitation_accepted(token: str) -> ResponseReturnValue:
    try:
        account = own_account.accept(token, twice("password"), clock())
    except Refused as refused:
        if refused.code == "invitation_expired":
            raise
        return _invitation_page(token, refused), 409
    flash(f"The password is set. Sign in as {account.username}.")
    return redirect(url_for("entrance.sign_in"))


@pages.post("/site")
@allow(Action.WORK_HERE)
def choose_site() -> ResponseReturnValue:
    access.choose_site(request.form.get("site", ""))
    return redirect(url_for("entrance.home"))


def twice(name: str) -> str:
    """Return a new password that was typed twice alike. Raises Refused."""
    password = request.form.get(name, "")
    if password != request.form.get(f"{name}_again", ""):
        raise Refused("passwords_differ", field=name)
    return password


def _past_password(who: Actor, wanted: str) -> ResponseReturnValue:
    """Ask for the second factor where there is one, else let them in."""
    if not second_factor.asked_for(who.id):
        return _welcome(who, "password", wanted)
    access.leave()
    session[PENDING] = {"staff": who.id, "at": clock().isoformat(), "next": wanted}
    return redirect(url_for("entrance.code"))


def _welcome(who: Actor, how: str, wanted: str) -> ResponseReturnValue:
    """Begin the session of somebody who proved who they are: the one place all ways in lead to."""
    access.enter(who, how)
    return redirect(ours(wanted))


def _pending() -> dict[str, Any] | None:
    found: dict[str, Any] | None = session.get(PENDING)
    if found is None or clock() - datetime.fromisoformat(found["at"]) > CODE_WITHIN:
        return None
    return found


def _page(wanted: str, *, refused: Refused | None = None, name: str = "") -> str:
    options = webauthn_answers.options_to_enter(challenges.door(), challenges.current())
    return render_template(
        "sign_in.html", wanted=wanted, refused=refused, name=name, options=options
    )


def _lock_page(wanted: str, refused: Refused | None = None) -> str:
    found = access.presence()
    return render_template(
        "account/locked.html",
        wanted=wanted,
        refused=refused,
        whose=found.actor.name if found else "",
    )


def _invitation_page(token: str, refused: Refused | None) -> str:
    account = own_account.invited(token, clock())
    return render_template(
        "account/invitation.html", account=account, token=token, refused=refused
    )


def ours(address: str) -> str:
    """Return an address that leads back here and nowhere else; home for any other, which is kept."""
    plain = address.isprintable() and address.isascii() and "\\" not in address
    parts = urlsplit(address) if plain else None
    outside = parts is None or parts.scheme or parts.netloc or not address.startswith("/")
    if not address:
        return url_for("entrance.home")
    if outside or address.startswith("//"):
        watch.suspect("leads_elsewhere")
        return url_for("entrance.home")
    return address
