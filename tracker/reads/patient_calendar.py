"""Which file puts the dates of a visit into the patient's own calendar?

Titles say nothing of the illness: calendars are shared and shown on lock screens. A date keeps its
name for good, and its number goes up with each move, so that importing the file again moves it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from tracker.domain import patient_view
from tracker.domain.journey import Visit
from tracker.domain.visits.days import APPOINTMENTS, Dated
from tracker.languages.language import Language
from tracker.reads import journeys


def of(coi: str, language: Language, now: datetime) -> bytes | None:
    """Return the calendar file of a journey; None while the patient has been told no date."""
    told = journeys.tell(coi)
    events = () if told.journey.closed else tuple(_events(told, language, now))
    if not events:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//Samevein//return visit//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-timezone", told.site.zone)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(told: journeys.Told, language: Language, now: datetime) -> Iterator[Event]:
    visit = patient_view.visit_shown(told.journey)
    if visit is not None:
        for dated in patient_view.dates(told.journey, told.protocol, told.site):
            if dated.code in APPOINTMENTS:
                yield _event(told, visit, dated, language, now)
    for gone in patient_view.withdrawn(told.journey, told.entries):
        told_of = APPOINTMENTS if gone.second_day else APPOINTMENTS[:-1]
        yield from (_cancelled(told, gone, code, language, now) for code in told_of)


def _event(
    told: journeys.Told, visit: Visit, dated: Dated, language: Language, now: datetime
) -> Event:
    event = _plain(told, visit, dated.code, language)
    event.add("dtstamp", now)
    event.add("sequence", visit.moves)
    event.add("status", "CONFIRMED")
    event.add("dtstart", dated.first)
    event.add("dtend", dated.last + timedelta(days=1))
    return event


def _cancelled(
    told: journeys.Told, visit: Visit, code: str, language: Language, now: datetime
) -> Event:
    event = _plain(told, visit, code, language)
    event.add("dtstamp", now)
    event.add("sequence", visit.moves + 1)
    event.add("status", "CANCELLED")
    assert visit.day_zero is not None, "a visit that was confirmed had its day"
    event.add("dtstart", visit.day_zero)
    return event


def _plain(told: journeys.Told, visit: Visit, code: str, language: Language) -> Event:
    event = Event()
    event.add("uid", f"{_name(told, visit, code)}@samevein")
    event.add("summary", language.say("calendar_title"))
    event.add("description", language.say("calendar_text"))
    event.add("class", "PRIVATE")
    return event


def _name(told: journeys.Told, visit: Visit, code: str) -> str:
    """Return a name nobody can trace back: the donor number in it is random and never published."""
    words = f"{told.journey.coi} {told.journey.donor} {visit.id} {code}"
    return hashlib.sha256(words.encode()).hexdigest()[:32]
