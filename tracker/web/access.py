"""Who is in front of this page, and is it theirs to see? Every route declares its audience."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import coming_in, sessions, sign_in
from tracker.actions.sessions import Presence
from tracker.actions.sign_in import Origin
from tracker.domain import authority_table, standing
from tracker.domain.authority_table import Action
from tracker.domain.events import Actor, SiteRules
from tracker.domain.kinds import Role
from tracker.domain.refused import Refused
from tracker.domain.scopes import Scope
from tracker.reads import accounts, places
from tracker.web.clock import clock

View = TypeVar("View", bound=Callable[..., Any])

BROWSER: Final = "browser"
"""The cookie by which a browser is known in which somebody signed in before. It opens nothing."""

BROWSER_KEPT: Final = timedelta(days=180)

BEFORE_ACCEPTING: Final = frozenset(
    {"evidence.policy", "evidence.policy_accepted", "entrance.still_here"}
)
"""What somebody at work may open before they accepted the policy; doors and locks are open to all."""

VIEWER_KEY: Final = "viewer"
"""Under which name a session's cookie holds the key of a viewer: the patient or a caregiver."""


@dataclass(frozen=True)
class Audience:
    """Whom a route is for: anyone, viewers of a page, or whoever may do an action of the table.

    `untrained` says that nothing is decided or changed there, whatever the method: it asks for no
    training that counts today.
    """

    who: str
    action: Action | None = None
    scope: Scope | None = None
    untrained: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles the table lets in."""
        return authority_table.roles(self.action) if self.action else frozenset()


OPEN: Final = Audience("anyone")
MACHINES: Final = Audience("machine", Action.SEE_JOURNEYS)
"""Machines are known by their token; the folder of the API asks for it itself."""


def allow(action: Action, *, untrained: bool = False) -> Callable[[View], View]:
    """Declare which action of the table a view is part of; who may do it may open the view.

    Whoever sends a form must be trained for it today, except where only one's own account is changed
    or, with `untrained`, where a form only looks something up.
    """
    return _declare(
        Audience("staff", action, untrained=untrained or action is Action.WORK_HERE)
    )


def open_to_all(view: View) -> View:
    """Declare a view that asks for no sign-in."""
    return _declare(OPEN)(view)


def viewer_may(scope: Scope) -> Callable[[View], View]:
    """Declare which part of a patient's page a view is; who holds that scope may open it."""
    return _declare(Audience("viewer", scope=scope))


def machine_only(view: View) -> View:
    """Declare a view that asks for a bearer token itself."""
    return _declare(MACHINES)(view)


def machine_may(action: Action) -> Callable[[View], View]:
    """Declare a view that asks for a token of somebody who may do this action of the table."""
    return _declare(Audience(MACHINES.who, action))


