"""What does somebody read who asked for what is not there, or whom the service failed?

Calm words, the way back and whom to call: never the staff's page of errors, and not in English alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from flask.typing import ResponseReturnValue

from tracker.actions import coming_in
from tracker.reads import journeys, whom_to_call
from tracker.reads.whom_to_call import Contact
from tracker.store.db import DatabaseFault, db
from tracker.store.viewers import Viewer
from tracker.web import access
from tracker.web.clock import clock
from tracker.web.patient import language
from tracker.web.patient.pages import page

Found = TypeVar("Found")

NOBODY: Final[tuple[Contact, ...]] = ()
SENTENCES: Final = {
    "no_such_page": "trouble_missing",
    "not_found": "trouble_missing",
    "form_expired": "form_expired",
    "too_many_attempts": "too_many_attempts",
    "rate_limited": "too_many_attempts",
}
"""What is said of a refusal; of all others, that it went wrong on our side."""


def shown(code: str, status: int) -> ResponseReturnValue:
    """Answer a refusal for whoever stands under the page, come in or not."""
    viewer = _unless_broken(_reader, None)
    spoken = _unless_broken(
        lambda: language.of(viewer) if viewer else language.chosen(), language.chosen()
    )
    sentence = spoken.say(SENTENCES.get(code, "trouble_broken"), minutes=coming_in.LOCK_MINUTES)
    contacts = _unless_broken(lambda: _contacts(viewer), NOBODY)
    return page("trouble", spoken, sentence=sentence, viewer=viewer, contacts=contacts), status


def _reader() -> Viewer | None:
    found = access.reading()
    return found.viewer if found else None


def _contacts(viewer: Viewer | None) -> tuple[Contact, ...]:
    """Return whom this reader calls; of a stranger nobody knows which hospital is theirs."""
    if viewer is None:
        return whom_to_call.everywhere(clock())
    return (whom_to_call.of(journeys.tell(viewer.coi), clock()),)


def _unless_broken(read: Callable[[], Found], otherwise: Found) -> Found:
    """Return what was read, or something else: the database may be what is broken."""
    try:
        return read()
    except DatabaseFault:
        db.session.rollback()
        return otherwise
