"""How is one milestone recorded for many journeys? Each journey stands or is refused on its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.actions import recording
from tracker.domain.events import Actor
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import history


@dataclass(frozen=True)
class News:
    """One milestone that many journeys have reached at one time."""

    milestone: str
    happened_at: datetime
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of the news for one journey: the seal of its entry, or why it was refused.

    `already` says that this very form had been sent before, and recorded.
    """

    coi: str
    seal: str = ""
    already: bool = False
    refused: Refused | None = None


def record_for_each(
    news: News, cois: Iterable[str], actor: Actor, asked: recording.Request
) -> tuple[Answer, ...]:
    """Record the news for each journey, in a transaction of its own, and say what became of it."""
    each = dict.fromkeys(cois)
    return tuple(_record(news, coi, actor, asked) for coi in each)


def _record(news: News, coi: str, actor: Actor, asked: recording.Request) -> Answer:
    data = {"milestone": news.milestone} | ({"note": news.note} if news.note else {})
    claim = recording.Claim(coi, Kind.MILESTONE_REACHED.value, news.happened_at, data, actor)
    request = recording.Request(asked.now, f"{asked.id}:{coi}")
    if history.was_answered(coi, request.id):
        return Answer(coi, already=True)
    try:
        sealed = recording.record(claim, request)
    except Refused as refused:
        return Answer(coi, refused=refused)
    return Answer(coi, seal=sealed[0].seal)
