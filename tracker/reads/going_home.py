"""What does the local provider need to know of a patient who goes home? Facts of the record, no advice.

The long-term lines say what every patient of this kind of treatment is asked to do (15 years of
follow-up and a life-long watch for new cancers); everything else stands in the journey.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tracker.domain.events import Entry
from tracker.domain.journey import Container, Visit
from tracker.domain.kinds import Kind
from tracker.domain.patient_view import visit_shown
from tracker.domain.visit_dates import local
from tracker.reads import aftercare, history, journeys, places, whom_to_call
from tracker.reads.aftercare import After
from tracker.reads.whom_to_call import Contact

CALL_NOW: Final = (
    "fever of 100.4 °F (38 °C) or more, chills or shaking",
    "trouble breathing, a fast or irregular heartbeat, dizziness, very low blood pressure",
    "confusion, less alert, trouble with speaking, reading or writing, a changed handwriting",
    "memory loss, loss of balance, shaking",
    "severe nausea, vomiting, diarrhoea or tiredness",
    "weeks later as well: a drooping face, slow movement, a changed personality",
)
"""Signs to call the treating team about at once (Carvykti medication guide; yescarta.com)."""

EMERGENCY: Final = "a seizure, passing out, cannot be woken, cannot breathe"


@dataclass(frozen=True)
class Given:
    """One bag as it was given, in the hospital's time."""

    container: Container
    at: datetime
    reaction: str


@dataclass(frozen=True)
class Plan:
    """One entry that plans going home, with where the document went."""

    day: date
    handed_to: str
    entry: Entry


@dataclass(frozen=True)
class Summary:
    """What the document says; `seal` is that of the last entry it rests on, as labels print it."""

    told: journeys.Told
    maker: str
    visit: Visit
    given: tuple[Given, ...]
    collected: tuple[date, ...]
    after: After
    contact: Contact
    seal: str
    plans: tuple[Plan, ...]


def of(told: journeys.Told, now: datetime) -> Summary | None:
    """Return the summary of a journey whose cells were given; None before that."""
    visit, after = visit_shown(told.journey), aftercare.of(told, now)
    given = _given(told)
    if visit is None or after is None or not given:
        return None
    journey = told.journey
    return Summary(
        told=told,
        maker=places.name_of(journey.maker),
        visit=visit,
        given=given,
        collected=tuple(
            local(each.started_at, told.site) for each in journey.collections.values()
        ),
        after=after,
        contact=whom_to_call.of(told, now),
        seal=history.seal_of(journey.coi, journey.last_seq),
        plans=tuple(
            Plan(date.fromisoformat(entry.data["day"]), entry.data.get("handed_to", ""), entry)
            for entry in _standing(told, Kind.GOING_HOME_PLANNED)
        ),
    )


def _standing(told: journeys.Told, kind: Kind) -> list[Entry]:
    """Return the entries of a kind that nobody struck."""
    struck = {entry.data["struck"] for entry in told.entries if entry.kind is Kind.ENTRY_STRUCK}
    return [entry for entry in told.entries if entry.kind is kind and entry.seq not in struck]


def _given(told: journeys.Told) -> tuple[Given, ...]:
    found = []
    for entry in _standing(told, Kind.INFUSION_ENDED):
        container = told.journey.containers[entry.data["container"]]
        at = container.infusion_started_at or entry.happened_at
        found.append(Given(container, at, entry.data["reaction"]))
    return tuple(found)
