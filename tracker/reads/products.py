"""Which products can be tracked here, in which versions, and is this file another one?"""

from __future__ import annotations

from tracker.domain.faults import faults as faults_of
from tracker.domain.protocol import Protocol
from tracker.reads.journeys import library


def every() -> tuple[Protocol, ...]:
    """Return every version of every product, by name and then by version."""
    return library().all()


def faults(text: str) -> tuple[str, ...]:
    """Return what is wrong with a protocol file, in sentences; nothing when it can be used."""
    return tuple(faults_of(text))
