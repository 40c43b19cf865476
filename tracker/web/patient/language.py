"""Which language does this person read?"""

from __future__ import annotations

from typing import Final

from flask import Response, request

from tracker.actions import ways_in
from tracker.languages.language import Language
from tracker.reads.spoken import languages
from tracker.reads.viewers import language_of
from tracker.store.viewers import Viewer

COOKIE: Final = "language"
KEPT_SECONDS: Final = 365 * 24 * 3600


def chosen(own: str = "", told: str = "") -> Language:
    """Return the language asked for now, a person's own, this browser's, or told to the care team."""
    known = languages()
    asked = (request.args.get("lang", ""), own, request.cookies.get(COOKIE, ""), told)
    found = next((code for code in asked if code in known), None)
    return known.get(found or request.accept_languages.best_match(known.codes) or "")


def of(viewer: Viewer) -> Language:
    """Return the language this person reads; what they ask for here is kept for them."""
    asked = request.args.get("lang", "")
    if asked in languages() and asked != viewer.language:
        ways_in.speak(viewer, asked)
    return chosen(viewer.language, language_of(viewer))


def others(language: Language) -> tuple[Language, ...]:
    """Return the languages to switch to."""
    return tuple(each for each in languages().all() if each.code != language.code)


def remember(answer: Response) -> Response:
    """Keep the language that was asked for, on this person's own device."""
    asked = request.args.get("lang", "")
    if asked in languages():
        answer.set_cookie(
            COOKIE,
            asked,
            max_age=KEPT_SECONDS,
            path="/my",
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return answer
