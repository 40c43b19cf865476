"""How a wrong entry is struck: it stays readable, and the journey is read again without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

NEVER: Final = frozenset(
    {
        Kind.JOURNEY_OPENED,
        Kind.ENTRY_STRUCK,
        Kind.IDENTITY_MISMATCH,
        Kind.SCAN_REFUSED,
        Kind.JOURNEY_CLOSED,
        Kind.NEWS_HELD,
        Kind.NEWS_SHOWN,
        Kind.NEWS_CHOSEN,
        Kind.INFUSION_STARTED,
        Kind.INFUSION_ENDED,
    }
)
"""What cannot be struck: the opening, evidence, what a patient was shown, cells in a vein."""


def strike(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Strike one earlier entry with a reason.

    Whether later entries rest on it is judged in `recording.require_no_dependants`, which reads the
    history again without it: a rule that would now refuse a later entry is the dependence.
    """
    number = facts.data["struck"]
    if number > journey.last_seq:
        raise Refused("cannot_strike", seq=number, why="there is no such entry")
    if number in journey.struck:
        raise Refused("cannot_strike", seq=number, why="it is struck already")
    return (Event(facts.kind, facts.data),)


def struck(journey: Journey, entry: Entry) -> Journey:
    """Fold: the entry no longer counts (the fold leaves it out before it comes to this line)."""
    return replace(journey, struck=journey.struck | {entry.data["struck"]})
