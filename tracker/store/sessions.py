"""Who is signed in where? A session lives here; a browser holds nothing but its key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from tracker.store.db import changed, db
from tracker.store.tables_of_entry import SessionRow
from tracker.store.tokens import fingerprint


@dataclass(frozen=True)
class Session:
    """One sign-in on one browser. `locked_at` is set when a person locked the screen."""

    key_hash: str
    staff_id: str
    how: str
    browser: str
    address: str
    began_at: datetime
    seen_at: datetime
    locked_at: datetime | None
    ended_at: datetime | None
    ended_why: str


COLUMNS = (
    SessionRow.key_hash,
    SessionRow.staff_id,
    SessionRow.how,
    SessionRow.browser,
    SessionRow.address,
    SessionRow.began_at,
    SessionRow.seen_at,
    SessionRow.locked_at,
    SessionRow.ended_at,
    SessionRow.ended_why,
)


def new_key() -> str:
    """Return a key nobody can guess; what is kept of it is its hash."""
    return secrets.token_urlsafe(32)


def key_of(raw: str) -> str:
    """Return by what a session is known here."""
    return fingerprint(raw)


def add(session: Session) -> None:
    db.session.execute(insert(SessionRow).values(**vars(session)))


def open_one(key_hash: str) -> Session | None:
    """Return a session that has not ended."""
    query = select(*COLUMNS).where(
        SessionRow.key_hash == key_hash, SessionRow.ended_at.is_(None)
    )
    row = db.session.execute(query).first()
    return Session(**row._asdict()) if row else None


def of(staff_id: str, since: datetime) -> tuple[Session, ...]:
    """Return a person's sessions that began after `since`, the latest first."""
    rows = db.session.execute(
        select(*COLUMNS)
        .where(SessionRow.staff_id == staff_id, SessionRow.began_at > since)
        .order_by(SessionRow.ended_at.is_not(None), SessionRow.seen_at.desc())
    )
    return tuple(Session(**row._asdict()) for row in rows)


def seen(key_hash: str, now: datetime) -> None:
    """Say that somebody is still there."""
    db.session.execute(
        update(SessionRow)
        .where(SessionRow.key_hash == key_hash, SessionRow.ended_at.is_(None))
        .values(seen_at=now)
    )


def lock(key_hash: str, now: datetime) -> None:
    db.session.execute(
        update(SessionRow)
        .where(SessionRow.key_hash == key_hash, SessionRow.locked_at.is_(None))
        .values(locked_at=now)
    )


def unlock(key_hash: str, now: datetime) -> None:
    db.session.execute(
        update(SessionRow)
        .where(SessionRow.key_hash == key_hash, SessionRow.ended_at.is_(None))
        .values(locked_at=None, seen_at=now)
    )


def end(staff_id: str, key_hash: str, now: datetime, why: str) -> bool:
    """End one session of a person; say whether it was still open."""
    this = (SessionRow.staff_id == staff_id, SessionRow.key_hash == key_hash)
    ended = update(SessionRow).where(*this, SessionRow.ended_at.is_(None))
    return changed(ended.values(ended_at=now, ended_why=why)) == 1


def end_all(staff_id: str, now: datetime, why: str, *, but: str = "") -> None:
    """End every session of a person, except the one named."""
    ended = update(SessionRow).where(
        SessionRow.staff_id == staff_id,
        SessionRow.ended_at.is_(None),
        SessionRow.key_hash != but,
    )
    db.session.execute(ended.values(ended_at=now, ended_why=why))
