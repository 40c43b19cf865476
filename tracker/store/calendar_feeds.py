"""Who may read a site's calendar by its address alone? Only hashes of the addresses' secrets are kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from tracker.store.capacity_tables import CalendarFeedRow
from tracker.store.db import changed, db
from tracker.store.tables import StaffRow
from tracker.store.tokens import fingerprint


@dataclass(frozen=True)
class Feed:
    """An address given out: for which calendar it is, who made it, and whether it still opens."""

    token_hash: str
    label: str
    made_by: str
    created_at: datetime
    ended_at: datetime | None


def issue(site: str, label: str, staff_id: str, now: datetime) -> str:
    """Return the secret of a new address; it is shown once and cannot be read again."""
    raw = secrets.token_urlsafe(32)
    values = {"site": site, "label": label, "staff_id": staff_id, "created_at": now}
    db.session.execute(insert(CalendarFeedRow).values(token_hash=fingerprint(raw), **values))
    return raw


def site_of(raw: str) -> str | None:
    """Return whose calendar an address opens; None once it, or the account that made it, has ended."""
    return db.session.execute(
        select(CalendarFeedRow.site)
        .join(StaffRow, StaffRow.id == CalendarFeedRow.staff_id)
        .where(CalendarFeedRow.token_hash == fingerprint(raw))
        .where(CalendarFeedRow.ended_at.is_(None), StaffRow.ended_at.is_(None))
    ).scalar()


def of(site: str) -> tuple[Feed, ...]:
    """Return the addresses of a site, the newest first."""
    rows = db.session.execute(
        select(
            CalendarFeedRow.token_hash,
            CalendarFeedRow.label,
            StaffRow.name,
            CalendarFeedRow.created_at,
            CalendarFeedRow.ended_at,
        )
        .join(StaffRow, StaffRow.id == CalendarFeedRow.staff_id)
        .where(CalendarFeedRow.site == site)
        .order_by(CalendarFeedRow.created_at.desc(), CalendarFeedRow.token_hash)
    )
    return tuple(Feed(*row) for row in rows)


def end(site: str, token_hash: str, now: datetime) -> bool:
    """Let an address open nothing any more; say whether it did."""
    this = (CalendarFeedRow.token_hash == token_hash, CalendarFeedRow.site == site)
    ended = update(CalendarFeedRow).where(*this, CalendarFeedRow.ended_at.is_(None))
    return changed(ended.values(ended_at=now)) == 1
