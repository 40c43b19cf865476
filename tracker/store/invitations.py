"""Who may choose a password by this link? It works once, and not for long."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select, update

from tracker.store.db import changed, db
from tracker.store.encryption import data_keys
from tracker.store.tables_of_entry import InvitationRow
from tracker.store.tokens import fingerprint

COLUMN = "invitation"


def issue(staff_id: str, by: str, now: datetime, expires_at: datetime) -> str:
    """Return a new link's token, shown once; a person's earlier links no longer work."""
    withdraw(staff_id, now)
    token = secrets.token_urlsafe(24)
    values = {"staff_id": staff_id, "by": by, "made_at": now, "expires_at": expires_at}
    db.session.execute(insert(InvitationRow).values(token_hash=fingerprint(token), **values))
    return token


def sealed(staff_id: str, address: str) -> dict[str, str]:
    """Return the words of a message that carries a link: only the outbox can read them again."""
    return {"for": staff_id, "sealed": data_keys().encrypt(staff_id, COLUMN, address)}


def unsealed(words: Mapping[str, str]) -> str:
    """Return the link of such a message. Raises Unreadable."""
    return data_keys().decrypt(words["for"], COLUMN, words["sealed"])


def holder(token: str, now: datetime) -> str | None:
    """Return whose link this is, while it works."""
    return db.session.execute(
        select(InvitationRow.staff_id).where(
            InvitationRow.token_hash == fingerprint(token),
            InvitationRow.used_at.is_(None),
            InvitationRow.expires_at > now,
        )
    ).scalar()


def use(token: str, now: datetime) -> bool:
    """Use a link up; say whether it still worked. Of two who use it at once, one succeeds."""
    this = (InvitationRow.token_hash == fingerprint(token), InvitationRow.expires_at > now)
    spent = update(InvitationRow).where(*this, InvitationRow.used_at.is_(None))
    return changed(spent.values(used_at=now)) == 1


def withdraw(staff_id: str, now: datetime) -> None:
    """Make every link of a person useless."""
    db.session.execute(
        update(InvitationRow)
        .where(InvitationRow.staff_id == staff_id, InvitationRow.used_at.is_(None))
        .values(used_at=now)
    )


def waiting_until(staff_id: str, now: datetime) -> datetime | None:
    """Return until when a person's unused link works, if there is one."""
    return db.session.execute(
        select(InvitationRow.expires_at).where(
            InvitationRow.staff_id == staff_id,
            InvitationRow.used_at.is_(None),
            InvitationRow.expires_at > now,
        )
    ).scalar()
