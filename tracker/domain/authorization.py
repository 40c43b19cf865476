"""Has the insurer agreed? Nothing starts without approval in writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tracker.domain.events import Data, Entry, Event, Facts
from tracker.domain.journey import Authorization, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused


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
    if said.status != "approved":
        raise Refused("insurance_not_approved", state=said.status)
    if not said.covered:
        raise Refused("insurance_not_approved", state="approved, but not covered")
    if not said.preauthorized:
        raise Refused("insurance_not_approved", state="covered, but not pre-authorised")
    if not (said.valid_from and said.valid_until and said.valid_from <= on <= said.valid_until):
        dates = f"valid {said.valid_from} to {said.valid_until}"
        raise Refused("insurance_not_approved", state=dates)


def _day(data: Data, name: str) -> date | None:
    return date.fromisoformat(data[name]) if data.get(name) else None
