"""Which of the ten steps may the patient be shown as done, as now, and as ahead?

Only names are given here: `tracker/languages` has the words, and the protocol the sentences about
a product's steps. Bad news has no sentence of its own: the page says that the team will call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

GROUPS: Final = range(1, 11)


@dataclass(frozen=True)
class Step:
    """One of the ten steps. `state` names a message: done, now, ahead or unconfirmed.

    `at` is when the step was last confirmed by a scan or a signed entry, and None where no
    entry says so: a step is never shown as done because a later one is.
    """

    group: int
    state: str
    at: datetime | None


def steps(dates: Mapping[int, datetime], current: int) -> tuple[Step, ...]:
    """Return the ten steps: when each was last confirmed, and which one the patient is at."""
    return tuple(
        Step(group, _state(group, dates.get(group), current), dates.get(group))
        for group in GROUPS
    )


def _state(group: int, at: datetime | None, current: int) -> str:
    if group == current:
        return "now"
    if at is not None:
        return "done"
    return "ahead" if group > current else "unconfirmed"
