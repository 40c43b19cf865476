"""How long may news wait for a human voice, and what does the page say when it no longer waits?

The page holds back what a clinician should tell, visibly and briefly: sequence, not secrecy. The wait
ends with the talk, at its latest moment, or at once where the patient chose so; each is an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain import custody, lots
from tracker.domain.chain import instant, moment
from tracker.domain.events import SERVICE, Entry, Event, Facts, SiteRules
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.owed import Owed
from tracker.domain.protocol import Protocol
from tracker.domain.visits.days_off import is_off

LONGEST: Final = timedelta(hours=72)
"""Whatever a site sets and whichever days it is closed: nobody waits longer for what is known."""

STOPPED: Final = "not_going_on"
DOSE_GONE: Final = "damaged"
CELLS_GONE: Final = "unusable"
"""Also when a bag is destroyed, or sent back, that somebody's treatment was to come from."""

ABOUT: Final = {
    Kind.LOT_TERMINATED: "not_made",
    Kind.EXCURSION_FOUND: "on_the_way",
    Kind.SHIPMENT_MISDIRECTED: "detour",
}
"""What the news is about, by the kind of entry that brought it: a message each, no figure, no name."""

ABOUT_VALUE: Final[Mapping[Kind, tuple[str, Mapping[str | bool, str]]]] = {
    Kind.SUFFICIENCY_DECIDED: ("decision", {"repeat": "another_day"}),
    Kind.TEST_RECORDED: ("result", {"fail": "checking"}),
    Kind.DISPOSITION_DECIDED: (
        "decision",
        {
            "quarantined": "checking",
            "released_under_exception": "exception",
            "rejected": "not_made",
        },
    ),
    Kind.SHIPMENT_RECEIVED: ("outcome", {"quarantine": "arrival", "reject": "arrival"}),
    Kind.READINESS_RECORDED: ("result", {"failed": "readiness"}),
    Kind.VISIT_CANCELLED: ("for_good", {True: STOPPED}),
    Kind.THAW_ENDED: ("integrity", {"damaged": DOSE_GONE}),
    Kind.JOURNEY_CLOSED: (
        "outcome",
        dict.fromkeys(("not_a_candidate", "not_proceeding", "manufacturing_failure"), STOPPED),
    ),
}
"""Kinds that bring news by one field's value only: a result that is as hoped begins no wait."""

GOES_ON: Final = frozenset({Kind.COLLECTION_STARTED, Kind.LOT_OPENED, Kind.VISIT_CONFIRMED})
"""What shows that a treatment which was to end does go on."""


def call_by(now: datetime, site: SiteRules) -> datetime:
    """Return by when somebody calls: so many of the site's working days on, 72 hours at most."""
    there = now.astimezone(ZoneInfo(site.zone))
    day, left = there.date(), site.call_within_days
    while left and day - there.date() < LONGEST:
        day += timedelta(days=1)
        left -= not is_off(site, day)
    promised = datetime.combine(day, there.time(), ZoneInfo(site.zone))
    return moment(instant(min(promised, now + LONGEST)))


def follows(
    before: Journey, after: Journey, site: SiteRules, now: datetime
) -> tuple[Event, ...]:
    """Return the waits that begin between two states, and their end at once where the patient chose so.

    News that comes while other news waits is told in the same call: the earlier time stands, or one
    piece of news after another would hold back the first for longer than anybody may wait.
    """
    known = {owed.about for owed in before.owed}
    new = [owed for owed in after.owed if owed.about not in known]
    if not new:
        return ()
    latest = call_by(now, site)
    if waits(before, now):
        latest = min(latest, until(before))
    held = tuple(
        Event(Kind.NEWS_HELD, {"about": owed.about, "call_by": instant(latest)}, by=SERVICE)
        for owed in new
    )
    shown = Event(Kind.NEWS_SHOWN, {"why": "patient_choice"}, by=SERVICE)
    found = (*held, shown) if after.news_at_once else held
    return (ended(), *found) if over(before, now) else found


def about_of(entry: Entry) -> str:
    """Return what news an entry brings that a clinician should tell; "" for none."""
    if entry.kind in ABOUT_VALUE:
        field, messages = ABOUT_VALUE[entry.kind]
        return messages.get(entry.data.get(field, ""), "")
    return ABOUT.get(entry.kind, "")


