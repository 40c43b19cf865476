"""Who holds a link to a patient's page, and may this code open it?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select, update

from tracker.store import passwords
from tracker.store.db import db
from tracker.store.tables import LinkRow
from tracker.store.tokens import fingerprint

TRIES: Final = 5
LOCK: Final = timedelta(minutes=15)
CODE_DIGITS: Final = 8


@dataclass(frozen=True)
class Link:
    """A link as it was given out; `locked_until` is set after too many wrong tries."""

    token_hash: str
    coi: str
    created_at: datetime
    expires_at: datetime
    attempts: int
    locked_until: datetime | None


def issue(coi: str, *, now: datetime, expires_at: datetime) -> tuple[str, str]:
    """Return a new link's token and the code that opens it; both are shown once."""
    token = secrets.token_urlsafe(24)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    db.session.execute(
        insert(LinkRow).values(
            token_hash=fingerprint(token),
            coi=coi,
            code_hash=passwords.hashed(code),
            created_at=now,
            expires_at=expires_at,
            attempts=0,
        )
    )
    return token, code


def find(token: str, now: datetime) -> Link | None:
    """Return the link of a token unless it has expired."""
    return held(key_of(token), now)


def key_of(token: str) -> str:
    """Return by what a link is known here; the token itself is kept nowhere."""
    return fingerprint(token)


def held(key: str, now: datetime) -> Link | None:
    """Return the link known by a key unless it has expired or was withdrawn."""
    columns = (LinkRow.token_hash, LinkRow.coi, LinkRow.created_at, LinkRow.expires_at)
    row = db.session.execute(
        select(*columns, LinkRow.attempts, LinkRow.locked_until)
        .where(LinkRow.token_hash == key)
        .where(LinkRow.expires_at > now)
    ).first()
    return Link(*row) if row else None


def count_attempt(link: Link, now: datetime) -> bool:
    """Take one of the tries a link has; say whether there was one left.

    Taken before the code is looked at and by one conditional update, so that tries made at the
    same time count too. The last one locks the link for a while and then they start again.
    """
    db.session.execute(
        update(LinkRow)
        .where(LinkRow.token_hash == link.token_hash, LinkRow.locked_until <= now)
        .values(attempts=0, locked_until=None)
    )
    taken = db.session.execute(
        update(LinkRow)
        .where(LinkRow.token_hash == link.token_hash, LinkRow.attempts < TRIES)
        .values(attempts=LinkRow.attempts + 1)
        .returning(LinkRow.attempts)
    ).scalar()
    if taken == TRIES:
        db.session.execute(
            update(LinkRow)
            .where(LinkRow.token_hash == link.token_hash)
            .values(locked_until=now + LOCK)
        )
    return taken is not None


def code_right(link: Link, code: str) -> bool:
    """Say whether this code opens the link; spaces and hyphens people type are left out."""
    kept = db.session.execute(
        select(LinkRow.code_hash).where(LinkRow.token_hash == link.token_hash)
    ).scalar()
    return passwords.right(kept, code.replace(" ", "").replace("-", ""))


def forgive(link: Link) -> None:
    """Start counting tries again, after one that succeeded."""
    db.session.execute(
        update(LinkRow)
        .where(LinkRow.token_hash == link.token_hash)
        .values(attempts=0, locked_until=None)
    )


def withdraw_all(coi: str) -> None:
    """Make every link to a journey useless."""
    db.session.execute(delete(LinkRow).where(LinkRow.coi == coi))
