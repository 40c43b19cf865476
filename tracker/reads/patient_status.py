"""Where are my cells, what comes next, when do I hear again, and whom do I call?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import patient_view, summary, wording
from tracker.domain.visits.days import Dated
from tracker.reads import journeys
from tracker.store import links, patients, sites, tasks

CALL: Final = "talk_to_patient"
CALL_WITHIN: Final = timedelta(days=1)


@dataclass(frozen=True)
class Contact:
    """Whom to call. `number` is empty unless somebody at the site has checked it."""

    site: str
    number: str
    hours: str


@dataclass(frozen=True)
class Planned:
    """What follows from a confirmed visit. `source_day` dates the product's guide."""

    dates: tuple[Dated, ...]
    moved: bool
    over: bool
    source_day: date


@dataclass(frozen=True)
class Status:
    """All that the status page says; `standing` decides which parts of it are shown."""

    standing: str
    zone: str
    contact: Contact
    example: str
    here: int
    told: wording.Told
    steps: tuple[patient_view.Shown, ...]
    last_confirmed: datetime | None
    next_update: datetime | None
    call_by: datetime | None
    visit: Planned | None
    visit_open: bool
    has_calendar: bool
    unwell: bool


def of(coi: str, language: str, now: datetime) -> Status:
    """Return what the patient of a journey may read now. Raises Refused `not_found`."""
    told = journeys.tell(coi)
    journey, protocol = told.journey, told.protocol
    standing = patient_view.standing(journey)
    here = patient_view.current(journey, protocol)
    visit = _planned(told) if standing != "closed" else None
    call_by = _call_by(told) if standing == "review" else None
    if call_by is not None and call_by < now:
        standing = "late"
    return Status(
        standing=standing,
        zone=told.site.zone,
        contact=_contact(told),
        example=protocol.notice,
        here=here,
        told=wording.sentences(protocol, here, language),
        steps=patient_view.steps(journey, protocol, language) if standing == "step" else (),
        last_confirmed=patient_view.last_confirmed(journey, protocol),
        next_update=_next_update(told, now) if visit is None else None,
        call_by=call_by,
        visit=visit,
        visit_open=standing == "step" and journey.released is not None and visit is None,
        has_calendar=standing != "closed" and bool(shown_visits(told)),
        unwell=journey.closed in {"", "completed"},
    )


def _contact(told: journeys.Told) -> Contact:
    """Return the site's number only where somebody has checked it: a wrong one costs a life."""
    found = sites.contact(told.site.code)
    if found is None or not found.phone_verified:
        return Contact(told.site.name, "", "")
    return Contact(told.site.name, found.phone, found.phone_hours)


def _call_by(told: journeys.Told) -> datetime | None:
    """Return by when a clinician is asked to call: the same time that stands on their task."""
    since = told.journey.review_since
    default = since + CALL_WITHIN if since else None
    waiting = [task for task in tasks.of(told.journey.coi) if task.done_at is None]
    return max((task.due_at for task in waiting if task.kind == CALL), default=default)


def _planned(told: journeys.Told) -> Planned | None:
    dates = patient_view.dates(told.journey, told.protocol, told.site)
    visit = patient_view.visit_shown(told.journey)
    if visit is None or not dates:
        return None
    over = visit.state == "done"
    source = date.fromisoformat(told.protocol.label_date)
    return Planned(dates, visit.moves > 0 and not over, over, source)


def _next_update(told: journeys.Told, now: datetime) -> datetime | None:
    line = summary.summary(told.journey, told.protocol)
    if line.closed or line.review:
        return None
    return patient_view.next_update(line.latest_at or line.opened_at, now)


def shown_visits(told: journeys.Told) -> tuple[str, ...]:
    """Return the visits ahead that the patient was told of, also those since withdrawn."""
    visit = patient_view.visit_shown(told.journey)
    gone = patient_view.withdrawn(told.journey, told.entries)
    ahead = () if visit is None or visit.state == "done" else (visit,)
    return tuple(each.id for each in (*gone, *ahead))


def whose(key: str, now: datetime) -> str:
    """Return the journey of the link a session came in by; "" once the link is withdrawn."""
    link = links.held(key, now)
    return link.coi if link else ""


def language_of(coi: str) -> str:
    """Return the language a patient asked to be told in."""
    patient = patients.of(coi)
    return patient.language if patient and patient.language in wording.LANGUAGES else "en"
