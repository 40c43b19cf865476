"""How long does a stretch of the way take, told by those who went it and by those still waiting?

Those who wait count too: to leave them out would make the others look quicker than they are. The
product-limit estimate of Kaplan and Meier says how many of all were still waiting after each day.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from tracker.domain.chain import instant, moment
from tracker.domain.journey import Journey
from tracker.domain.protocol import Protocol

ENOUGH: Final = 20
"""Fewer journeys than this say more about chance, and about one person, than about the way."""

EARLY: Final = Fraction(1, 10)
LATE: Final = Fraction(9, 10)
"""Eight of ten lie between them."""

OFF: Final = {2: "packing", 3: "travel_out", 4: "beginning", 7: "travel_back", 8: "at_hospital"}
ARRIVED: Final = {
    "packing": 3,
    "travel_out": 4,
    "beginning": 5,
    "travel_back": 8,
    "at_hospital": 10,
}

OF_STEP: Final = OFF | {5: "making", 6: "testing"}
"""The stretch a patient is in while they are at a step.

Getting ready has none, for nothing says when it is begun in earnest; a visit and the time after have dates.
"""


@dataclass(frozen=True)
class Waited:
    """One journey's time in a stretch: in whole days, and whether it came to its end."""

    days: int
    arrived: bool


def kept(journey: Journey, protocol: Protocol) -> dict[str, list[str]]:
    """Return the stretches of a journey that have begun; an end that is not there is "".

    The outcome is `arrived`, `waiting`, or `stopped` where nothing more will come of it.
    """
    return {
        name: [
            instant(start),
            *_end(arrived, stopped or (journey.last_at if journey.closed else None)),
        ]
        for name, start, arrived, stopped in _all(journey, protocol)
    }


def _end(arrived: datetime | None, stopped: datetime | None) -> list[str]:
    if arrived is not None:
        return [instant(arrived), "arrived"]
    return [instant(stopped), "stopped"] if stopped else ["", "waiting"]


_Found = tuple[str, datetime, datetime | None, datetime | None]


def _all(journey: Journey, protocol: Protocol) -> Iterator[_Found]:
    """Yield the name, when it began, when it came to its end, and when that was given up."""
    reached: dict[int, list[datetime]] = {}
    for code, found in journey.milestones.items():
        reached.setdefault(protocol.by_code[code].group, []).append(found.at)
    for group, name in OFF.items():
        arrived = min(reached.get(ARRIVED[name], []), default=None)
        left = [at for at in reached.get(group, []) if arrived is None or at <= arrived]
        if left:
            yield name, max(left), arrived, None
    lot = next(reversed(list(journey.lots.values())), None)
    if lot is None:
        return
    tested = lot.tested.at if lot.tested else None
    yield "making", lot.opened_at, tested, lot.ended_at
    if tested is not None:
        yield "testing", tested, lot.released_at, lot.ended_at


def waited(found: Iterable[list[str]], now: datetime) -> tuple[Waited, ...]:
    """Return how long each journey was, or still is, in a stretch; begun days count as whole."""
    return tuple(_waited(stretch, now) for stretch in found)


def _waited(stretch: list[str], now: datetime) -> Waited:
    start, end, outcome = stretch
    span = (moment(end) if end else now) - moment(start)
    days = max(0, math.ceil(span / timedelta(days=1)))
    return Waited(days, outcome == "arrived")


def quantile(journeys: Iterable[Waited], share: Fraction) -> int | None:
    """Return the day by which `share` of all had arrived; None where too many still wait to say.

    Who stopped or still waits counts as waiting up to their day and is not asked after it.
    """
    everyone = sorted(journeys, key=lambda each: each.days)
    waiting = Fraction(1)
    for day in sorted({each.days for each in everyone if each.arrived}):
        there = sum(1 for each in everyone if each.days >= day)
        arrived = sum(1 for each in everyone if each.days == day and each.arrived)
        waiting *= 1 - Fraction(arrived, there)
        if waiting <= 1 - share:
            return day
    return None


def of_site(found: Iterable[Waited]) -> tuple[int, int] | None:
    """Return the days within which eight of ten arrived; None while the site has too few to say."""
    everyone = tuple(found)
    if len(everyone) < ENOUGH:
        return None
    early, late = quantile(everyone, EARLY), quantile(everyone, LATE)
    if early is None or late is None:
        return None
    return max(1, early), max(1, late)
