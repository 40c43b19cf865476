"""What does a message to a patient say? Nothing of the person, the illness or the hospital."""

from __future__ import annotations

from tracker.domain.wording import phrase

STILL = "still"
"""The kind of message that keeps a promise although nothing has changed."""


def words(kind: str, language: str) -> tuple[str, str]:
    """Return the title and the text of a kind of message."""
    still = kind == STILL
    title = phrase("still_title" if still else "notice_title", language)
    news = phrase("still_notice" if still else "update_notice", language)
    rest = (phrase("notice_how", language), phrase("notice_no_reply", language))
    return title, "\n\n".join((news, *rest)) + "\n"
