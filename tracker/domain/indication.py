"""For what is the patient treated? A code from the product's own list: it decides the chemotherapy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tracker.domain import return_visit
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Journey
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.visits.courses import named


def settled(protocol: Protocol, said: str) -> str:
    """Return the indication a journey is opened for; a product that names just one needs no saying."""
    known = named(protocol.visit)
    if said and said not in known:
        raise _unknown(said, known)
    if not said and len(known) > 1:
        raise Refused("indication_missing", field="indication", choices=", ".join(known))
    return said or next(iter(known), "")


def record(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Say it later, or say it right; a visit that nobody confirmed is proposed anew by it."""
    said, known = facts.data["indication"], named(protocol.visit)
    if said not in known:
        raise _unknown(said, known)
    if said == journey.indication:
        raise Refused("nothing_to_do", what=f"the indication is {said} already")
    if journey.indication and not facts.data.get("reason"):
        raise Refused("reason_missing", field="reason")
    told = Event(facts.kind, facts.data)
    anew = _anew(replace(journey, indication=said), protocol, facts)
    return (told, anew) if anew else (told,)


def _anew(journey: Journey, protocol: Protocol, facts: Facts) -> Event | None:
    """Return the visit as it would be proposed now; one that is confirmed only a person moves."""
    state = journey.visit.state if journey.visit else ""
    if state == return_visit.PROVISIONAL:
        return return_visit.provisional(journey, protocol, facts)
    if state in {"proposed", "needed"}:
        return return_visit.proposal(journey, protocol, facts)
    return None


def recorded(journey: Journey, entry: Entry) -> Journey:
    """Fold: from now on only chemotherapy meant for it is planned."""
    return replace(journey, indication=entry.data["indication"])


def _unknown(said: str, known: tuple[str, ...]) -> Refused:
    named_ = ", ".join(known) or "none is named"
    return Refused("indication_unknown", field="indication", indication=said, choices=named_)
