"""How does a courier's list become the news of a shipment? Read whole first; then line by line."""

from __future__ import annotations

import hashlib

from tracker.actions import recording
from tracker.domain import courier_news, shipments
from tracker.domain.chain import instant
from tracker.domain.courier_news import News
from tracker.domain.events import Actor
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import history, journeys


def record_list(
    raw: bytes, coi: str, shipment: str, actor: Actor, asked: recording.Request
) -> int:
    """Record each line about a shipment's waybill; return how many were new. Raises Refused.

    No line is recorded unless all can be read. The same list may come again: what is known stays.
    """
    told = journeys.seen_by(actor, coi)
    found = shipments.find(told.journey, shipment)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeError:
        raise Refused("file_unreadable", why="it is not utf-8") from None
    if not text.strip():
        raise Refused("file_empty")
    news = courier_news.read(text, found.waybill, asked.now)
    opened = told.journey.opened_at
    for each in news:
        if each.at is not None and opened is not None and each.at < opened:
            raise Refused("line_unreadable", line=each.line, why=f"{each.said_at} is too early")
    return sum(_record(each, coi, shipment, actor, asked) for each in news)


def _record(
    news: News, coi: str, shipment: str, actor: Actor, asked: recording.Request
) -> bool:
    told = f"{shipment} {news.status} {news.place} {news.said_at}"
    name = f"news {hashlib.sha256(told.encode()).hexdigest()[:32]}"
    if history.was_answered(coi, name):
        return False
    data = {
        "shipment": shipment,
        "status": news.status,
        "place": news.place,
        "source": "courier's list",
        "said_at": instant(news.at) if news.at else news.said_at,
        "zone": "known" if news.at else "unknown",
    }
    at = news.at or asked.now
    claim = recording.Claim(coi, Kind.COURIER_UPDATED.value, at, data, actor)
    recording.record(claim, recording.Request(asked.now, name))
    return True
