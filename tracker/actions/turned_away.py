"""What is kept of a request that was refused at the door?"""

from __future__ import annotations

from datetime import datetime

from tracker.store import refused_requests
from tracker.store.db import Clash, db, writing


def keep(code: str, page: str, who: str, address: str, now: datetime) -> None:
    """Keep that a request was refused, in a transaction of its own."""
    try:
        db.session.rollback()
        writing()
        refused = refused_requests.RefusedRequest(now, code, page[:64], who, address[:64])
        refused_requests.keep(refused)
        db.session.commit()
    except Clash:
        db.session.rollback()
