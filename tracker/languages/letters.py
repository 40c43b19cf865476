"""What does a message say? Nothing of the person, the illness or the hospital."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tracker.domain.channels import (
    COME_IN,
    DUTIES,
    GUESSED,
    INVITED,
    LINK,
    PROVE_PHONE,
    REMINDER,
)
from tracker.languages.language import Language

STILL: Final = "still"
"""The kind of message that keeps a promise although nothing has changed."""

CALL_US: Final = "call_us"
"""The kind for whom a call was owed that never came."""

CARRIERS: Final = {
    COME_IN: ("mail_code_title", "mail_code", "mail_code_short"),
    PROVE_PHONE: ("mail_code_title", "mail_code", "mail_code_short"),
    LINK: ("mail_link_title", "mail_link", "mail_link_code"),
}
"""What a message says that carries what opens a page."""


TITLES: Final = {STILL: "still_title", REMINDER: "reminder_title", CALL_US: "still_title"}
NEWS: Final = {
    STILL: "still_notice",
    REMINDER: "reminder_notice",
    CALL_US: "call_us_notice",
}
"""What is said of a kind of message; of all others, that there is something new to read."""

STAFF: Final = {
    INVITED: (
        "Choose your password",
        (
            "Open this link to choose the password of your account. It works once, for three days."
            "\n\n{address}\n\nIf nobody told you to expect it, call your administrator.\n"
        ),
    ),
    GUESSED: (
        "Somebody keeps guessing a password",
        (
            "An account, or an address, was made to wait after too many wrong tries. Sign in, and "
            "look at Administration, At the door.\n"
        ),
    ),
    DUTIES: (
        "Something is due today",
        (
            "Something you look after is due today, or late. Sign in: it stands on your first page."
            "\n\nThis letter comes once a day at most. You can do without it: see My account.\n"
        ),
    ),
}
"""What members of staff get, in the language of their pages."""


def words(
    kind: str, language: Language, secret: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """Return the title and the text of a kind of message; `secret` fills what opens a page."""
    if kind in STAFF:
        title, text = STAFF[kind]
        return title, text.format(**(secret or {}))
    if kind in CARRIERS:
        title, *lines = (language.say(line, **(secret or {})) for line in CARRIERS[kind])
        rest = (language.say("mail_not_you"), language.say("notice_no_reply"))
        return title, "\n\n".join((*lines, *rest)) + "\n"
    title = language.say(TITLES.get(kind, "notice_title"))
    rest = (language.say("notice_how"), language.say("notice_no_reply"))
    return title, "\n\n".join((_news(kind, language), *rest)) + "\n"


def short(kind: str, language: Language, secret: Mapping[str, str] | None = None) -> str:
    """Return a kind of message as one line for a telephone."""
    if kind in CARRIERS:
        lines = (*CARRIERS[kind][1:], "mail_not_you")
        return " ".join(language.say(line, **(secret or {})) for line in lines)
    return f"{_news(kind, language)} {language.say('notice_no_reply')}"


def _news(kind: str, language: Language) -> str:
    return language.say(NEWS.get(kind, "update_notice"))
