"""Where does a person come in, which site do they work at, and how do they leave?"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import sign_in as entering
from tracker.domain.refused import Refused
from tracker.web import access, faults
from tracker.web.access import allow, open_to_all
from tracker.web.clock import clock
from tracker.web.guards import limiter

pages = Blueprint("entrance", __name__, template_folder="templates")


@pages.get("/")
@open_to_all
def home() -> ResponseReturnValue:
    """Send each person to their own place."""
    if access.present() is None and access.is_patient():
        return redirect(url_for("patient.home"))
    if access.present() is None:
        return redirect(url_for("entrance.sign_in"))
    rooms = access.rooms(access.actor())
    if not rooms:
        return faults.answer("not_yours", faults.ASIDE["not_yours"], 403)
    return redirect(url_for(rooms[0][0]))


@pages.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    return _page(request.args.get("next", ""))


@pages.post("/sign-in")
@open_to_all
@limiter.limit("30 per minute")
def signed_in() -> ResponseReturnValue:
    name, password = request.form.get("username", ""), request.form.get("password", "")
    wanted = request.form.get("next", "")
    try:
        who = entering.sign_in(name, password, access.address(), clock())
    except Refused as refused:
        return _page(wanted, refused=refused, name=name), 409
    access.enter(who, name)
    return redirect(wanted if _is_ours(wanted) else url_for("entrance.home"))


@pages.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    access.leave()
    return redirect(url_for("entrance.sign_in"))


@pages.post("/site")
@allow()
def choose_site() -> ResponseReturnValue:
    access.choose_site(request.form.get("site", ""))
    return redirect(url_for("entrance.home"))


def _page(wanted: str, *, refused: Refused | None = None, name: str = "") -> str:
    return render_template("sign_in.html", wanted=wanted, refused=refused, name=name)


def _is_ours(address: str) -> bool:
    """Say whether an address leads back here and nowhere else."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))
