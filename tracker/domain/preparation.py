"""Is a patient ready for the visit: what to bring, how far the way is, and who is there each day?

All of it is the patient's own note, ticked at the kitchen table; nothing here stops a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

ITEMS: Final = ("records", "slides", "scans", "caregiver", "lodging")
"""What a patient can tick: three things to bring, two to arrange."""

MOST_MINUTES: Final = 30
"""How far from the hospital a patient may stay: minutes of the way, not miles."""


@dataclass(frozen=True)
class Stay:
    """Somebody who is with the patient, from the first day to the last."""

    who: str
    first: date
    last: date


@dataclass(frozen=True)
class Preparation:
    """What a patient noted. `minutes` is the way from where they will stay; None: not said."""

    ready: frozenset[str] = frozenset()
    minutes: int | None = None
    stays: tuple[Stay, ...] = ()

    @property
    def too_far(self) -> bool:
        """Say whether the way is longer than it may be."""
        return self.minutes is not None and self.minutes > MOST_MINUTES


def uncovered(
    stays: tuple[Stay, ...], first: date, last: date
) -> tuple[tuple[date, date], ...]:
    """Return the stretches of days between `first` and `last` on which nobody is there."""
    found: list[tuple[date, date]] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if any(stay.first <= day <= stay.last for stay in stays):
            continue
        if found and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return tuple(found)
