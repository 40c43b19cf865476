"""Is the log whole and under a checkpoint, are messages going out, and what was scanned in vain?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain.kinds import Kind
from tracker.reads import advice, hospitals
from tracker.reads.journeys import derive
from tracker.store import readiness, tallies, verify
from tracker.store.tallies import Sealed
from tracker.store.verify import Verdict

__all__ = ["Health", "Sealed", "Verdict", "state", "verified"]

PER: Final = 1000


@dataclass(frozen=True)
class Health:
    """The service at one glance. `faults` are the sentences of /readyz.

    `unreachable` sites have no checked number for patients; `cards_past` are not shown any more.
    """

    journeys: int
    entries: int
    checkpoint: Sealed | None
    notices: dict[str, int]
    tasks_waiting: int
    tasks_late: int
    mismatches: int
    refused: int
    faults: tuple[str, ...]
    unreachable: tuple[str, ...]
    cards_past: int

    @property
    def outside(self) -> int:
        """Return how many entries no checkpoint stands for yet."""
        return self.entries - (self.checkpoint.size if self.checkpoint else 0)

    @property
    def per_thousand(self) -> str:
        """Return how many scans were refused for each thousand entries, to one place."""
        tenths = self.refused * PER * 10 // max(self.entries, 1)
        return f"{tenths // 10}.{tenths % 10}"


def state(now: datetime) -> Health:
    """Return how the service is."""
    waiting, late = tallies.tasks(now)
    kept_apart = sum(tallies.refused_apart().values())
    return Health(
        journeys=tallies.journeys(),
        entries=tallies.entries(),
        checkpoint=tallies.last_checkpoint(),
        notices=tallies.notices(),
        tasks_waiting=waiting,
        tasks_late=late,
        mismatches=tallies.count_of(Kind.IDENTITY_MISMATCH),
        refused=kept_apart + tallies.count_of(*tallies.NEAR_MISSES),
        faults=readiness.faults(now),
        unreachable=hospitals.unreachable(),
        cards_past=advice.past(now),
    )


def verified() -> Verdict:
    """Check the whole log now, as `flask log verify` does."""
    return verify.whole_log(derive)
