"""What is shown in the coordination room, and to whom?"""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from tracker.domain.authority_table import EVERYWHERE, Action, roles
from tracker.domain.kinds import Role
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
