"""By which channel does a person want to hear from us, and how urgent is a message?

Messages carry generic words and no name, so that anybody may read them over a shoulder; what is
urgent is told by a person on the telephone besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    """How a message reaches a person; `NONE` is a choice too, and it is kept."""

    NONE = "none"
    EMAIL = "email"
    SMS = "sms"


class Urgency(StrEnum):
    """Who waits for what: `ROUTINE` for the day and its one message, `DATES` for the day alone."""

    ROUTINE = "routine"
    DATES = "dates"
    CHANGE = "change"


VISIT: Final = "visit"
"""The kind of message that says a visit has its dates."""

VISIT_CHANGED: Final = "visit_changed"
"""The kind of message that says the dates of a visit do not hold any more."""

REMINDER: Final = "visit_reminder"
"""The kind of message that says a date is near."""

OF_DATES: Final = frozenset({VISIT, VISIT_CHANGED, REMINDER})
"""Whoever gets one knows by it that there is a date, or which day it is."""

COME_IN: Final = "come_in"
"""The kind that carries a code, asked for by whoever stands at the door."""

PROVE_PHONE: Final = "prove_phone"
"""The kind that carries a code by text message, to a number that is to be written to from now on."""

LINK: Final = "link"
"""The kind that carries a link to a page, and never the code that belongs to it."""

INVITED: Final = "invitation"
"""A member of staff's own link, by which they choose a password once."""

GUESSED: Final = "guessing"
"""Word to the administrators that somebody keeps guessing."""

DUTIES: Final = "duties"
"""Word to a planner that something is due today, or late; the job that writes it chooses the hour."""

AT_ONCE: Final = frozenset(
    {VISIT_CHANGED, COME_IN, PROVE_PHONE, LINK, INVITED, GUESSED, DUTIES}
)

NOT_REACHED: Final = "patient_not_reached"
"""The kind of task for a message that could not go out: somebody calls instead."""

SEPARATORS: Final = re.compile(r"[\s().\-/]")
INTERNATIONAL: Final = re.compile(r"\+[1-9][0-9]{7,14}")
"""E.164: a country's code and at most fifteen figures. Without the code a number may be a stranger's."""


@dataclass(frozen=True)
class Choice:
    """What a person chose. An empty `zone` is the hospital's."""

    channel: Channel
    zone: str = ""


def urgency(kind: str) -> Urgency:
    """Say how urgent a kind of message is."""
    if kind in AT_ONCE:
        return Urgency.CHANGE
    return Urgency.DATES if kind in {VISIT, REMINDER} else Urgency.ROUTINE


def by(choice: Choice | None, email: str) -> Channel | None:
    """Return the channel a message takes; None where nobody chose and there is no address.

    Who gave an e-mail address and chose nothing is written to there; a text message is sent to
    nobody who did not ask for it.
    """
    if choice is not None:
        return choice.channel
    return Channel.EMAIL if email else None


def international(phone: str) -> str:
    """Return a telephone number as networks write it, "" for one that is not international."""
    number = SEPARATORS.sub("", phone)
    return number if INTERNATIONAL.fullmatch(number) else ""
