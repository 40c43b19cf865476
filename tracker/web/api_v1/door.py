"""Which machine is asking? Every address of the API wants a bearer token, but its own description."""

from __future__ import annotations

from typing import Final

from flask import current_app, g, request

from tracker.actions import bearers
from tracker.domain.authority_table import Action, may
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.web.access import MACHINES, audience_of
from tracker.web.api_v1.described import blueprint

SCHEME: Final = "bearer"


@blueprint.before_request
def admit() -> None:
    """Let a request pass that carries a token in use. Raises Refused."""
    audience = audience_of(current_app, str(request.endpoint))
    if audience is None or audience.who != MACHINES.who:
        return
    scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not raw.strip():
        raise Refused("token_invalid")
    who = bearers.bearer(raw.strip())
    if not may(who, Action.SEE_JOURNEYS):
        raise Refused("no_journeys")
    if audience.action and not may(who, audience.action):
        raise Refused("address_not_allowed")
    g.actor = who


def machine() -> Actor:
    """Return whom the token of this request acts for."""
    found: Actor = g.actor
    return found
