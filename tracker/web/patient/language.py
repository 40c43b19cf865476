"""Which language does this person read, and how are days and times said in it?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_datetime, get_timezone, get_timezone_name
from flask import Response, request

from tracker.domain.wording import LANGUAGES

COOKIE: Final = "language"
KEPT_SECONDS: Final = 365 * 24 * 3600
LOCALES: Final = {"en": "en_US", "es": "es_US"}


def chosen(stored: str = "") -> str:
    """Return the language asked for now, or before, or told to the care team, or to the browser."""
    asked = (request.args.get("lang", ""), request.cookies.get(COOKIE, ""), stored)
    known = next((language for language in asked if language in LANGUAGES), None)
    return known or request.accept_languages.best_match(LANGUAGES) or "en"


def other(language: str) -> str:
    """Return the language to switch to."""
    return next(each for each in LANGUAGES if each != language)


def remember(answer: Response) -> Response:
    """Keep the language that was asked for, on this person's own device."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
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


def day(when: date, language: str) -> str:
    """Return a day as people say it: Monday, November 2, 2026."""
    return format_date(when, "full", locale=LOCALES[language])


def local_day(moment: datetime, zone: str, language: str) -> str:
    """Return the day a moment falls on at the site."""
    return day(moment.astimezone(get_timezone(zone)).date(), language)


def moment(when: datetime, zone: str, language: str) -> str:
    """Return a moment on the site's wall clock, with the name of its zone."""
    locale = LOCALES[language]
    there = when.astimezone(get_timezone(zone))
    hour = format_datetime(there, "short", locale=locale).rpartition(", ")[2]
    name = get_timezone_name(there, width="long", locale=locale)
    return f"{day(there.date(), language)}, {hour} ({name})"