def begun(journey: Journey, entry: Entry) -> Journey:
    """Return the journey with a talk owed since this entry, where it brings such news.

    Only the talk ends what is owed: a later good result does not tell the patient of a bad one. Who
    was told that the treatment does not go on is not told again when the journey is closed.
    """
    if entry.kind in GOES_ON and journey.stopped:
        return replace(journey, stopped=False, stop_told=False)
    about = about_of(entry) or _about_gone(journey, entry)
    known = {owed.about for owed in journey.owed} | ({STOPPED} if journey.stop_told else set())
    if not about or about in known:
        return journey
    return replace(journey, owed=(*journey.owed, Owed(about, entry.happened_at)))


def _about_gone(journey: Journey, entry: Entry) -> str:
    """Return what news it is that a bag has left the journey ungiven; "" where it says nothing new.

    What is broken, or of a lot that was lost, was news before; what goes to another hospital may be
    given there.
    """
    if entry.kind is not Kind.CONTAINER_DISCARDED or journey.stopped:
        return ""
    bag = journey.containers[entry.data["container"]]
    if bag.state not in lots.GONE or bag.quarantine in custody.DAMAGED:
        return ""
    return _about_dose(journey, bag) if bag.use == "dose" else _about_cells(journey, bag)


def _about_dose(journey: Journey, bag: Container) -> str:
    """Say so of each dose; a bag that a plant keeps is news only where no other is left to give."""
    lot = journey.lots[bag.lot]
    spare = bag.state == "retained" and lots.living(journey) == lot
    return "" if spare or lot.state in lots.LOST else DOSE_GONE


def _about_cells(journey: Journey, bag: Container) -> str:
    """Say so of collected cells where it was the last of them, and no other day was asked for."""
    left = any(item.use not in {"dose", "sample"} for item in journey.present())
    known = journey.sufficiency == "repeat" or lots.living(journey) is not None
    return "" if left or known or bag.use == "sample" else CELLS_GONE


def until(journey: Journey) -> datetime:
    """Return the latest moment of a wait; one of before the calls had a time has the longest."""
    since = journey.review_since
    assert since is not None, "somebody is owed a call"
    return journey.call_by or since + LONGEST


def waits(journey: Journey, now: datetime) -> bool:
    """Say whether there is news that the page still holds back."""
    if not journey.owed or journey.news_shown_at is not None:
        return False
    return now < until(journey)


def told(journey: Journey, now: datetime) -> tuple[Owed, ...]:
    """Return the news that the page says because its time is up, and nobody has told it yet."""
    waiting = waits(journey, now)
    return tuple(owed for owed in journey.owed if owed.shown or not waiting)


def over(journey: Journey, now: datetime) -> bool:
    """Say whether a wait has run out and no entry says so yet."""
    return bool(journey.owed) and journey.news_shown_at is None and not waits(journey, now)


def ended() -> Event:
    """Return that the latest moment of a wait has come."""
    return Event(Kind.NEWS_SHOWN, {"why": "time_is_up"}, by=SERVICE)


def chosen(journey: Journey, *, at_once: bool) -> tuple[Event, ...]:
    """Return the patient's choice, and the end of a wait that it ends."""
    choice = Event(Kind.NEWS_CHOSEN, {"at_once": at_once}, by=SERVICE)
    waiting = bool(journey.owed) and journey.news_shown_at is None
    shown = Event(Kind.NEWS_SHOWN, {"why": "patient_choice"}, by=SERVICE)
    return (choice, shown) if at_once and waiting else (choice,)


def keep(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Let what the service wrote stand: no person may record these kinds."""
    return (Event(facts.kind, facts.data),)


def held(journey: Journey, entry: Entry) -> Journey:
    """Fold: the page waits until then; nothing waits for what was struck."""
    about = entry.data["about"]
    if all(each.about != about for each in journey.owed):
        return journey
    owed = tuple(
        replace(each, held=True) if each.about == about else each for each in journey.owed
    )
    latest = moment(entry.data["call_by"])
    return replace(journey, owed=owed, call_by=latest, news_shown_at=None)


def shown(journey: Journey, entry: Entry) -> Journey:
    """Fold: the page waits no longer; the talk is still owed."""
    before_calls_had_a_time = journey.call_by is None
    owed = tuple(
        replace(each, shown=each.shown or each.held or before_calls_had_a_time)
        for each in journey.owed
    )
    return replace(journey, owed=owed, news_shown_at=entry.happened_at)


def choice(journey: Journey, entry: Entry) -> Journey:
    """Fold: how this patient wants to hear."""
    return replace(journey, news_at_once=entry.data["at_once"])
