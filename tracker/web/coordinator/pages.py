"""What is shown in the coordination room, and to whom?"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, request

from tracker.domain.authority_table import EVERYWHERE, Action, roles
from tracker.domain.events import SiteRules
from tracker.domain.kinds import Role
from tracker.reads import places
from tracker.web import access

ROOM: Final = roles(Action.COORDINATE)
"""Who plans, who decides, and who speaks with the insurer."""

pages = Blueprint("coordinator", __name__, url_prefix="/coordinator")


def holds(*roles: Role) -> bool:
    """Say whether the person signed in holds one of these roles."""
    return access.holds(access.actor(), frozenset(roles))


def holds_at(site: str, *roles: Role) -> bool:
    """Say whether the person signed in holds one of these roles at this very site."""
    held = {site, EVERYWHERE}
    return any(grant.role in roles and grant.place in held for grant in access.actor().grants)


def my_sites() -> dict[str, SiteRules]:
    """Return the hospitals of the person signed in, by code."""
    return {site.code: site for site in places.sites_of(access.actor())}


def chosen_site() -> SiteRules:
    """Return the hospital a page is about: the one in its address, or the one worked at."""
    mine = my_sites()
    chosen = request.args.get("at", "") or access.site() or next(iter(mine), "")
    if chosen not in mine:
        abort(404)
    return mine[chosen]
