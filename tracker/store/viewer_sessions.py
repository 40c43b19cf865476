"""Where is a viewer signed in? A session lives here; a device holds nothing but its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from tracker.store.db import changed, db
from tracker.store.viewer_tables import ViewerSessionRow


@dataclass(frozen=True)
class ViewerSession:
    """One sign-in on one device. `link_hash` is the link it rests on: it ends with it."""

    key_hash: str
    viewer_id: str
    how: str
    device: str
    link_hash: str
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


COLUMNS = (
    ViewerSessionRow.key_hash,
    ViewerSessionRow.viewer_id,
    ViewerSessionRow.how,
    ViewerSessionRow.device,
    ViewerSessionRow.link_hash,
    ViewerSessionRow.began_at,
    ViewerSessionRow.seen_at,
    ViewerSessionRow.ended_at,
)
OPEN = ViewerSessionRow.ended_at.is_(None)


def add(session: ViewerSession) -> None:
    db.session.execute(insert(ViewerSessionRow).values(**vars(session)))


def open_one(key_hash: str) -> ViewerSession | None:
    """Return a session that has not ended."""
    query = select(*COLUMNS).where(ViewerSessionRow.key_hash == key_hash, OPEN)
    row = db.session.execute(query).first()
    return ViewerSession(*row) if row else None


def of(viewer_id: str, since: datetime) -> tuple[ViewerSession, ...]:
    """Return where a viewer is signed in and was seen after `since`, the latest first."""
    rows = db.session.execute(
        select(*COLUMNS)
        .where(ViewerSessionRow.viewer_id == viewer_id, OPEN, ViewerSessionRow.seen_at > since)
        .order_by(ViewerSessionRow.seen_at.desc())
    )
    return tuple(ViewerSession(*row) for row in rows)


def seen(key_hash: str, now: datetime) -> None:
    """Say that somebody is still there."""
    this = update(ViewerSessionRow).where(ViewerSessionRow.key_hash == key_hash, OPEN)
    db.session.execute(this.values(seen_at=now))


def end(viewer_id: str, key_hash: str, now: datetime) -> bool:
    """End one session of a viewer; say whether it was still open."""
    this = (ViewerSessionRow.viewer_id == viewer_id, ViewerSessionRow.key_hash == key_hash)
    return changed(update(ViewerSessionRow).where(*this, OPEN).values(ended_at=now)) == 1


def end_all(viewer_id: str, now: datetime) -> None:
    this = update(ViewerSessionRow).where(ViewerSessionRow.viewer_id == viewer_id, OPEN)
    db.session.execute(this.values(ended_at=now))
