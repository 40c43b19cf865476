"""Where does a step wait for its next signature? Encrypted, for minutes, and found by its token alone."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select

from tracker.store.db import changed, db
from tracker.store.encryption import data_keys
from tracker.store.tables_of_entry import HalfSignedRow
from tracker.store.tokens import fingerprint

COLUMN = "half_signed"


def keep(coi: str, text: str, expires_at: datetime) -> str:
    """Keep what one person answered; return the token by which it is found again."""
    token = secrets.token_urlsafe(24)
    name = fingerprint(token)
    sealed = data_keys().encrypt(name, COLUMN, text)
    values = {"token_hash": name, "coi": coi, "sealed": sealed, "expires_at": expires_at}
    db.session.execute(insert(HalfSignedRow).values(**values))
    return token


def find(token: str, coi: str, now: datetime) -> str | None:
    """Return what waits under a token for this journey; None once it is over."""
    name = fingerprint(token)
    this = (HalfSignedRow.token_hash == name, HalfSignedRow.coi == coi)
    sealed = db.session.execute(
        select(HalfSignedRow.sealed).where(*this, HalfSignedRow.expires_at > now)
    ).scalar()
    return data_keys().decrypt(name, COLUMN, sealed) if sealed else None


def drop(token: str) -> None:
    """Forget what waits under a token."""
    this = HalfSignedRow.token_hash == fingerprint(token)
    db.session.execute(delete(HalfSignedRow).where(this))


def forget_before(then: datetime) -> int:
    """Forget what nobody finished in time; return how much that was."""
    return changed(delete(HalfSignedRow).where(HalfSignedRow.expires_at < then))
