"""Which languages does this service speak?"""

from __future__ import annotations

from flask import current_app

from tracker import languages as message_files
from tracker.languages import Languages
from tracker.languages.language import Language


def languages() -> Languages:
    """Return the languages this service was started with."""
    found: Languages = current_app.extensions[message_files.EXTENSION]
    return found


def language(code: str) -> Language:
    """Return a language; English for a code that nobody here speaks."""
    return languages().get(code)
