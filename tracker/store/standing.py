"""Until when is somebody trained for a role, and which signature policy have they accepted?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, insert, select

from tracker.domain.events import Standing
from tracker.domain.kinds import Role
from tracker.store.db import db
from tracker.store.standing_tables import AcceptanceRow, TrainingRow

NOBODY: Final = "service"
"""Who kept a training that came with the demonstration."""


def of(staff_id: str) -> Standing:
    """Return a person's training and the newest policy they accepted."""
    newest = (
        select(func.max(TrainingRow.id))
        .where(TrainingRow.staff_id == staff_id)
        .group_by(TrainingRow.role)
    )
    rows = db.session.execute(
        select(TrainingRow.role, TrainingRow.until)
        .where(TrainingRow.id.in_(newest))
        .order_by(TrainingRow.role)
    )
    version = db.session.execute(
        select(AcceptanceRow.version)
        .where(AcceptanceRow.staff_id == staff_id)
        .order_by(AcceptanceRow.id.desc())
        .limit(1)
    ).scalar()
    return Standing(tuple((Role(row.role), row.until) for row in rows), version or "")


def train(
    staff_id: str, taught: Iterable[Role], until: date, now: datetime, by: str = NOBODY
) -> None:
    """Keep that somebody is trained for these roles until a day; an earlier day ends it earlier."""
    for role in dict.fromkeys(taught):
        values = {"staff_id": staff_id, "role": role.value, "until": until}
        db.session.execute(insert(TrainingRow).values(**values, at=now, kept_by=by))


def accept(staff_id: str, version: str, now: datetime) -> None:
    """Keep that somebody accepted a version of the signature policy."""
    db.session.execute(insert(AcceptanceRow).values(staff_id=staff_id, version=version, at=now))