def _declare(audience: Audience) -> Callable[[View], View]:
    def declared(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return declared


def audience_of(app: Flask, endpoint: str) -> Audience | None:
    """Return whom a route is for; None for one that nobody declared."""
    view = app.view_functions[endpoint]
    owner = getattr(view, "view_class", view)
    found: Audience | None = getattr(view, "audience", getattr(owner, "audience", None))
    return found


def register(app: Flask) -> None:
    """Ask at the door of every request, and let templates know who is there."""
    app.before_request(_admit)
    app.after_request(_remember_browser)
    app.context_processor(_known_to_templates)


def actor() -> Actor:
    """Return who is signed in. Only for views that staff alone may reach."""
    found: Actor = g.actor
    return found


def present() -> Actor | None:
    """Return who is signed in on a page that is open to all, if anybody is."""
    found: Actor | None = g.get("actor")
    return found


def username() -> str:
    """Return the user name the signed-in person signs with."""
    return str(session.get("username", ""))


def viewing() -> coming_in.Presence:
    """Return who reads a patient's page here. Only for views that viewers alone may reach."""
    found: coming_in.Presence = g.viewing
    return found


def reading() -> coming_in.Presence | None:
    """Return who reads a patient's page by this browser, at whatever address they stand."""
    return _viewer_present()


def is_viewer() -> bool:
    """Say whether a viewer came in here, whether or not their time has run out."""
    return VIEWER_KEY in session


def device() -> str:
    """Return what the browser says of itself, by which a viewer knows it again."""
    return request.user_agent.string


def origin() -> Origin:
    """Return where a request comes from, for the log of who tried to sign in."""
    return Origin(request.remote_addr or "", request.cookies.get(BROWSER, ""))


def enter(who: Actor, how: str) -> None:
    """Begin a staff member's session, under a new key; whoever was signed in here no longer is."""
    before = presence()
    if before is not None:
        sessions.leave(before.session, clock(), "somebody signed in here")
    agent = request.user_agent.string
    begun = sessions.begin(sessions.Arrival(who, how, origin(), agent), clock())
    session.clear()
    name = accounts.one(who.id).account.username
    session.update(key=begun.key, username=name, stamp=sign_in.stamp(who.id))
    g.browser = begun.browser


def presence() -> Presence | None:
    """Return whose session this browser carries, its screen locked or not."""
    found: Presence | None = g.get("presence")
    return found


def enter_viewer(key: str) -> None:
    """Carry the key of a viewer's session, and nothing of whoever was signed in here before."""
    session.clear()
    session[VIEWER_KEY] = key


def leave() -> None:
    """End whatever session there is, here and in the store."""
    found = presence()
    if found is not None:
        sessions.leave(found.session, clock())
    reading = _viewer_present()
    if reading is not None:
        coming_in.leave(reading.session, clock())
    session.clear()


def site() -> str:
    """Return the site chosen to work at; "" means all of one's own."""
    chosen = str(session.get("site", ""))
    return chosen if chosen in {place.code for place in _my_sites(actor())} else ""


def _my_sites(who: Actor) -> tuple[SiteRules, ...]:
    """Return the hospitals of whoever asks; read once for a request, every page names them."""
    if "my_sites" not in g:
        g.my_sites = places.sites_of(who)
    found: tuple[SiteRules, ...] = g.my_sites
    return found


def choose_site(code: str) -> None:
    """Work at one of one's own sites, or at all of them ("")."""
    session["site"] = code


def _admit() -> ResponseReturnValue | None:
    """Let the request pass, send it to the sign-in page, or refuse it. Undeclared is refused."""
    g.actor = g.presence = g.viewing = None
    g.pop("my_sites", None)
    if request.endpoint is None:
        return None
    audience = audience_of(current_app, request.endpoint)
    if audience is None:
        abort(403)
    if audience.who in {"staff", "anyone"} and request.endpoint != "assets.serve":
        g.presence = _present()
    g.actor = _at_work(g.presence)
    match audience.who:
        case "staff":
            return _to_the_room(g.actor, audience)
        case "viewer":
            return _to_the_page(audience.scope)
        case _:
            return None


def _to_the_room(who: Actor | None, audience: Audience) -> ResponseReturnValue | None:
    """Let a member of staff pass who may, is bound by the policy and, to send a form, is trained."""
    if who is None:
        return _to_sign_in()
    if not holds(who, audience.roles):
        abort(403)
    if not standing.accepted(who):
        return _to_the_policy(who)
    _require_taught(who, audience)
    return None


def _require_taught(who: Actor, audience: Audience) -> None:
    """Refuse what somebody sends whose trainings are over, whatever it is: they may still look.

    The rules ask again for the role and the place of what is recorded.
    """
    if request.method in {"GET", "HEAD"} or audience.untrained:
        return
    if not holds(standing.fit(who, clock()), audience.roles):
        held = {grant.role for grant in who.grants} & audience.roles
        raise standing.expired(who, held)


def _to_the_page(scope: Scope | None) -> ResponseReturnValue | None:
    """Let a viewer who holds the scope pass; send others to the door, or refuse them."""
    found = _viewer_present()
    if found is None:
        return redirect(url_for("patient.sign_in"))
    g.viewing = found
    if scope not in found.viewer.scopes:
        abort(403)
    coming_in.still_here(found.session, clock())
    return None


def holds(who: Actor, roles: frozenset[Role]) -> bool:
    """Say whether a person holds one of the roles, anywhere."""
    return any(grant.role in roles for grant in who.grants)


def _present() -> Presence | None:
    """Return whose session this is, if it was not ended and the account still stands."""
    if "key" not in session:
        return None
    found = sessions.present(str(session["key"]), clock())
    stamp = str(session.get("stamp", ""))
    if found is None or not sign_in.still(found.actor.id, stamp):
        session.clear()
        return None
    return found


def _at_work(found: Presence | None) -> Actor | None:
    """Return who is at work in front of an unlocked screen."""
    if found is None or found.locked:
        return None
    sessions.still_here(found.session, clock())
    return found.actor


def _viewer_present() -> coming_in.Presence | None:
    """Return who reads a patient's page by this session, if it was not ended."""
    key = session.get(VIEWER_KEY)
    return coming_in.present(str(key), clock()) if key else None


def _to_sign_in() -> ResponseReturnValue:
    """Send a reader to the sign-in page; tell a writer that nothing of their form was recorded."""
    locked = presence() is not None
    if request.method != "GET":
        raise Refused("screen_locked" if locked else "not_signed_in")
    page = "entrance.locked" if locked else "entrance.sign_in"
    return redirect(url_for(page, next=request.full_path.rstrip("?")))


def _to_the_policy(who: Actor) -> ResponseReturnValue | None:
    """Let nobody on before they accepted the signature policy, whatever address they came in by."""
    if request.endpoint in BEFORE_ACCEPTING:
        return None
    if request.method != "GET":
        raise Refused("policy_not_accepted", name=who.name)
    return redirect(url_for("evidence.policy", next=request.full_path.rstrip("?")))


def _remember_browser(response: Response) -> Response:
    if mark := g.get("browser"):
        response.set_cookie(
            BROWSER,
            mark,
            max_age=BROWSER_KEPT,
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            samesite="Strict",
        )
    return response


def _known_to_templates() -> dict[str, Any]:
    who = present()
    return {
        "actor": who,
        "locks_after": int(sessions.LOCKS_AFTER.total_seconds()),
        "my_places": rooms(who) if who else (),
        "my_sites": _my_sites(who) if who else (),
        "my_site": site() if who else "",
    }


ROOMS: Final = (
    ("station", "Station"),
    ("liaison", "Laboratory desk"),
    ("coordinator", "Coordination"),
    ("admin", "Administration"),
)
"""The places of the house, each a blueprint whose first page is called `home`."""

FIRST_ROOM: Final = {
    Role.LAB_LIAISON: "liaison",
    Role.MANUFACTURER_QA: "liaison",
    Role.COORDINATOR: "coordinator",
    Role.PHYSICIAN: "coordinator",
    Role.FINANCE: "coordinator",
    Role.QA: "admin",
    Role.AUDITOR: "admin",
    Role.ADMIN: "admin",
}
"""Where a role stands first; everyone else stands at the station."""


def rooms(who: Actor) -> tuple[tuple[str, str], ...]:
    """Return the places this person may enter, their own first: endpoint and title."""
    first = {FIRST_ROOM.get(grant.role, "station") for grant in who.grants}
    open_ = [(room, title) for room, title in ROOMS if _may_enter(who, f"{room}.home")]
    ordered = sorted(open_, key=lambda pair: pair[0] not in first)
    return tuple((f"{room}.home", title) for room, title in ordered)


def _may_enter(who: Actor, endpoint: str) -> bool:
    if endpoint not in current_app.view_functions:
        return False
    audience = audience_of(current_app, endpoint)
    return audience is not None and holds(who, audience.roles)
