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
    protocol = _library().by_digest(_digest(entries))
    journey = fold(entries[0].coi, protocol, entries)
    return Derived(summary.summary(journey, protocol), summary.identifiers(journey))


def pinned(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Return the protocol's exact text and its notice, as a dossier carries them."""
    digest = _digest(entries)
    library = _library()
    return {"protocol_text": library.text(digest), "notice": library.by_digest(digest).notice}


def _digest(entries: tuple[Entry, ...]) -> str:
    return str(entries[0].data.get("protocol_digest", ""))


def _library() -> protocols.Library:
    library: protocols.Library = current_app.extensions[protocols.EXTENSION]
    return library
