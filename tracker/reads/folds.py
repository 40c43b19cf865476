"""How far has this process folded each journey? From there it folds on; the log has the last word."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import reduce
from threading import Lock
from typing import Final

from flask import current_app

from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.recording import apply, fold
from tracker.protocols import Library
from tracker.store import log

EXTENSION: Final = "tracker_folds"
KEPT: Final = 200
"""Journeys kept, the latest used: of some 160 entries each, about 60 MB in all."""


@dataclass(frozen=True)
class Fold:
    """A journey with the entries it was folded from; both never change."""

    journey: Journey
    protocol: Protocol
    history: log.History


class Memory:
    """The journeys this process folded last. Forgetting one costs time and nothing else."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._folds: OrderedDict[str, Fold] = OrderedDict()
        self._lock = Lock()

    def of(self, coi: str, library: Library) -> Fold | None:
        """Return the journey as the log tells it now, None where there is none. Raises `log.Broken`."""
        with self._lock:
            known = self._folds.get(coi)
        history = log.read_on(coi, known.history if known else log.History())
        if not history.entries:
            return None
        found = _folded(coi, known, history, library)
        with self._lock:
            self._folds[coi] = found
            self._folds.move_to_end(coi)
            while len(self._folds) > self._kept:
                self._folds.popitem(last=False)
        return found


def memory() -> Memory:
    """Return what the running process remembers."""
    found: Memory = current_app.extensions[EXTENSION]
    return found


def _folded(coi: str, known: Fold | None, history: log.History, library: Library) -> Fold:
    """Fold on what came since; from the first entry where an earlier one was struck."""
    if known is not None and history is known.history:
        return known
    protocol = library.by_digest(str(history.entries[0].data["protocol_digest"]))
    if known is None or not _goes_on(known, history):
        return Fold(fold(coi, protocol, history.entries), protocol, history)
    since = history.entries[len(known.history.entries) :]
    journey = reduce(lambda so_far, entry: apply(so_far, protocol, entry), since, known.journey)
    return Fold(journey, protocol, history)


def _goes_on(known: Fold, history: log.History) -> bool:
    count = len(known.history.entries)
    came = history.entries[count:]
    same = history.entries[:count] == known.history.entries
    return same and not any(entry.kind is Kind.ENTRY_STRUCK for entry in came)
