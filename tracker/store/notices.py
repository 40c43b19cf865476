"""Which messages wait to be sent? An outbox: written with the entry, sent by the jobs process.

Sending is at least once: whoever dies between sending and saying so leaves a message that is
sent again, under the same key. Within the database each message is finished exactly once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ScalarSelect, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from tracker.store.db import changed, db, insert_new
from tracker.store.tables import NoticeRow

AT_THE_DOOR: Final = "viewer"
"""The audience of what somebody asked for to come in, or to be written to."""

LEASE: Final = timedelta(minutes=5)
FIRST_WAIT: Final = timedelta(minutes=1)
MOST_ATTEMPTS: Final = 10
"""With waits that double, the last attempt is eight hours after the first: an outage of one night."""


@dataclass(frozen=True)
class Notice:
    """A message to one person. `words` fill its text and hold no personal data.

    `audience` is patient, caregiver or staff; `recipient` the id by which their address is
    found at the moment of sending. One `key` is one message, however often it is enqueued.
    """

    key: str
    coi: str
    kind: str
    audience: str
    recipient: str
    due_at: datetime
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send until the lease ends."""

    notice: Notice
    id: int
    lease: str
    attempts: int


@dataclass(frozen=True)
class Fate:
    """A message as staff see it: waiting, sent, shown, merged, withdrawn, not_wanted or given_up.

    `channel` is the one by which it went, or would have gone; "" while nobody has tried.
    """

    notice: Notice
    fate: str
    attempts: int
    finished_at: datetime | None
    last_error: str
    channel: str = ""


def enqueue(notice: Notice, now: datetime) -> bool:
    """Put a message in the outbox; say whether it was not there already."""
    return insert_new(
        NoticeRow,
        {
            "key": notice.key,
            "coi": notice.coi,
            "kind": notice.kind,
            "audience": notice.audience,
            "recipient": notice.recipient,
            "words": dict(notice.words),
            "created_at": now,
            "due_at": notice.due_at,
            "attempts": 0,
            "lease": "",
            "fate": "waiting",
            "channel": "",
            "last_error": "",
        },
    )


def claim(now: datetime, *, limit: int = 20) -> tuple[Claimed, ...]:
    """Take due messages for ourselves. Commit before sending: the lease is what others see.

    Each row is taken by one conditional update, so of two processes one gets it. A lease that
    has run out is free again; its late holder can no longer finish the message. Messages to one
    person are in one pair of hands: two processes could each find that today nothing was sent yet.
    """
    lease = secrets.token_hex(8)
    other = aliased(NoticeRow)
    elsewhere = exists().where(
        other.recipient == NoticeRow.recipient,
        other.finished_at.is_(None),
        other.leased_until > now,
        other.lease != lease,
    )
    due = (
        ~elsewhere,
        NoticeRow.finished_at.is_(None),
        NoticeRow.due_at <= now,
        or_(NoticeRow.leased_until.is_(None), NoticeRow.leased_until <= now),
    )
    found = db.session.scalars(
        select(NoticeRow.id).where(*due).order_by(NoticeRow.due_at, NoticeRow.id).limit(limit)
    ).all()
    taken = [
        number
        for number in found
        if changed(
            update(NoticeRow)
            .where(NoticeRow.id == number, *due)
            .values(lease=lease, leased_until=now + LEASE, attempts=NoticeRow.attempts + 1)
        )
    ]
    return tuple(_claimed(number) for number in taken)


def sent(claimed: Claimed, now: datetime, channel: str = "") -> bool:
    """Say that a message went out; False when the lease was lost to another process."""
    return _over(claimed, now, "sent", channel=channel)


def shown(claimed: Claimed, now: datetime, channel: str = "") -> bool:
    """Say that a message was shown on a page instead, as a demonstration does."""
    return _over(claimed, now, "shown", channel=channel)


def given_up(claimed: Claimed, now: datetime, why: str, channel: str = "") -> bool:
    """Say that a message cannot go out, however often it is tried."""
    return _over(claimed, now, "given_up", channel=channel, last_error=why[:300])


def not_wanted(claimed: Claimed, now: datetime) -> bool:
    """Say that the person chose to be sent nothing."""
    return _over(claimed, now, "not_wanted")


