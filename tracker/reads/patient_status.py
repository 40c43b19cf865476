"""Where are my cells, what comes next, when do I hear again, and whom do I call?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tracker import cards
from tracker.cards import Card
from tracker.domain import news, patient_view, promises, summary
from tracker.domain.journey import Journey
from tracker.domain.owed import Owed
from tracker.domain.protocol import Protocol
from tracker.domain.scopes import Scope
from tracker.domain.visits.days import Dated
from tracker.languages.language import Language, Told
from tracker.reads import advice, aftercare, journeys, ranges, reached, whom_to_call
from tracker.reads.aftercare import After
from tracker.reads.ranges import Range
from tracker.reads.whom_to_call import Contact
from tracker.store import ways
from tracker.store.viewers import Viewer
from tracker.store.ways import Ways

WITHHELD: Final = "withheld"
"""The standing of a journey whose status this reader was not let see."""


@dataclass(frozen=True)
class Planned:
    """What follows from a confirmed visit, and which day of it this is.

    `ways` says where each appointment is, by language, as far as the site has written it down.
    """

    dates: tuple[Dated, ...]
    moved: bool
    over: bool
    after: After
    ways: Ways

    @property
    def by_site(self) -> frozenset[str]:
        """Return the rules in which the site asks for more than the product's guide."""
        return frozenset(clock.code for clock in self.after.clocks if clock.by_site)


@dataclass(frozen=True)
class Status:
    """All that the status page says; `standing` decides which parts of it are shown.

    `given` is set once the journey has closed after the cells: its dates go on.
    `own_zone` is the clock the reader lives by, "" where it is the hospital's.
    """

    standing: str
    zone: str
    own_zone: str
    contact: Contact
    example: str
    here: int
    collected: datetime | None
    """When cells were collected last, while it is open whether there are enough."""
    protocol: Protocol
    range: Range | None
    source_day: date
    steps: tuple[patient_view.Shown, ...]
    last_confirmed: datetime | None
    next_update: datetime | None
    call_by: datetime | None
    news: tuple[Owed, ...]
    at_once: bool
    insurance: str
    cards: tuple[Card, ...]
    visit: Planned | None
    visit_open: bool
    visit_planned: bool
    given: bool
    has_calendar: bool
    unwell: bool


def of(viewer: Viewer, now: datetime) -> Status:
    """Return what this person may read of a journey now. Raises Refused `not_found`."""
    own_zone = reached.zone_of(viewer)
    return seen_by(replace(_of(viewer.coi, now), own_zone=own_zone), viewer.scopes)


def _of(coi: str, now: datetime) -> Status:
    told = journeys.tell(coi)
    journey, protocol = told.journey, told.protocol
    standing = patient_view.standing(journey, now)
    here = patient_view.current(journey, protocol)
    visit = _planned(told, now) if journey.closed in {"", "completed"} else None
    return Status(
        standing=standing,
        zone=told.site.zone,
        own_zone="",
        contact=whom_to_call.of(told, now),
        example=protocol.notice,
        here=here,
        collected=_collected(journey) if here < patient_view.COLLECTED else None,
        protocol=protocol,
        source_day=date.fromisoformat(protocol.label_date),
        range=ranges.of_step(told, here, now) if standing == "step" else None,
        steps=patient_view.steps(journey, protocol) if standing == "step" else (),
        last_confirmed=patient_view.last_confirmed(journey, protocol),
        next_update=promises.next_update(summary.summary(journey, protocol), journey, now),
        call_by=news.until(journey) if standing == "review" else None,
        news=news.told(journey, now),
        at_once=journey.news_at_once,
        insurance=_insurance(journey, here),
        cards=_cards(told, here, now) if standing == "step" else (),
        visit=visit,
        visit_open=standing == "step" and journey.released is not None and visit is None,
        visit_planned=patient_view.visit_planned(journey),
        given=journey.closed == "completed",
        has_calendar=standing != "closed" and bool(shown_visits(told)),
        unwell=journey.closed in {"", "completed"},
    )


def told(status: Status, language: Language) -> Told:
    """Return what is said of the step, also where the protocol has no words for it.

    That is between two days of collection, and while cells are at the hospital and no visit is planned.
    """
    days = {status.range.name: status.range.days} if status.range else {}
    found = language.told(status.protocol, status.here, days)
    if status.here == patient_view.HOME and not status.visit_planned:
        return replace(
            found, now=language.say("cells_here"), next=language.say("between_steps")
        )
    if status.collected is None:
        return found
    day = language.local_day(status.collected, status.zone)
    said = language.say("collected_so_far", day=day)
    return replace(found, now=said, next=language.say("collected_more"))


def seen_by(status: Status, scopes: frozenset[Scope]) -> Status:
    """Return what of a status somebody may read; what they may not is not there at all.

    Whom to call, and when to call at once, is for everybody. What the insurer said is the patient's.
    """
    if Scope.OWN not in scopes:
        status = replace(status, insurance="")
    if Scope.DATES not in scopes:
        status = replace(status, visit=None, visit_open=False, has_calendar=False)
    if Scope.STATUS not in scopes:
        status = replace(
            status,
            standing=WITHHELD,
            range=None,
            steps=(),
            last_confirmed=None,
            next_update=None,
            call_by=None,
            news=(),
            cards=(),
        )
    return status


def _cards(told: journeys.Told, here: int, now: datetime) -> tuple[Card, ...]:
    """Return the advice that holds today, on the site's own calendar."""
    today = now.astimezone(ZoneInfo(told.site.zone)).date()
    return cards.shown(advice.every(), told.journey.protocol, told.site.code, here, today)


def _collected(journey: Journey) -> datetime | None:
    ended = [each.ended_at for each in journey.collections.values() if each.ended_at]
    return max(ended, default=None)


def _insurance(journey: Journey, here: int) -> str:
    """Return what the insurer said last, while nothing has been collected; "" afterwards.

    Covered and pre-authorised are two facts: only both together are a yes.
    """
    if here > 1 or journey.closed:
        return ""
    found = journey.authorization
    if found is None:
        return "not_asked"
    if found.status == "approved" and not (found.covered and found.preauthorized):
        return "pending"
    return "pending" if found.status == "requested" else found.status


def _planned(told: journeys.Told, now: datetime) -> Planned | None:
    dates = patient_view.dates(told.journey, told.protocol, told.site)
    visit, after = patient_view.visit_shown(told.journey), aftercare.of(told, now)
    if visit is None or after is None or not dates:
        return None
    over = visit.state == "done"
    moved = visit.moves > 0 and not over
    return Planned(dates, moved, over, after, ways.of(told.site.code))


def shown_visits(told: journeys.Told) -> tuple[str, ...]:
    """Return the visits ahead that the patient was told of, also those since withdrawn."""
    visit = patient_view.visit_shown(told.journey)
    gone = patient_view.withdrawn(told.journey, told.entries)
    ahead = () if visit is None or visit.state == "done" else (visit,)
    return tuple(each.id for each in (*gone, *ahead))
