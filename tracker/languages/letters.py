"""What does a message to a patient say? Nothing of the person, the illness or the hospital."""

from __future__ import annotations

from typing import Final

from tracker.languages.language import Language

STILL: Final = "still"
"""The kind of message that keeps a promise although nothing has changed."""


def words(kind: str, language: Language) -> tuple[str, str]:
    """Return the title and the text of a kind of message."""
    still = kind == STILL
    title = language.say("still_title" if still else "notice_title")
    news = language.say("still_notice" if still else "update_notice")
    rest = (language.say("notice_how"), language.say("notice_no_reply"))
    return title, "\n\n".join((news, *rest)) + "\n"
