"""How does a patient come in by their link, and who looked?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from tracker.actions import recording, sign_in
from tracker.domain.refused import Refused
from tracker.store import access, links
from tracker.store.db import Clash, db, writing

WHO: Final = "patient"
LOCK_MINUTES: Final = links.LOCK // timedelta(minutes=1)
"""How long a link rests after too many wrong tries."""


def enter(token: str, code: str, born: date, now: datetime) -> tuple[str, str]:
    """Return the journey a link opens and what a session is to carry. Raises Refused.

    The session carries the link's fingerprint: it ends with the link, and nobody can read the
    link's address out of it.
    """
    coi = sign_in.open_patient_page(token, code, born, now)
    return coi, links.key_of(token)


def looked(coi: str, what: str, now: datetime, request_id: str) -> None:
    """Keep that the patient, or whoever holds their link and code, looked at a page.

    No page is shown that is not written down; but a crowd at the door of SQLite is no reason to
    turn a patient away, so we wait more than once. Raises Refused `busy`.
    """
    for _ in range(recording.TRIES):
        try:
            writing()
            access.looked(access.Look(now, WHO, what, coi, request_id))
            db.session.commit()
        except Clash:
            db.session.rollback()
        else:
            return
    raise Refused("busy")
