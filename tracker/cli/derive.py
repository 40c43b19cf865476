"""What follows from a journey's entries, under the protocol it was opened with?"""

from __future__ import annotations

from flask import current_app

from tracker import protocols
from tracker.domain import summary
from tracker.domain.events import Entry
from tracker.domain.recording import fold
from tracker.store.derived import Derived


def derive(entries: tuple[Entry, ...]) -> Derived:
    """Return a journey's board row and identifiers. Raises Refused without its protocol."""
    opening = entries[0]
    library: protocols.Library = current_app.extensions[protocols.EXTENSION]
    protocol = library.by_digest(opening.data.get("protocol_digest", ""))
    journey = fold(opening.coi, protocol, entries)
    return Derived(summary.summary(journey, protocol), summary.identifiers(journey))
