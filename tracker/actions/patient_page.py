"""Who looked at a patient's page? Every look of a viewer is kept, and shown to the patient."""

from __future__ import annotations

from datetime import datetime

from tracker.actions import recording
from tracker.domain.refused import Refused
from tracker.store import access, viewers
from tracker.store.db import Clash, db, writing
from tracker.store.viewers import Viewer


def looked(viewer: Viewer, what: str, now: datetime, request_id: str) -> None:
    """Keep that the patient, or a caregiver they let in, looked at a page.

    No page is shown that is not written down; but a crowd at the door of SQLite is no reason to
    turn a patient away, so we wait more than once. Raises Refused `busy`.
    """
    who = viewers.PATIENT if viewer.is_patient else viewer.id
    for _ in range(recording.TRIES):
        try:
            writing()
            access.looked(access.Look(now, who, what, viewer.coi, request_id))
            db.session.commit()
        except Clash:
            db.session.rollback()
        else:
            return
    raise Refused("busy")
