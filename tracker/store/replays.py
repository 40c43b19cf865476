"""Was this request answered before? A repeated Idempotency-Key gets the first answer again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from tracker.store.db import changed, clashing, db
from tracker.store.tables import ReplayRow


@dataclass(frozen=True)
class Replay:
    """A kept answer. `request_digest` tells its request from another under the same key."""

    request_digest: str
    status: int
    body: str


def find(staff_id: str, key: str) -> Replay | None:
    row = db.session.execute(
        select(ReplayRow.request_digest, ReplayRow.status, ReplayRow.body).where(
            ReplayRow.staff_id == staff_id, ReplayRow.key == key
        )
    ).first()
    return Replay(*row) if row else None


def keep(staff_id: str, key: str, answer: Replay, now: datetime) -> None:
    """Keep an answer, in the transaction that made it true. Raises Clash if one is kept."""
    with clashing():
        db.session.execute(
            insert(ReplayRow).values(
                staff_id=staff_id,
                key=key,
                request_digest=answer.request_digest,
                status=answer.status,
                body=answer.body,
                created_at=now,
            )
        )


def forget_before(then: datetime) -> int:
    """Drop answers older than anyone still asks for; return how many that were."""
    return changed(delete(ReplayRow).where(ReplayRow.created_at < then))
