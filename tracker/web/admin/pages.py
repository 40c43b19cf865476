"""What is shown in the server room, and to whom? Never a patient."""

from __future__ import annotations

from flask import Blueprint

from tracker.domain.authority_table import Action, may
from tracker.web import access

pages = Blueprint("admin", __name__, url_prefix="/admin")


@pages.context_processor
def _rooms() -> dict[str, bool]:
    """Let the pages know which of them this person may open."""
    who = access.present()
    if who is None:
        return dict.fromkeys(("is_admin", "is_reader", "is_guard", "is_messenger"), False)
    return {
        "is_admin": may(who, Action.KEEP_PEOPLE),
        "is_reader": may(who, Action.READ_REFUSED_SCANS),
        "is_guard": may(who, Action.WATCH_THE_DOOR),
        "is_messenger": may(who, Action.READ_MESSAGES),
    }
