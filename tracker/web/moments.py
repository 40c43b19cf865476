"""When did something happen, as a person typed it on a page without a zone?

Twice a year a wall clock is not enough: one hour never is, another comes twice. Neither is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.refused import Refused

WHICH: Final = ("the first time", "the second time, an hour later")

Twice = Mapping[str, tuple[tuple[str, str], ...]]
"""For each field whose hour came twice, the two moments it may mean, and what people call them."""


def happened_at(text: str, zone: str, now: datetime) -> datetime:
    """Return the moment typed, on the wall clock of `zone`; empty means now. Raises Refused."""
    if not text.strip():
        return now
    try:
        return datetime.fromisoformat(typed(text.strip(), zone, "happened_at"))
    except ValueError:
        raise Refused(
            "field_type",
            field="happened_at",
            label="When it happened",
            expected="a day and a time",
        ) from None


def typed(text: str, zone: str, field: str) -> str:
    """Return a time of the page as ISO text with the site's offset; unreadable text as it is.

    A time that says its own offset keeps it. Raises Refused for a time that never was, or came twice.
    """
    try:
        shown = datetime.fromisoformat(text)
    except ValueError:
        return text
    if shown.tzinfo is not None:
        return text
    found = _meant(shown, zone)
    if not found:
        raise Refused("time_never_was", field=field, time=f"{shown:%Y-%m-%d %H:%M}")
    if len(found) > 1:
        raise Refused("time_twice", field=field, time=f"{shown:%H:%M}")
    return found[0].isoformat()


def twice(filled: Mapping[str, str], fields: Iterable[str], zone: str) -> Twice:
    """Return the fields whose hour came twice, each with the moments to choose from."""
    found = {name: _choices(filled.get(name, "").strip(), zone) for name in fields}
    return {name: choices for name, choices in found.items() if choices}


def _choices(text: str, zone: str) -> tuple[tuple[str, str], ...]:
    try:
        shown = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return ()
    found = _meant(shown, zone)
    if len(found) < 2:
        return ()
    return tuple(
        (at.isoformat(), f"{at:%Y-%m-%d %H:%M %Z}, {which}")
        for at, which in zip(found, WHICH, strict=True)
    )


def _meant(shown: datetime, zone: str) -> tuple[datetime, ...]:
    """Return the moments at which the clocks of a zone showed this: none, one or two (PEP 495)."""
    there = ZoneInfo(zone)
    passes = (shown.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    real = {
        at.utcoffset(): at
        for at in passes
        if at.astimezone(UTC).astimezone(there).replace(tzinfo=None) == shown
    }
    return tuple(real.values())
