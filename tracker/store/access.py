"""Who looked at whose cells? Append-only, apart from the journeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from tracker.store.db import db
from tracker.store.tables import AccessRow


@dataclass(frozen=True)
class Look:
    """One person looked at one thing. `who` is a staff id, or `patient` or `caregiver`."""

    at: datetime
    who: str
    what: str
    coi: str
    request_id: str


def looked(look: Look) -> None:
    """Keep that somebody looked."""
    db.session.execute(
        insert(AccessRow).values(
            at=look.at,
            who=look.who,
            what=look.what,
            coi=look.coi,
            request_id=look.request_id,
        )
    )


def looks(coi: str, *, limit: int = 200, after: int = 0) -> tuple[Look, ...]:
    """Return who looked at a journey, the latest first, without the `after` latest ones."""
    columns = (AccessRow.at, AccessRow.who, AccessRow.what, AccessRow.coi)
    rows = db.session.execute(
        select(*columns, AccessRow.request_id)
        .where(AccessRow.coi == coi)
        .order_by(AccessRow.at.desc(), AccessRow.id.desc())
        .limit(limit)
        .offset(after)
    )
    return tuple(Look(*row) for row in rows)
