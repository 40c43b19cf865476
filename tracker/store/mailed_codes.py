"""Is this the code we sent by e-mail? It is kept as a hash, for ten minutes and five tries.

The outbox must not hold what opens a page. So the code follows, by the data key, from the row's
random name: whoever sends the message works it out again, and nobody reads it in the database.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, insert, select, update

from tracker.store.db import changed, db
from tracker.store.encryption import data_keys
from tracker.store.tokens import fingerprint
from tracker.store.viewer_tables import MailedCodeRow

LASTS: Final = timedelta(minutes=10)
"""As long as a code sent over another channel may work (NIST SP 800-63B, 5.1.3.2)."""

TRIES: Final = 5
DIGITS: Final = 8
COLUMN: Final = "mailed_email"


@dataclass(frozen=True)
class MailedCode:
    """A code that was sent: for whom, and to which address. `viewer_id` is "" for nobody's."""

    id: str
    viewer_id: str
    email: str


def issue(viewer_id: str, email: str, now: datetime) -> str:
    """Keep a new code for a viewer ("" for an address nobody has) and return its name."""
    name = secrets.token_hex(16)
    db.session.execute(
        insert(MailedCodeRow).values(
            id=name,
            viewer_id=viewer_id,
            code_hash=_hashed(name, code_of(name)),
            email=data_keys().encrypt(name, COLUMN, email),
            made_at=now,
            expires_at=now + LASTS,
            tries=0,
        )
    )
    return name


def code_of(name: str) -> str:
    """Return the digits a code is read as, for the message that carries it."""
    return f"{int(data_keys().match('mailed code', name), 16) % 10**DIGITS:0{DIGITS}d}"


def address_of(name: str) -> str:
    """Return where a code goes; "" once it was forgotten."""
    query = select(MailedCodeRow.email).where(MailedCodeRow.id == name)
    kept = db.session.execute(query).scalar()
    return data_keys().decrypt(name, COLUMN, kept) if kept else ""


def works(name: str, now: datetime) -> bool:
    """Say whether a code may still be typed in: one that may not is not worth a letter."""
    query = select(MailedCodeRow.expires_at).where(
        MailedCodeRow.id == name, MailedCodeRow.used_at.is_(None)
    )
    expires_at = db.session.execute(query).scalar()
    return expires_at is not None and expires_at > now


def count_since(viewer_id: str, since: datetime) -> int:
    """Return how many codes a viewer was sent after `since`."""
    this = (MailedCodeRow.viewer_id == viewer_id, MailedCodeRow.made_at > since)
    return db.session.execute(select(func.count()).where(*this)).scalar_one()


def take(name: str, code: str, now: datetime) -> MailedCode | None:
    """Return whose code this is, and use it up; None for a wrong, old or used one.

    A try is taken before the code is looked at, by one conditional update, so that tries made at
    the same time count too; and of two who use one code at once, one succeeds.
    """
    working = (
        MailedCodeRow.id == name,
        MailedCodeRow.used_at.is_(None),
        MailedCodeRow.expires_at > now,
    )
    tried = update(MailedCodeRow).where(*working, MailedCodeRow.tries < TRIES)
    had_a_try = changed(tried.values(tries=MailedCodeRow.tries + 1)) == 1
    columns = (MailedCodeRow.viewer_id, MailedCodeRow.code_hash)
    row = db.session.execute(select(*columns).where(MailedCodeRow.id == name)).first()
    typed = "".join(letter for letter in code if letter.isdigit())
    right = hmac.compare_digest(row.code_hash if row else "", _hashed(name, typed))
    if row is None or not (had_a_try and right and row.viewer_id):
        return None
    if changed(update(MailedCodeRow).where(*working).values(used_at=now)) != 1:
        return None
    return MailedCode(name, row.viewer_id, address_of(name))


def forget_before(moment: datetime) -> int:
    """Forget codes that worked no more at `moment`, and the addresses they went to."""
    return changed(delete(MailedCodeRow).where(MailedCodeRow.expires_at < moment))


def forget(viewer_id: str) -> None:
    """Forget a viewer's codes at once."""
    db.session.execute(delete(MailedCodeRow).where(MailedCodeRow.viewer_id == viewer_id))


def _hashed(name: str, code: str) -> str:
    """Return what is kept: keyed, for eight digits alone would soon be found by trying them all."""
    return fingerprint(data_keys().match("mailed code's hash", f"{name} {code}"))
