"""How a wrong entry is struck: it stays readable, and the journey is read again without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from tracker.domain import authority
from tracker.domain.events import SERVICE, Entry, Event, Facts
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS

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


def require_strikable(target: Entry) -> None:
    """Refuse to strike what is never struck, and a deviation that a rule opened.

    Struck, it would be gone without a resolution, and with it what a hold waits for.
    """
    if target.kind in NEVER:
        raise Refused(
            "cannot_strike", seq=target.seq, why=f"{target.kind.value} is never struck"
        )
    if target.kind is Kind.DEVIATION_OPENED and target.by.role == SERVICE.role:
        why = "a rule opened this deviation. Close it, with its resolution."
        raise Refused("cannot_strike", seq=target.seq, why=why)


def require_held(with_it: Journey, without: Journey, facts: Facts) -> None:
    """Refuse a strike that would lift a hold, by anybody who may not lift it, or too early."""
    standing = {hold.id for hold in with_it.open_holds()}
    gone = standing - {hold.id for hold in without.open_holds()}
    for deviation in with_it.open_deviations():
        if deviation.hold in gone:
            raise Refused("deviation_open", deviation=deviation.id)
    if gone and not authority.held(facts.actor, SPECS[Kind.HOLD_LIFTED].roles, with_it, facts):
        why = f"hold {min(gone)} stands on it. Somebody who may lift the hold decides that."
        raise Refused("cannot_strike", seq=facts.data["struck"], why=why)


def struck(journey: Journey, entry: Entry) -> Journey:
    """Fold: the entry no longer counts (the fold leaves it out before it comes to this line)."""
    return replace(journey, struck=journey.struck | {entry.data["struck"]})
