"""Who works here, as what, and what does an administrator do to their accounts?"""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import agreeing, people, sessions, staff_letters
from tracker.domain.authority_table import EVERYWHERE, Action
from tracker.domain.events import Grant
from tracker.domain.kinds import Role
from tracker.domain.refused import Refused
from tracker.reads import accounts, hospitals
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock

INVITED = (
    "Hand this to them yourself, or print it. It works once, for three days, and lets them choose "
    "a password."
)
MAILED = "It also goes to their e-mail address."
RESET = (
    "All they signed in with has stopped working, and they are signed out everywhere. The link works "
    "once, for three days."
)


@pages.get("/people")
@allow(Action.KEEP_PEOPLE)
def everyone() -> ResponseReturnValue:
    return render_template("admin/people.html", people=accounts.everyone())


@pages.get("/people/new")
@allow(Action.KEEP_PEOPLE)
def asked_for() -> ResponseReturnValue:
    return _form(None)


@pages.post("/people/new")
@allow(Action.KEEP_PEOPLE)
def added() -> ResponseReturnValue:
    filled = request.form
    try:
        given = _roles(filled.getlist("role"), filled.getlist("place"))
        username, name, email = (filled.get(each, "") for each in ("username", "name", "email"))
        wanted = people.Newcomer(username, name, given, email)
        account, token = people.add(actor(), wanted, clock())
    except Refused as refused:
        return _form(refused), 409
    return _link(account.id, token, INVITED)


@pages.get("/people/<staff_id>")
@allow(Action.KEEP_PEOPLE)
def one(staff_id: str) -> ResponseReturnValue:
    return _page(staff_id, None)


@pages.post("/people/<staff_id>/training")
@allow(Action.KEEP_PEOPLE)
def trained(staff_id: str) -> ResponseReturnValue:
    """Keep until which day somebody is trained for a role, and show the account again."""
    try:
        (given,) = _roles([request.form.get("role", "")], [EVERYWHERE])
        until = _day(request.form.get("until", ""))
        agreeing.train(actor(), staff_id, given.role, until, clock())
    except Refused as refused:
        return _page(staff_id, refused), 409
    flash("The training is kept.")
    return redirect(url_for("admin.one", staff_id=staff_id))


@pages.post("/people/<staff_id>/<step>")
@allow(Action.KEEP_PEOPLE)
def changed(staff_id: str, step: str) -> ResponseReturnValue:
    """Do one thing to an account, and show the account again."""
    try:
        return _change(staff_id, step)
    except Refused as refused:
        return _page(staff_id, refused), 409


def _change(staff_id: str, step: str) -> ResponseReturnValue:
    if step in {"reset", "token"}:
        return _issue(staff_id, step)
    by, now, filled = actor(), clock(), request.form
    match step:
        case "end-session":
            sessions.end_one(by, staff_id, filled.get("session", ""), now)
        case "end-token":
            people.end_token(by, filled.get("token", ""), now)
        case "email":
            people.write_to(by, staff_id, filled.get("email", ""), now)
        case "end":
            people.end(by, staff_id, now)
        case "give" | "take":
            _give_or_take(staff_id, step)
        case _:
            raise Refused("nothing_to_do", what=step)
    flash("Done.")
    return redirect(url_for("admin.one", staff_id=staff_id))


def _issue(staff_id: str, step: str) -> ResponseReturnValue:
    """Make what is shown on one page only."""
    if step == "reset":
        return _link(staff_id, people.reset(actor(), staff_id, clock()), RESET)
    label = request.form.get("label", "")
    secret = people.new_token(actor(), staff_id, label, clock())
    return _once(staff_id, "token", secret, "Whoever has this token acts as them.")


def _give_or_take(staff_id: str, step: str) -> None:
    act = people.give if step == "give" else people.take
    for role in _roles(request.form.getlist("role"), request.form.getlist("place")):
        act(actor(), staff_id, role, clock())


def _roles(roles: list[str], places: list[str]) -> tuple[Grant, ...]:
    """Return each chosen role at each chosen place. Raises Refused for what is neither."""
    known, held = {role.value for role in Role}, accounts.all_places()
    if not roles or not set(roles) <= known:
        raise Refused("field_missing", field="role", label="A role")
    if not places or not set(places) <= set(held):
        raise Refused("field_missing", field="place", label="A place")
    return tuple(Grant(Role(role), place) for role in roles for place in places)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            "field_type", field="until", label="The last day", expected="a day"
        ) from None


def _page(staff_id: str, refused: Refused | None) -> str:
    return render_template(
        "admin/person.html",
        person=accounts.one(staff_id),
        ways=accounts.ways_in(staff_id, clock()),
        roles=[role.value for role in Role],
        places=accounts.all_places(),
        hospitals={each.rules.code for each in hospitals.everywhere()},
        mine=staff_id == actor().id,
        today=clock().date(),
        refused=refused,
    )


def _form(refused: Refused | None) -> str:
    return render_template(
        "admin/person_new.html",
        roles=[role.value for role in Role],
        places=accounts.all_places(),
        filled=request.form,
        refused=refused,
    )


def _link(staff_id: str, token: str, told: str) -> str:
    """Show a link on this one page, to be printed and handed over."""
    link = url_for("entrance.invitation", token=token, _external=True)
    if staff_letters.send_link(staff_id, link, clock()):
        told = f"{told} {MAILED}"
    return _once(staff_id, "link", link, told)


def _once(staff_id: str, what: str, secret: str, told: str) -> str:
    """Show a secret on this one page, and never again."""
    person = accounts.one(staff_id)
    return render_template(
        "admin/shown_once.html", person=person, what=what, secret=secret, told=told
    )
