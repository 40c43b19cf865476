"""Is this the code of this person's telephone, or one from their paper? Each opens once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import delete, func, insert, select, update

from tracker.store.db import changed, db
from tracker.store.encryption import data_keys
from tracker.store.tables_of_entry import RecoveryCodeRow, SecondFactorRow
from tracker.store.tokens import fingerprint

STEP_SECONDS: Final = 30
CLOCKS_APART: Final = 1
"""Steps a telephone's clock may be early or late."""

CODES: Final = 10
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters nobody confuses on paper."""

COLUMN: Final = "second_factor"


def prepare(staff_id: str) -> str:
    """Return a fresh secret, kept but not asked for until a code of it was right once."""
    secret = pyotp.random_base32()
    remove(staff_id)
    kept = data_keys().encrypt(staff_id, COLUMN, secret)
    db.session.execute(
        insert(SecondFactorRow).values(staff_id=staff_id, secret=kept, last_step=0)
    )
    return secret


def waiting_secret(staff_id: str) -> str | None:
    """Return the secret of a second factor that was not confirmed yet."""
    row = _row(staff_id)
    if row is None or row.confirmed_at is not None:
        return None
    return data_keys().decrypt(staff_id, COLUMN, row.secret)


def address_of(secret: str, username: str, issuer: str) -> str:
    """Return what a telephone reads from the square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def asked_for(staff_id: str) -> bool:
    """Say whether this person signs in with a second factor."""
    row = _row(staff_id)
    return row is not None and row.confirmed_at is not None


def confirm(staff_id: str, code: str, now: datetime) -> bool:
    """Ask for the second factor from now on, if this code of it is right."""
    if not take(staff_id, code, now):
        return False
    db.session.execute(
        update(SecondFactorRow)
        .where(SecondFactorRow.staff_id == staff_id)
        .values(confirmed_at=now)
    )
    return True


def take(staff_id: str, code: str, now: datetime) -> bool:
    """Say whether a telephone's code is right, and use it up: the same code is refused after it.

    One conditional update, so that of two requests with one code only one comes in.
    """
    row = _row(staff_id)
    if row is None:
        return False
    secret = data_keys().decrypt(staff_id, COLUMN, row.secret)
    step = _step_of(secret, code.replace(" ", ""), now)
    this = (SecondFactorRow.staff_id == staff_id, SecondFactorRow.last_step < step)
    return (
        step > 0 and changed(update(SecondFactorRow).where(*this).values(last_step=step)) == 1
    )


def remove(staff_id: str) -> None:
    """Forget the secret and the codes on paper."""
    for table in (SecondFactorRow, RecoveryCodeRow):
        db.session.execute(delete(table).where(table.staff_id == staff_id))


def new_codes(staff_id: str, now: datetime) -> tuple[str, ...]:
    """Return codes for paper; those printed before no longer open."""
    db.session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))
    codes = tuple(_code() for _ in range(CODES))
    for code in codes:
        values = {"code_hash": _hashed(staff_id, code), "staff_id": staff_id, "made_at": now}
        db.session.execute(insert(RecoveryCodeRow).values(**values))
    return codes


def take_code(staff_id: str, code: str, now: datetime) -> bool:
    """Say whether a code from paper is right and was never used, and use it up."""
    this = (
        RecoveryCodeRow.code_hash == _hashed(staff_id, code),
        RecoveryCodeRow.used_at.is_(None),
    )
    return changed(update(RecoveryCodeRow).where(*this).values(used_at=now)) == 1


def codes_left(staff_id: str) -> int:
    query = select(func.count()).where(
        RecoveryCodeRow.staff_id == staff_id, RecoveryCodeRow.used_at.is_(None)
    )
    return db.session.execute(query).scalar_one()


def rewrite_all() -> int:
    """Encrypt every secret again with the first key; return how many there were."""
    keys = data_keys()
    rows = db.session.execute(select(SecondFactorRow.staff_id, SecondFactorRow.secret)).all()
    for staff_id, kept in rows:
        fresh = keys.encrypt(staff_id, COLUMN, keys.decrypt(staff_id, COLUMN, kept))
        this = update(SecondFactorRow).where(SecondFactorRow.staff_id == staff_id)
        db.session.execute(this.values(secret=fresh))
    return len(rows)


def _row(staff_id: str) -> SecondFactorRow | None:
    query = select(SecondFactorRow).where(SecondFactorRow.staff_id == staff_id)
    return db.session.scalars(query, execution_options={"populate_existing": True}).first()


def _step_of(secret: str, code: str, now: datetime) -> int:
    """Return the step whose code this is, 0 for none; all are compared, right or wrong."""
    found = 0
    for step in _steps(now):
        right = pyotp.TOTP(secret).at(step * STEP_SECONDS)
        if hmac.compare_digest(right.encode(), code.encode()):
            found = step
    return found


def _steps(now: datetime) -> Iterator[int]:
    present = int(now.timestamp()) // STEP_SECONDS
    yield from range(present - CLOCKS_APART, present + CLOCKS_APART + 1)


def _code() -> str:
    """Return 79 bits of chance, written so that people can copy them."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _hashed(staff_id: str, code: str) -> str:
    """Return what is kept: a code is so random that a fast hash tells nothing of it."""
    bare = "".join(letter for letter in code.casefold() if letter in ALPHABET)
    return fingerprint(f"{staff_id} {bare}")
