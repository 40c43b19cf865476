"""How does a patient note what is ready for the visit?"""

from __future__ import annotations

from datetime import datetime

from tracker.domain.preparation import Preparation
from tracker.store import preparations
from tracker.store.db import db, writing


def note(coi: str, noted: Preparation, now: datetime) -> None:
    """Keep what the patient of a journey noted."""
    writing()
    preparations.save(coi, noted, now)
    db.session.commit()
