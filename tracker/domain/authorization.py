"""Has the insurer agreed? Nothing starts without approval in writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from tracker.domain.events import Data, Entry, Event, Facts
from tracker.domain.journey import Authorization, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

ASKED: Final = frozenset({"requested", "pending"})
"""The words of an insurer that are no answer yet."""


def record(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record what the insurer said; an approval needs its written reference and its dates."""
    if facts.data["status"] == "approved":
        for name in ("reference", "valid_from", "valid_until"):
            if not facts.data.get(name):
                raise Refused("field_missing", field=name, label=name.replace("_", " "))
        if facts.data["valid_until"] < facts.data["valid_from"]:
            raise Refused("end_before_start", field="valid_until")
    return (Event(Kind.AUTHORIZATION_RECORDED, facts.data),)


def recorded(journey: Journey, entry: Entry) -> Journey:
    """Fold: this is the insurer's latest word."""
    data = entry.data
    said = Authorization(
        status=data["status"],
        covered=data["covered"],
        preauthorized=data["preauthorized"],
        reference=data.get("reference", ""),
        valid_from=_day(data, "valid_from"),
        valid_until=_day(data, "valid_until"),
    )
    return replace(journey, authorization=said)


def require_approved(journey: Journey, on: date) -> None:
    """Refuse a collection unless approved, covered, pre-authorised, and in date `on` that day."""
    said = journey.authorization
    if said is None:
        raise Refused("insurance_not_approved", state="nothing recorded")
    if missing := _missing(said):
        raise Refused("insurance_not_approved", state=missing)
    if not (said.valid_from and said.valid_until and said.valid_from <= on <= said.valid_until):
        dates = f"valid {said.valid_from} to {said.valid_until}"
        raise Refused("insurance_not_approved", state=dates)


def _missing(said: Authorization) -> str:
    """Return what is missing for a full approval, whatever its dates are; "" for nothing."""
    if said.status != "approved":
        return said.status
    if not said.covered:
        return "approved, but not covered"
    return "" if said.preauthorized else "covered, but not pre-authorised"


def refusal(said: Authorization | None) -> str:
    """Return the word of the insurer that forbids every day of a visit; "" where there is none.

    Days may be looked for while the insurer was only asked: a task has somebody check before the visit.
    """
    if said is None or said.status in ASKED:
        return ""
    return _missing(said)


def covers(said: Authorization | None, first: date, last: date) -> bool:
    """Say whether the insurer's last word is a full approval from `first` to `last`."""
    if said is None or _missing(said):
        return False
    return (said.valid_from or first) <= first and last <= (said.valid_until or last)


def _day(data: Data, name: str) -> date | None:
    return date.fromisoformat(data[name]) if data.get(name) else None
