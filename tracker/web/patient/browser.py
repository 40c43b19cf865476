"""In which browser does somebody stand at the door? A paper opens a page in one browser alone."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Final

from flask import Response, after_this_request, current_app, request

from tracker.actions import patient_links

MARK: Final = "paper"
"""The cookie that tells this browser from others. By itself it opens nothing."""


def mark() -> str:
    """Return the mark this browser carries; "" for one that never saw the door."""
    return request.cookies.get(MARK, "")


def give_mark() -> None:
    """Mark the browser before anything is typed, so that an answer lost on the way locks out nobody.

    A mark stays the same and begins to last anew each time: it must outlive the paper at hand.
    """
    after_this_request(partial(_set, mark() or secrets.token_hex(32)))


def _set(kept: str, answer: Response) -> Response:
    """Set it so that it comes back from a link in a letter too, which SameSite=Strict would withhold."""
    answer.set_cookie(
        MARK,
        kept,
        max_age=patient_links.LASTS,
        path="/my",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
    return answer
