"""For whom has news waited as long as it may?"""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from tracker.actions import news
from tracker.store import board, log
from tracker.store.db import db


def end_waits(now: datetime) -> int:
    """End every wait for a human voice that has run out; return how many."""
    waiting = [line.summary.coi for line in board.every(board.OWED_A_CALL)]
    db.session.rollback()
    return sum(_ended(coi, now) for coi in waiting)


def _ended(coi: str, now: datetime) -> bool:
    """End one wait; a broken chain is `log verify`'s to name and stops no other journey."""
    try:
        return news.end_wait(coi, now)
    except log.Broken:
        db.session.rollback()
        current_app.logger.exception("a chain is broken; its wait was not looked at")
        return False
