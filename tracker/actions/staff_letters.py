"""What do members of staff get by e-mail? Their own link; administrators, that somebody keeps guessing."""

from __future__ import annotations

import secrets
from datetime import datetime

from tracker.domain.channels import GUESSED, INVITED
from tracker.domain.kinds import Role
from tracker.store import invitations, notices, staff
from tracker.store.db import db, writing
from tracker.store.notices import Notice


def send_link(staff_id: str, address: str, now: datetime) -> bool:
    """Put a person's own link in the outbox, sealed; say whether there is an address to send it to."""
    account = staff.by_id(staff_id)
    if account is None or not account.email:
        return False
    writing()
    words = invitations.sealed(staff_id, address)
    _enqueue(INVITED, staff_id, now, words)
    db.session.commit()
    return True


def tell_administrators(now: datetime) -> None:
    """Put word of an alert in the outbox, in the transaction that raised it; it names nobody."""
    for account in staff.everyone():
        reached = account.email and account.ended_at is None
        if reached and any(grant.role is Role.ADMIN for grant in staff.grants(account.id)):
            _enqueue(GUESSED, account.id, now, {})


def _enqueue(kind: str, staff_id: str, now: datetime, words: dict[str, str]) -> None:
    key = f"{kind}:{secrets.token_hex(8)}"
    notices.enqueue(Notice(key, "", kind, "staff", staff_id, now, words), now)
