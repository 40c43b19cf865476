"""What did a patient note for their visit? Encrypted: it may name the people around them."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, select, update

from tracker.domain.preparation import Preparation, Stay
from tracker.store.db import db, insert_new
from tracker.store.encryption import data_keys
from tracker.store.tables import PreparationRow

COLUMN: Final = "notes"


def save(coi: str, noted: Preparation, now: datetime) -> None:
    """Keep what a patient noted, in place of what they noted before."""
    text = json.dumps(
        {
            "ready": sorted(noted.ready),
            "minutes": noted.minutes,
            "stays": [
                [stay.who, stay.first.isoformat(), stay.last.isoformat()]
                for stay in noted.stays
            ],
        }
    )
    values = {COLUMN: data_keys().encrypt(coi, COLUMN, text), "changed_at": now}
    if not insert_new(PreparationRow, {"coi": coi, **values}):
        db.session.execute(
            update(PreparationRow).where(PreparationRow.coi == coi).values(**values)
        )


def of(coi: str) -> Preparation:
    """Return what a patient noted; nothing where they have not."""
    stored = db.session.scalar(select(PreparationRow.notes).where(PreparationRow.coi == coi))
    if stored is None:
        return Preparation()
    found = json.loads(data_keys().decrypt(coi, COLUMN, stored))
    stays = tuple(
        Stay(who, date.fromisoformat(first), date.fromisoformat(last))
        for who, first, last in found["stays"]
    )
    return Preparation(frozenset(found["ready"]), found["minutes"], stays)


def forget(coi: str) -> None:
    """Forget what a patient noted: it may name the people around them."""
    db.session.execute(delete(PreparationRow).where(PreparationRow.coi == coi))


def rewrite_all() -> None:
    """Encrypt everything noted again with the first key."""
    keys = data_keys()
    for coi, kept in db.session.execute(select(PreparationRow.coi, PreparationRow.notes)).all():
        fresh = keys.encrypt(coi, COLUMN, keys.decrypt(coi, COLUMN, kept))
        this = update(PreparationRow).where(PreparationRow.coi == coi)
        db.session.execute(this.values({COLUMN: fresh}))
