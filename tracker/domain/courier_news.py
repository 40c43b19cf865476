"""What does a courier's list say, line by line? A time without a zone stays one: nobody guesses it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.domain.refused import Refused

COLUMNS: Final = ("waybill", "status", "place", "time")
STATUSES: Final = ("collected", "in_transit", "customs", "delayed", "arrived")
MOST: Final = 500
AHEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class News:
    """One line of the list. `at` is None where its time names no zone; `said_at` is what it says."""

    line: int
    status: str
    place: str
    said_at: str
    at: datetime | None


def read(text: str, waybill: str, now: datetime) -> tuple[News, ...]:
    """Return the lines about one waybill. Raises Refused at the first that cannot be read."""
    reader = csv.DictReader(text.splitlines())
    names = tuple(reader.fieldnames or ())
    if lacking := [name for name in COLUMNS if name not in names]:
        raise Refused(
            "line_unreadable", line=1, why=f"no column is called {', '.join(lacking)}"
        )
    found: list[News] = []
    for row in reader:
        if len(found) >= MOST:
            raise Refused(
                "line_unreadable", line=reader.line_num, why=f"more than {MOST} lines"
            )
        if (row["waybill"] or "").strip() == waybill:
            found.append(
                _news(
                    {name: (row[name] or "").strip() for name in COLUMNS}, reader.line_num, now
                )
            )
    if not found:
        raise Refused("line_unreadable", line=1, why=f"no line is about waybill {waybill}")
    return tuple(found)


def _news(row: dict[str, str], line: int, now: datetime) -> News:
    if row["status"] not in STATUSES:
        why = f"{row['status'] or 'nothing'} is not one of {', '.join(STATUSES)}"
        raise Refused("line_unreadable", line=line, why=why)
    if not row["place"].isprintable() or not 0 < len(row["place"]) <= 200:
        raise Refused("line_unreadable", line=line, why="the place is missing or no text")
    try:
        when = datetime.fromisoformat(row["time"])
    except ValueError:
        why = "the time is not one such as 2026-11-21T09:30:00-06:00"
        raise Refused("line_unreadable", line=line, why=why) from None
    at = when if when.tzinfo else None
    if at is not None and at > now + AHEAD:
        raise Refused("line_unreadable", line=line, why=f"{row['time']} is in the future")
    return News(line, row["status"], row["place"], row["time"], at)
