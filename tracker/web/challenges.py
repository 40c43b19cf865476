"""Which challenge was this browser's passkey set, and for which site?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import request, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tracker.actions.webauthn_answers import Answer, Door, new_challenge
from tracker.domain.refused import Refused
from tracker.web.clock import clock

KEPT: Final = "challenge"
LASTS: Final = timedelta(minutes=30)
"""As long as a sign-in page may reasonably stand open; then it is loaded again."""


def door() -> Door:
    """Return this site as the browser names it; which names are ours is asked before any page."""
    return Door(urlsplit(request.host_url).hostname or "", request.host_url.rstrip("/"))


def current() -> bytes:
    """Return the challenge of this browser: the same in all its windows until it is answered."""
    kept = _kept()
    if kept is not None:
        return kept
    made = new_challenge()
    session[KEPT] = [bytes_to_base64url(made), clock().isoformat()]
    return made


def answer(credential: str) -> Answer:
    """Return what a passkey answered to the challenge, which is now over. Raises Refused."""
    kept = _kept()
    session.pop(KEPT, None)
    if kept is None or not credential:
        raise Refused("passkey_refused")
    return Answer(credential, kept, door())


def _kept() -> bytes | None:
    found = session.get(KEPT)
    if not found or clock() - datetime.fromisoformat(found[1]) > LASTS:
        return None
    return base64url_to_bytes(found[0])
