"""Whose bearer token is this? A machine partner acts as the account its token belongs to."""

from __future__ import annotations

from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import staff, tokens


def bearer(raw: str) -> Actor:
    """Return who a token acts for. Raises Refused when it, or the account, has ended."""
    holder = tokens.holder(raw)
    actor = staff.actor(holder) if holder else None
    if actor is None:
        raise Refused("token_invalid")
    return actor
