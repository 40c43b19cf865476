"""What does a message to a patient say? Nothing of the person, the illness or the hospital."""

from __future__ import annotations

from typing import Final

from tracker.languages.language import Language

STILL: Final = "still"
"""The kind of message that keeps a promise although nothing has changed."""


def words(kind: str, language: Language) -> tuple[str, str]:
    """Return the title and the text of a kind of message."""
    title = language.say("still_title" if kind == STILL else "notice_title")
    rest = (language.say("notice_how"), language.say("notice_no_reply"))
    return title, "\n\n".join((_news(kind, language), *rest)) + "\n"


def short(kind: str, language: Language) -> str:
    """Return a kind of message as one line for a telephone."""
    return f"{_news(kind, language)} {language.say('notice_no_reply')}"


def _news(kind: str, language: Language) -> str:
    return language.say("still_notice" if kind == STILL else "update_notice")
