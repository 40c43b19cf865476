"""What time is it for this request?"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def clock() -> datetime:
    """Return now in UTC; a test or a demonstration may set its own clock as `CLOCK`."""
    told = current_app.config.get("CLOCK")
    now: datetime = told() if told else datetime.now(UTC)
    return now


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment on the wall clock of a site."""
    return moment.astimezone(ZoneInfo(zone))


def said(moment: datetime | None, zone: str = "UTC") -> str:
    """Return a moment as people read it, with the zone it is told in: 2 Nov 2026, 08:00 CST."""
    if moment is None:
        return ""
    there = local(moment, zone)
    return f"{there.day} {there:%b %Y, %H:%M %Z}"
