"""How long may news wait for a human voice, and what does the page say when it no longer waits?

The page holds back what a clinician should tell, visibly and briefly: sequence, not secrecy. The wait
ends with the talk, at its latest moment, or at once where the patient chose so; each is an entry.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.chain import instant, moment
from tracker.domain.events import SERVICE, Entry, Event, Facts, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.visits.days_off import is_off

LONGEST: Final = timedelta(hours=72)
"""Whatever a site sets and whichever days it is closed: nobody waits longer for what is known."""

ABOUT: Final = {Kind.LOT_TERMINATED: "not_made", Kind.EXCURSION_FOUND: "on_the_way"}
"""What the news is about, by the kind of entry that brought it: a message each, no figure, no name."""

ABOUT_VALUE: Final = {
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
}
"""Kinds that bring news by one field's value only: a result that is as hoped begins no wait."""


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
    before: Journey, after: Journey, entries: tuple[Entry, ...], site: SiteRules, now: datetime
) -> tuple[Event, ...]:
    """Return the wait that entries begin, and its end at once where the patient chose that.

    News that comes while other news waits is told in the same call: the earlier time stands, or one
    piece of news after another would hold back the first for longer than anybody may wait.
    """
    about = next(filter(None, map(about_of, entries)), "")
    if after.review_since is None or not about:
        return ()
    if before.review_since is not None and before.news_about == about:
        return ()
    latest = call_by(now, site)
    if before.call_by is not None and waits(before, now):
        latest = min(latest, before.call_by)
    held = Event(Kind.NEWS_HELD, {"about": about, "call_by": instant(latest)}, by=SERVICE)
    shown = Event(Kind.NEWS_SHOWN, {"why": "patient_choice"}, by=SERVICE)
    return (held, shown) if after.news_at_once else (held,)


def about_of(entry: Entry) -> str:
    """Return what news an entry brings that a clinician should tell; "" for none."""
    if entry.kind in ABOUT_VALUE:
        field, messages = ABOUT_VALUE[entry.kind]
        return messages.get(entry.data[field], "")
    return ABOUT.get(entry.kind, "")


def begun(journey: Journey, entry: Entry) -> Journey:
    """Return the journey with a talk owed since this entry, where it brings such news.

    Only the talk ends what is owed: a later good result does not tell the patient of a bad one.
    """
    if journey.review_since is not None or not about_of(entry):
        return journey
    return replace(journey, review_since=entry.happened_at)


def waits(journey: Journey, now: datetime) -> bool:
    """Say whether there is news that the page still holds back."""
    if journey.review_since is None or journey.news_shown_at is not None:
        return False
    return journey.call_by is None or now < journey.call_by


def over(journey: Journey, now: datetime) -> bool:
    """Say whether a wait has run out and no entry says so yet."""
    return (
        journey.open
        and journey.review_since is not None
        and journey.news_shown_at is None
        and not waits(journey, now)
    )


def ended() -> Event:
    """Return that the latest moment of a wait has come."""
    return Event(Kind.NEWS_SHOWN, {"why": "time_is_up"}, by=SERVICE)


def chosen(journey: Journey, *, at_once: bool) -> tuple[Event, ...]:
    """Return the patient's choice, and the end of a wait that it ends."""
    choice = Event(Kind.NEWS_CHOSEN, {"at_once": at_once}, by=SERVICE)
    waiting = journey.review_since is not None and journey.news_shown_at is None
    shown = Event(Kind.NEWS_SHOWN, {"why": "patient_choice"}, by=SERVICE)
    return (choice, shown) if at_once and waiting else (choice,)


def keep(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Let what the service wrote stand: no person may record these kinds."""
    return (Event(facts.kind, facts.data),)


def held(journey: Journey, entry: Entry) -> Journey:
    """Fold: the page waits until then; nothing waits once what it was about was struck."""
    if journey.review_since is None:
        return journey
    return replace(
        journey,
        news_about=entry.data["about"],
        call_by=moment(entry.data["call_by"]),
        news_shown_at=None,
    )


def shown(journey: Journey, entry: Entry) -> Journey:
    """Fold: the page waits no longer; the talk is still owed."""
    return replace(journey, news_shown_at=entry.happened_at)


def choice(journey: Journey, entry: Entry) -> Journey:
    """Fold: how this patient wants to hear."""
    return replace(journey, news_at_once=entry.data["at_once"])
