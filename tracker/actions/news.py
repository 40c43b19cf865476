"""How does a wait for a human voice end without one: by the clock, or because the patient chose so?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tracker.actions import recording
from tracker.domain import news
from tracker.domain.events import Event
from tracker.domain.journey import Journey
from tracker.domain.recording import by_service
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import log
from tracker.store.db import db

Follow = Callable[[Journey], tuple[Event, ...]]


def choose(coi: str, *, at_once: bool, asked: recording.Request) -> None:
    """Record whether a patient wants to be shown news at once. Raises Refused `busy`."""

    def follow(journey: Journey) -> tuple[Event, ...]:
        may_choose = journey.open or journey.owed
        if not may_choose or journey.news_at_once == at_once:
            return ()
        return news.chosen(journey, at_once=at_once)

    _write(coi, follow, asked)


def end_wait(coi: str, now: datetime) -> bool:
    """Record that the latest moment of a wait has come; say whether it had."""

    def follow(journey: Journey) -> tuple[Event, ...]:
        return (news.ended(),) if news.over(journey, now) else ()

    return _write(coi, follow, recording.request(now))


def _write(coi: str, follow: Follow, asked: recording.Request) -> bool:
    for _ in range(recording.TRIES):
        log.writing(coi)
        told = journeys.tell(coi)
        events = follow(told.journey)
        if not events:
            db.session.rollback()
            return False
        entries = by_service(told.journey, events, asked.now)
        try:
            recording.write(told.journey, told.protocol, entries, asked)
        except log.Clash:
            db.session.rollback()
        else:
            return True
    raise Refused("busy")
