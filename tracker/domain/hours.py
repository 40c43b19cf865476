"""When does somebody answer a number, and is it now? Hours are the site's own, on its own clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS: Final = "always"
LOOK_AHEAD: Final = 21
PART: Final = re.compile(
    r"(?P<first>\w{3})(?:-(?P<last>\w{3}))? (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)"
)


@dataclass(frozen=True)
class Span:
    """From one weekday to another (Monday = 0), from when to when."""

    first: int
    last: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Hours:
    """When somebody answers. Without spans: day and night."""

    spans: tuple[Span, ...] = ()


def parse(text: str) -> Hours | None:
    """Return the hours a text such as `Mon-Fri 08:00-17:00, Sat 09:00-12:00` says; None for any other.

    `always` is day and night.
    """
    if text.strip().lower() == ALWAYS:
        return Hours()
    spans = [_span(part.strip()) for part in text.split(",")]
    return Hours(tuple(span for span in spans if span)) if all(spans) else None


def _span(part: str) -> Span | None:
    found = PART.fullmatch(part)
    if found is None:
        return None
    first, last = found["first"].lower(), (found["last"] or found["first"]).lower()
    try:
        opens, closes = time.fromisoformat(found["opens"]), time.fromisoformat(found["closes"])
    except ValueError:
        return None
    if not {first, last} <= set(WEEKDAYS) or opens >= closes:
        return None
    days = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return Span(*days, opens, closes) if days[0] <= days[1] else None


def answers(hours: Hours, now: datetime, zone: str, closed: frozenset[date]) -> bool:
    """Say whether somebody answers now."""
    if not hours.spans:
        return True
    return any(opens <= now < closes for opens, closes in _openings(hours, now, zone, closed))


def changes_at(
    hours: Hours, now: datetime, zone: str, closed: frozenset[date]
) -> datetime | None:
    """Return until when somebody answers, or when somebody answers again; None for day and night."""
    moments = [edge for pair in _openings(hours, now, zone, closed) for edge in pair]
    return min((edge for edge in moments if edge > now), default=None)


def _openings(
    hours: Hours, now: datetime, zone: str, closed: frozenset[date]
) -> Iterator[tuple[datetime, datetime]]:
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    for number in range(LOOK_AHEAD):
        day = today + timedelta(days=number)
        if day in closed:
            continue
        for span in hours.spans:
            if span.first <= day.weekday() <= span.last:
                yield (
                    datetime.combine(day, span.opens, there),
                    datetime.combine(day, span.closes, there),
                )