def merged(claimed: Claimed, now: datetime) -> bool:
    """Say that a later message to the same person has told them the same."""
    return _over(claimed, now, "merged")


def postponed(claimed: Claimed, until: datetime, why: str = "") -> bool:
    """Put a message back until a better hour; that counts as no attempt."""
    values = {"due_at": until, "attempts": claimed.attempts - 1, "last_error": why}
    return _finish(claimed, {**values, "leased_until": None, "lease": ""})


def told_since(claimed: Claimed, kind: str = "") -> bool:
    """Say whether a message (of a kind, if named) went to the same person after this one was written."""
    written = select(NoticeRow.created_at).where(NoticeRow.id == claimed.id).scalar_subquery()
    last = last_sent(claimed.notice.recipient, since=written, kind=kind)
    return last is not None


def last_sent(
    recipient: str, *, since: datetime | ScalarSelect[datetime] | None = None, kind: str = ""
) -> datetime | None:
    """Return when a message last went out to a person; a code or a link they asked for tells no news."""
    query = select(func.max(NoticeRow.finished_at)).where(
        NoticeRow.recipient == recipient,
        NoticeRow.fate == "sent",
        NoticeRow.audience != AT_THE_DOOR,
    )
    if kind:
        query = query.where(NoticeRow.kind == kind)
    if since is not None:
        query = query.where(NoticeRow.finished_at >= since)
    return db.session.execute(query).scalar()


def failed(claimed: Claimed, now: datetime, why: str, channel: str = "") -> bool:
    """Say that sending did not work: it waits longer each time, and is given up at last."""
    if claimed.attempts >= MOST_ATTEMPTS:
        return given_up(claimed, now, why, channel)
    wait = FIRST_WAIT * 2 ** (claimed.attempts - 1)
    values = {"last_error": why[:300], "leased_until": None, "lease": "", "channel": channel}
    return _finish(claimed, {**values, "due_at": now + wait})


def withdraw(coi: str, kind: str, now: datetime) -> int:
    """Take back messages nobody should get any more; return how many were still waiting."""
    return changed(
        update(NoticeRow)
        .where(NoticeRow.coi == coi, NoticeRow.kind == kind, NoticeRow.finished_at.is_(None))
        .values(fate="withdrawn", finished_at=now)
    )


def of(coi: str) -> tuple[Fate, ...]:
    """Return a journey's messages and what became of them, oldest first."""
    query = select(NoticeRow).where(NoticeRow.coi == coi).order_by(NoticeRow.id)
    return _fates(db.session.scalars(query).all())


def recent(*, limit: int = 100) -> tuple[Fate, ...]:
    """Return the latest messages of all journeys; demonstration mode shows them on a page."""
    query = select(NoticeRow).order_by(NoticeRow.id.desc()).limit(limit)
    return _fates(db.session.scalars(query).all())


def _over(claimed: Claimed, now: datetime, fate: str, **more: str) -> bool:
    values = {"fate": fate, "finished_at": now, "last_error": "", **more}
    return _finish(claimed, values)


def _finish(claimed: Claimed, values: Mapping[str, object]) -> bool:
    ours = (
        NoticeRow.id == claimed.id,
        NoticeRow.lease == claimed.lease,
        NoticeRow.finished_at.is_(None),
    )
    return changed(update(NoticeRow).where(*ours).values(**values)) == 1


def _claimed(number: int) -> Claimed:
    row = db.session.scalars(
        select(NoticeRow).where(NoticeRow.id == number),
        execution_options={"populate_existing": True},
    ).one()
    return Claimed(_notice(row), row.id, row.lease, row.attempts)


def _fates(rows: Iterable[NoticeRow]) -> tuple[Fate, ...]:
    return tuple(
        Fate(
            _notice(row),
            row.fate,
            row.attempts,
            row.finished_at,
            row.last_error,
            row.channel,
        )
        for row in rows
    )


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        key=row.key,
        coi=row.coi,
        kind=row.kind,
        audience=row.audience,
        recipient=row.recipient,
        due_at=row.due_at,
        words=row.words,
    )
