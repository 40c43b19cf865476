"""Which requests were turned away? What looks like an attack is kept for an auditor."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, g, request

from tracker.actions import turned_away
from tracker.store.db import DatabaseFault
from tracker.web.access import origin
from tracker.web.clock import clock

WATCHED: Final = frozenset({400, 401, 403, 413, 415, 429})
"""Unreadable or forged, without a sign-in or a token, not theirs, too large, packed, too often."""

TELLING: Final = frozenset(
    {
        "patient_unreadable",
        "invitation_expired",
        "second_person_is_first",
        "second_too_late",
        "recorded_already",
    }
)
"""A link that was used or is over, one person who signs as two, a signature or a signed form sent again:
answered like any other refusal."""

AGAIN: Final = "sent_again"
"""A request that was answered before: by a double click, a machine that heard nothing, or a thief."""

NO_SIGNATURE: Final = "signature_misshapen"
"""What was sent as a signature is none, such as one copied out of the log: a mistake, or a forgery."""


def suspect(code: str) -> None:
    """Mark a request that is answered like any other and yet looks like an attack."""
    g.suspected = code


def register(app: Flask) -> None:
    """Look at every answer as it leaves."""
    app.after_request(_look)


def _look(response: Response) -> Response:
    status = response.status_code
    strayed = status == 404 and bool(request.view_args) and "coi" in (request.view_args or {})
    refused = str(g.get("refused_as") or "")
    if suspected := g.get("suspected", refused if refused in TELLING else ""):
        _keep(suspected)
    elif status in WATCHED or strayed:
        _keep(refused or str(status))
    return response


def _keep(code: str) -> None:
    """Keep it; a request that was refused is answered all the same when it cannot be kept."""
    who = g.get("actor")
    page = request.endpoint or ("elsewhere" if request.url_rule is None else "")
    try:
        turned_away.keep(code, page, who.id if who else "", origin().address, clock())
    except DatabaseFault as fault:
        current_app.logger.warning(
            "a refused request could not be kept: %s", type(fault).__name__
        )
