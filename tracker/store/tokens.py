"""Whose API token is this? Only hashes of tokens are kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from tracker.store.db import db
from tracker.store.tables import StaffRow, TokenRow


@dataclass(frozen=True)
class Token:
    """A token as an administrator sees it: its hash names it, the token itself is gone."""

    token_hash: str
    staff_id: str
    label: str
    created_at: datetime
    ended_at: datetime | None


def issue(staff_id: str, label: str, now: datetime) -> str:
    """Return a new token; it is shown once and cannot be read again."""
    raw = f"sv_{secrets.token_urlsafe(32)}"
    db.session.execute(
        insert(TokenRow).values(
            token_hash=fingerprint(raw), staff_id=staff_id, label=label, created_at=now
        )
    )
    return raw


def holder(raw: str) -> str | None:
    """Return the id of the person a token acts for; None when it or the account has ended.

    What is compared are hashes of a random text, so the time it takes tells nothing of it.
    """
    return db.session.execute(
        select(TokenRow.staff_id)
        .join(StaffRow, StaffRow.id == TokenRow.staff_id)
        .where(TokenRow.token_hash == fingerprint(raw))
        .where(TokenRow.ended_at.is_(None), StaffRow.ended_at.is_(None))
    ).scalar()


def of(staff_id: str) -> tuple[Token, ...]:
    columns = (TokenRow.token_hash, TokenRow.staff_id, TokenRow.label)
    rows = db.session.execute(
        select(*columns, TokenRow.created_at, TokenRow.ended_at)
        .where(TokenRow.staff_id == staff_id)
        .order_by(TokenRow.created_at, TokenRow.token_hash)
    )
    return tuple(Token(*row) for row in rows)


def end(token_hash: str, now: datetime) -> None:
    db.session.execute(
        update(TokenRow)
        .where(TokenRow.token_hash == token_hash, TokenRow.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(staff_id: str, now: datetime) -> None:
    """End every token of a person."""
    db.session.execute(
        update(TokenRow)
        .where(TokenRow.staff_id == staff_id, TokenRow.ended_at.is_(None))
        .values(ended_at=now)
    )


def fingerprint(raw: str) -> str:
    """Return what is kept of a long random token."""
    return hashlib.sha256(raw.encode()).hexdigest()
