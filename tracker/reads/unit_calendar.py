"""Which visits does a calendar program of the unit show? Days and a reference, and nobody's name.

Such programs copy what they read to telephones and to other companies' servers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from tracker.domain.events import SiteRules
from tracker.domain.journey import Journey, Visit
from tracker.domain.visit_dates import local
from tracker.reads import journeys, visit_weeks
from tracker.reads.visit_weeks import Appointment
from tracker.store import board, calendar_feeds

BACK: Final = timedelta(days=31)
AHEAD: Final = timedelta(days=184)
WORDS: Final = {"day_zero": "Day zero", "second_dose": "Second dose"}


def feeds(site: str) -> tuple[calendar_feeds.Feed, ...]:
    """Return the addresses given out for a site."""
    return calendar_feeds.of(site)


def behind(token: str, now: datetime) -> bytes | None:
    """Return the calendar an address opens; None where it opens nothing."""
    code = calendar_feeds.site_of(token)
    return _file(journeys.site_rules(code), now) if code else None


def reference(journey: Journey, visit: Visit) -> str:
    """Return by what the unit's calendar names a visit: six letters that lead back only from here."""
    return _digest(journey, visit, "")[:6].upper()


def _file(site: SiteRules, now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Samevein//visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Visits, {site.name}")
    calendar.add("x-wr-timezone", site.zone)
    for event in _events(site, local(now, site)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(site: SiteRules, today: date) -> Iterator[Event]:
    first, last = today - BACK, today + AHEAD
    wanted = board.Wanted(sites=(site.code,))
    lines = board.find(wanted, limit=visit_weeks.LIMIT)
    for journey, visit in visit_weeks.visits((line.summary for line in lines), first, last):
        for day, appointment in visit_weeks.appointments(journey.coi, visit):
            if first <= day <= last:
                yield _event(journey, visit, day, appointment)


def _event(journey: Journey, visit: Visit, day: date, appointment: Appointment) -> Event:
    what = WORDS.get(appointment.what) or (
        f"Chemotherapy {appointment.number} of {appointment.of}"
    )
    soft = "" if visit.firm else f", {visit.state}"
    name = _digest(journey, visit, f"{appointment.what} {appointment.number}")
    event = Event()
    event.add("uid", f"{name[:32]}@samevein")
    event.add("summary", f"{what}{soft} ({reference(journey, visit)})")
    event.add("class", "PRIVATE")
    event.add("dtstamp", journey.last_at)
    event.add("sequence", visit.moves)
    event.add("status", "CONFIRMED" if visit.firm else "TENTATIVE")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    return event


def _digest(journey: Journey, visit: Visit, what: str) -> str:
    """Return what nobody can trace back: the donor number in it is random and never published."""
    words = f"unit {journey.coi} {journey.donor} {visit.id} {what}"
    return hashlib.sha256(words.encode()).hexdigest()
