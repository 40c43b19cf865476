"""What is shown in the server room, and to whom? Never a patient."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from tracker.domain.kinds import Role
from tracker.web import access

READERS: Final = (Role.ADMIN, Role.AUDITOR, Role.QA)
"""Who may see whether the log is whole."""

REGISTER: Final = (Role.AUDITOR, Role.QA)
"""Who may see which scan was refused for which journey; an administrator sees how many only."""

pages = Blueprint("admin", __name__, url_prefix="/admin")


def holds(*roles: Role) -> bool:
    """Say whether the person signed in holds one of these roles."""
    return access.holds(access.actor(), frozenset(roles))


@pages.context_processor
def _rooms() -> dict[str, bool]:
    """Let the pages know which of them this person may open."""
    return {"is_admin": holds(Role.ADMIN), "is_reader": holds(*REGISTER)}
