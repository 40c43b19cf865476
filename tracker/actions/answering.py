"""Was this request answered before? The first answer is kept with what it made true, and given again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.refused import Refused
from tracker.store import replays
from tracker.store.db import Clash, db, writing
from tracker.store.encryption import data_keys

PURPOSE = "request"


class AlreadyAnswered(Exception):
    """The same request was answered in the meantime; nothing of this second one may stand."""


@dataclass(frozen=True)
class Asking:
    """Who asked, under which key, and what is kept to tell this request from another.

    A request may hold passwords, so only keyed hashes of it are kept, one for each data key.
    """

    staff_id: str
    key: str
    fingerprints: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What was answered, word for word."""

    status: int
    body: str


def asking(staff_id: str, key: str, request: bytes) -> Asking:
    """Return the request as it is told apart from others under the same key."""
    plain = hashlib.sha256(request).hexdigest()
    return Asking(staff_id, key, data_keys().matches(PURPOSE, plain))


def first(asked: Asking) -> Answer | None:
    """Return the first answer. Raises Refused when another request had the same key."""
    kept = replays.find(asked.staff_id, asked.key)
    if kept is None:
        return None
    if kept.request_digest not in asked.fingerprints:
        raise Refused("idempotency_conflict", field="Idempotency-Key")
    return Answer(kept.status, kept.body)


def keep(asked: Asking, answer: Answer, now: datetime) -> None:
    """Keep an answer in the transaction that makes it true. Raises AlreadyAnswered."""
    kept = replays.Replay(asked.fingerprints[0], answer.status, answer.body)
    try:
        replays.keep(asked.staff_id, asked.key, kept, now)
    except Clash as clash:
        raise AlreadyAnswered from clash


def keep_apart(asked: Asking, answer: Answer, now: datetime) -> Answer:
    """Keep an answer that recorded nothing, and return the one that was first."""
    db.session.rollback()
    writing()
    try:
        keep(asked, answer, now)
    except AlreadyAnswered:
        db.session.rollback()
        return first(asked) or answer
    db.session.commit()
    return answer
