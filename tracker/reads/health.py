"""Is the log whole and under a checkpoint, are messages going out, and what was scanned in vain?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain.events import Entry
from tracker.domain.kinds import Kind
from tracker.reads import accounts
from tracker.reads.journeys import derive
from tracker.store import readiness, refused_scans, tallies, verify
from tracker.store.tallies import Sealed
from tracker.store.verify import Verdict

__all__ = ["Health", "Miss", "Register", "Sealed", "Verdict", "register", "state", "verified"]

LATEST: Final = 100
PER: Final = 1000


@dataclass(frozen=True)
class Health:
    """The service at one glance. `faults` are the sentences of /readyz."""

    journeys: int
    entries: int
    checkpoint: Sealed | None
    notices: dict[str, int]
    tasks_waiting: int
    tasks_late: int
    mismatches: int
    refused: int
    faults: tuple[str, ...]

    @property
    def outside(self) -> int:
        """Return how many entries no checkpoint stands for yet."""
        return self.entries - (self.checkpoint.size if self.checkpoint else 0)

    @property
    def per_thousand(self) -> str:
        """Return how many scans were refused for each thousand entries, to one place."""
        tenths = self.refused * PER * 10 // max(self.entries, 1)
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True)
class Miss:
    """One refused scan: `coi` is empty where no journey could hold it."""

    at: datetime
    who: str
    site: str
    code: str
    scanned: tuple[str, ...]
    coi: str


@dataclass(frozen=True)
class Register:
    """The latest refused scans, and how often each reason came up among all of them."""

    misses: tuple[Miss, ...]
    by_code: tuple[tuple[str, int], ...]


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
    )


def verified() -> Verdict:
    """Check the whole log now, as `flask log verify` does."""
    return verify.whole_log(derive)


def register() -> Register:
    """Return the register of refused scans, the latest first."""
    names = accounts.names()
    apart = [
        Miss(
            scan.at,
            names.get(scan.staff_id, scan.staff_id),
            scan.site,
            scan.code,
            (scan.raw,),
            "",
        )
        for scan in refused_scans.recent(None, limit=LATEST)
    ]
    inside = [_miss(entry) for entry in tallies.near_misses(limit=LATEST)]
    misses = sorted((*apart, *inside), key=lambda miss: miss.at, reverse=True)[:LATEST]
    counted = Counter(miss.code for miss in (*apart, *inside))
    return Register(tuple(misses), tuple(counted.most_common()))


def _miss(entry: Entry) -> Miss:
    code = str(entry.data.get("code", entry.kind.value))
    scans = entry.scans
    return Miss(entry.recorded_at, entry.by.name, entry.by.site, code, scans, entry.coi)
