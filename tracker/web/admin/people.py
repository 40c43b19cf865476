"""Who works here, as what, and what does an administrator do to their accounts?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import people
from tracker.domain.events import Grant
from tracker.domain.kinds import Role
from tracker.domain.refused import Refused
from tracker.reads import accounts
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock


@pages.get("/people")
@allow(Role.ADMIN)
def everyone() -> ResponseReturnValue:
    return render_template("admin/people.html", people=accounts.everyone())


@pages.get("/people/new")
@allow(Role.ADMIN)
def asked_for() -> ResponseReturnValue:
    return _form(None)


@pages.post("/people/new")
@allow(Role.ADMIN)
def added() -> ResponseReturnValue:
    filled = request.form
    try:
        given = _roles(filled.getlist("role"), filled.getlist("place"))
        account, password = people.add(
            actor(), filled.get("username", ""), filled.get("name", ""), given, clock()
        )
    except Refused as refused:
        return _form(refused), 409
    return _once(account.id, "password", password, f"{account.name} may sign in now.")


@pages.get("/people/<staff_id>")
@allow(Role.ADMIN)
def one(staff_id: str) -> ResponseReturnValue:
    return _page(staff_id, None)


@pages.post("/people/<staff_id>/<step>")
@allow(Role.ADMIN)
def changed(staff_id: str, step: str) -> ResponseReturnValue:
    """Do one thing to an account, and show the account again."""
    try:
        return _change(staff_id, step)
    except Refused as refused:
        return _page(staff_id, refused), 409


def _change(staff_id: str, step: str) -> ResponseReturnValue:
    by, now, filled = actor(), clock(), request.form
    match step:
        case "password":
            secret = people.new_password(by, staff_id, now)
            return _once(staff_id, "password", secret, "The old password no longer works.")
        case "token":
            secret = people.new_token(by, staff_id, filled.get("label", ""), now)
            return _once(staff_id, "token", secret, "Whoever has this token acts as them.")
        case "end-token":
            people.end_token(by, filled.get("token", ""), now)
        case "end":
            people.end(by, staff_id, now)
        case "give":
            for role in _roles(filled.getlist("role"), filled.getlist("place")):
                people.give(by, staff_id, role, now)
        case "take":
            (role,) = _roles([filled.get("role", "")], [filled.get("place", "")])
            people.take(by, staff_id, role, now)
        case _:
            raise Refused("nothing_to_do", what=step)
    flash("Done.")
    return redirect(url_for("admin.one", staff_id=staff_id))


def _roles(roles: list[str], places: list[str]) -> tuple[Grant, ...]:
    """Return each chosen role at each chosen place. Raises Refused for what is neither."""
    known, held = {role.value for role in Role}, accounts.all_places()
    if not roles or not set(roles) <= known:
        raise Refused("field_missing", field="role", label="A role")
    if not places or not set(places) <= set(held):
        raise Refused("field_missing", field="place", label="A place")
    return tuple(Grant(Role(role), place) for role in roles for place in places)


def _page(staff_id: str, refused: Refused | None) -> str:
    return render_template(
        "admin/person.html",
        person=accounts.one(staff_id),
        roles=[role.value for role in Role],
        places=accounts.all_places(),
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


def _once(staff_id: str, what: str, secret: str, told: str) -> str:
    """Show a secret on this one page, and never again."""
    person = accounts.one(staff_id)
    return render_template(
        "admin/shown_once.html", person=person, what=what, secret=secret, told=told
    )
