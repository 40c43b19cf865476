"""What is written and forgotten by itself? A signed checkpoint; answers nobody asks for again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tracker.store import checkpoints, half_signed, mailed_codes, passkeys, replays
from tracker.store.db import Clash, db, writing

REPLAYS_KEPT: Final = timedelta(days=7)
CODES_KEPT: Final = timedelta(days=1)
"""Addresses typed by people we do not know are not kept for longer."""

CHALLENGES_KEPT: Final = timedelta(days=1)
"""Far longer than a browser may answer one (`tracker.web.challenges`)."""


def write_checkpoint(now: datetime) -> str:
    """Sign the state of the log; return the note, or "" when another process is just doing it."""
    try:
        writing()
        note = checkpoints.write(now)
        db.session.commit()
    except Clash:
        db.session.rollback()
        return ""
    return note


def forget_replays(now: datetime) -> int:
    """Forget answers kept for repeated requests; return how many."""
    writing()
    count = replays.forget_before(now - REPLAYS_KEPT)
    mailed_codes.forget_before(now - CODES_KEPT)
    db.session.commit()
    return count


def forget_unfinished(now: datetime) -> int:
    """Forget steps that waited too long for a second person, and old challenges; return how many."""
    writing()
    count = half_signed.forget_before(now) + passkeys.forget_spent(now - CHALLENGES_KEPT)
    db.session.commit()
    return count
