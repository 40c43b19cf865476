"""Which requests were turned away: forged, not theirs, too large? Append-only, for an auditor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from tracker.store.db import db, insert_new
from tracker.store.tables_of_entry import RefusedRequestRow


@dataclass(frozen=True)
class RefusedRequest:
    """`page` is the name of the page, never its address: an address may hold a secret."""

    at: datetime
    code: str
    page: str
    who: str
    address: str


COLUMNS = (
    RefusedRequestRow.at,
    RefusedRequestRow.code,
    RefusedRequestRow.page,
    RefusedRequestRow.who,
    RefusedRequestRow.address,
)


def keep(refused: RefusedRequest) -> bool:
    """Keep that a request was refused: once a minute, so that a flood cannot fill the table."""
    values = {**vars(refused), "at": refused.at.replace(second=0, microsecond=0)}
    same = [getattr(RefusedRequestRow, name) == value for name, value in values.items()]
    if db.session.execute(select(RefusedRequestRow.id).where(*same)).first():
        return False
    return insert_new(RefusedRequestRow, values)


def latest(*, limit: int = 200) -> tuple[RefusedRequest, ...]:
    """Return the latest, the newest first."""
    order = (RefusedRequestRow.at.desc(), RefusedRequestRow.id.desc())
    rows = db.session.execute(select(*COLUMNS).order_by(*order).limit(limit))
    return tuple(RefusedRequest(*row) for row in rows)
