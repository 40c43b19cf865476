"""Which passkeys open which account, and which challenges were answered already?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from tracker.store.db import changed, clashing, db, insert_new
from tracker.store.tables_of_entry import PasskeyRow, SpentRow


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner sees it, with its public half."""

    credential_id: str
    staff_id: str
    public_key: str
    sign_count: int
    label: str
    made_at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None


COLUMNS = (
    PasskeyRow.credential_id,
    PasskeyRow.staff_id,
    PasskeyRow.public_key,
    PasskeyRow.sign_count,
    PasskeyRow.label,
    PasskeyRow.made_at,
    PasskeyRow.used_at,
    PasskeyRow.ended_at,
)


def add(passkey: Passkey) -> None:
    """Keep a new passkey. Raises Clash when it is kept already, even one that has ended."""
    with clashing():
        db.session.execute(insert(PasskeyRow).values(**vars(passkey)))


def find(credential_id: str) -> Passkey | None:
    """Return a passkey in use."""
    row = db.session.execute(
        select(*COLUMNS).where(
            PasskeyRow.credential_id == credential_id, PasskeyRow.ended_at.is_(None)
        )
    ).first()
    return Passkey(*row) if row else None


def of(staff_id: str) -> tuple[Passkey, ...]:
    """Return a person's passkeys in use, the oldest first."""
    rows = db.session.execute(
        select(*COLUMNS)
        .where(PasskeyRow.staff_id == staff_id, PasskeyRow.ended_at.is_(None))
        .order_by(PasskeyRow.made_at, PasskeyRow.credential_id)
    )
    return tuple(Passkey(*row) for row in rows)


def used(credential_id: str, sign_count: int, now: datetime) -> None:
    db.session.execute(
        update(PasskeyRow)
        .where(PasskeyRow.credential_id == credential_id)
        .values(sign_count=sign_count, used_at=now)
    )


def end(staff_id: str, credential_id: str, now: datetime) -> bool:
    """End one passkey of a person; say whether there was one."""
    this = (PasskeyRow.staff_id == staff_id, PasskeyRow.credential_id == credential_id)
    ended = update(PasskeyRow).where(*this, PasskeyRow.ended_at.is_(None))
    return changed(ended.values(ended_at=now)) == 1


def end_all(staff_id: str, now: datetime) -> None:
    db.session.execute(
        update(PasskeyRow)
        .where(PasskeyRow.staff_id == staff_id, PasskeyRow.ended_at.is_(None))
        .values(ended_at=now)
    )


def spend(challenge: bytes, now: datetime) -> bool:
    """Say whether a challenge is answered for the first time, and that it now is."""
    kept = hashlib.sha256(challenge).hexdigest()
    return insert_new(SpentRow, {"challenge_hash": kept, "at": now})


def forget_spent(then: datetime) -> int:
    """Forget challenges answered before; return how many. No browser carries them any more."""
    return changed(delete(SpentRow).where(SpentRow.at < then))
