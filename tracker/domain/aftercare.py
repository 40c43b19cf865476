"""After day zero, and what the patient has been told by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tracker.domain import expected_release, return_visit
from tracker.domain.events import Data, Entry, Event, Facts
from tracker.domain.journey import Journey
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused


def _require_infused(journey: Journey) -> None:
    if not any(item.state == "infused" for item in journey.containers.values()):
        raise Refused("not_yet", what="the cells have not been given")


def go_home(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Plan the day the patient goes home."""
    _require_infused(journey)
    return (Event(facts.kind, facts.data),)


def follow_up(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record one follow-up."""
    _require_infused(journey)
    return (Event(facts.kind, facts.data),)


def followed_up(journey: Journey, entry: Entry) -> Journey:
    """Fold: the patient was seen, or was missed."""
    made = (entry.data["day_after"], entry.data["seen"])
    return replace(journey, follow_ups=(*journey.follow_ups, made))


def inform(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record that a clinician has spoken with the patient."""
    return (Event(facts.kind, facts.data),)


def informed(journey: Journey, entry: Entry) -> Journey:
    """Fold: nothing is owed any more; whoever was told of the end need not be told again."""
    told = journey.stop_told or journey.stopped or bool(entry.data.get("stops"))
    return replace(
        journey,
        owed=(),
        call_by=None,
        news_shown_at=None,
        informed_at=entry.happened_at,
        stopped=journey.stopped or bool(entry.data.get("stops")),
        stop_told=told,
    )


def estimate(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record by when a milestone is expected: a range, by whom, from what; never a promise."""
    if facts.data["milestone"] not in protocol.by_code:
        raise Refused("unknown_milestone", milestone=facts.data["milestone"])
    if facts.data["latest"] < facts.data["earliest"]:
        raise Refused("end_before_start", field="latest")
    said = Event(facts.kind, facts.data)
    pencilled = _pencilled(journey, protocol, facts)
    return (said, pencilled) if pencilled else (said,)


def _pencilled(journey: Journey, protocol: Protocol, facts: Facts) -> Event | None:
    """Return the visit to pencil in when the release is estimated, or estimated anew."""
    if facts.data["milestone"] != expected_release.milestone(protocol):
        return None
    if journey.visit is not None and journey.visit.state != return_visit.PROVISIONAL:
        return None
    after = estimated(journey, facts.data)
    return return_visit.provisional(after, protocol, facts)


def estimate_recorded(journey: Journey, entry: Entry) -> Journey:
    """Fold: the latest range; earlier ones stay in the entries."""
    return estimated(journey, entry.data)


def estimated(journey: Journey, data: Data) -> Journey:
    """Return the journey with this estimate as its latest."""
    days = (date.fromisoformat(data["earliest"]), date.fromisoformat(data["latest"]))
    estimates = {**journey.estimates, data["milestone"]: (*days, data["source"])}
    return replace(journey, estimates=estimates)
