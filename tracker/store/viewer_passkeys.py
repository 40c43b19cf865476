"""Which passkeys open a patient's page, and for whom? None of them opens an account of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from tracker.store.db import changed, clashing, db
from tracker.store.viewer_tables import ViewerPasskeyRow


@dataclass(frozen=True)
class ViewerPasskey:
    """A passkey with its public half; `device` is how the browser that made it called itself."""

    credential_id: str
    viewer_id: str
    public_key: str
    sign_count: int
    device: str
    made_at: datetime
    used_at: datetime | None = None


COLUMNS = (
    ViewerPasskeyRow.credential_id,
    ViewerPasskeyRow.viewer_id,
    ViewerPasskeyRow.public_key,
    ViewerPasskeyRow.sign_count,
    ViewerPasskeyRow.device,
    ViewerPasskeyRow.made_at,
    ViewerPasskeyRow.used_at,
)
IN_USE = ViewerPasskeyRow.ended_at.is_(None)


def add(passkey: ViewerPasskey) -> None:
    """Keep a new passkey. Raises Clash when it is kept already, even one that has ended."""
    with clashing():
        db.session.execute(insert(ViewerPasskeyRow).values(**vars(passkey)))


def find(credential_id: str) -> ViewerPasskey | None:
    """Return a passkey in use."""
    query = select(*COLUMNS).where(ViewerPasskeyRow.credential_id == credential_id, IN_USE)
    row = db.session.execute(query).first()
    return ViewerPasskey(*row) if row else None


def of(viewer_id: str) -> tuple[ViewerPasskey, ...]:
    """Return a viewer's passkeys in use, the oldest first."""
    rows = db.session.execute(
        select(*COLUMNS)
        .where(ViewerPasskeyRow.viewer_id == viewer_id, IN_USE)
        .order_by(ViewerPasskeyRow.made_at, ViewerPasskeyRow.credential_id)
    )
    return tuple(ViewerPasskey(*row) for row in rows)


def used(credential_id: str, sign_count: int, now: datetime) -> None:
    this = update(ViewerPasskeyRow).where(ViewerPasskeyRow.credential_id == credential_id)
    db.session.execute(this.values(sign_count=sign_count, used_at=now))


def end(viewer_id: str, credential_id: str, now: datetime) -> bool:
    """End one passkey of a viewer; say whether there was one."""
    this = (
        ViewerPasskeyRow.viewer_id == viewer_id,
        ViewerPasskeyRow.credential_id == credential_id,
    )
    ended = update(ViewerPasskeyRow).where(*this, IN_USE).values(ended_at=now)
    return changed(ended) == 1


def end_all(viewer_id: str, now: datetime) -> None:
    ended = update(ViewerPasskeyRow).where(ViewerPasskeyRow.viewer_id == viewer_id, IN_USE)
    db.session.execute(ended.values(ended_at=now))
