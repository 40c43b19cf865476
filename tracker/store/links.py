"""Who holds a link to a patient's page, and may this code open it?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update

from tracker.store import passwords
from tracker.store.db import db
from tracker.store.encryption import data_keys
from tracker.store.tokens import fingerprint
from tracker.store.viewer_tables import LinkRow

TRIES: Final = 5
LOCK: Final = timedelta(minutes=15)
CODE_DIGITS: Final = 8


@dataclass(frozen=True)
class Link:
    """A link as it was given out; `locked_until` is set after too many wrong tries.

    `viewer_id` is the caregiver it was given to, "" for the patient. Once its holder has a way in
    of their own it is spent, and opens nothing any more.
    """

    token_hash: str
    coi: str
    created_at: datetime
    expires_at: datetime
    attempts: int
    locked_until: datetime | None
    viewer_id: str = ""
    spent_at: datetime | None = None


COLUMNS = (
    LinkRow.token_hash,
    LinkRow.coi,
    LinkRow.created_at,
    LinkRow.expires_at,
    LinkRow.attempts,
    LinkRow.locked_until,
    LinkRow.viewer_id,
    LinkRow.spent_at,
)


def new_seed() -> str:
    """Return what a link's token follows from, by the data key.

    A message that carries a link holds the seed: nobody reads a token in the outbox.
    """
    return secrets.token_hex(16)


def token_of(seed: str) -> str:
    """Return the token of a seed, as long as no two links ever share one."""
    return data_keys().match("page link", seed)[:48]


def issue(
    coi: str, *, now: datetime, expires_at: datetime, viewer_id: str = "", seed: str = ""
) -> tuple[str, str]:
    """Return a new link's token and the code that opens it; both are shown once."""
    token = token_of(seed or new_seed())
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    db.session.execute(
        insert(LinkRow).values(
            token_hash=fingerprint(token),
            coi=coi,
            code_hash=passwords.hashed(code),
            created_at=now,
            expires_at=expires_at,
            attempts=0,
            viewer_id=viewer_id,
        )
    )
    return token, code


def find(token: str, now: datetime) -> Link | None:
    """Return the link of a token unless it has expired or was spent."""
    link = held(key_of(token), now)
    return link if link is not None and link.spent_at is None else None


def key_of(token: str) -> str:
    """Return by what a link is known here; the token itself is kept nowhere."""
    return fingerprint(token)


def held(key: str, now: datetime) -> Link | None:
    """Return the link known by a key unless it has expired or was withdrawn."""
    row = db.session.execute(
        select(*COLUMNS).where(LinkRow.token_hash == key).where(LinkRow.expires_at > now)
    ).first()
    return Link(*row) if row else None


def count_attempt(link: Link, now: datetime) -> bool:
    """Take one of the tries a link has; say whether there was one left.

    Taken before the code is looked at and by one conditional update, so that tries made at the
    same time count too. The last one locks the link for a while and then they start again.
    """
    db.session.execute(
        update(LinkRow)
        .where(LinkRow.token_hash == link.token_hash, LinkRow.locked_until <= now)
        .values(attempts=0, locked_until=None)
    )
    taken = db.session.execute(
        update(LinkRow)
        .where(LinkRow.token_hash == link.token_hash, LinkRow.attempts < TRIES)
        .values(attempts=LinkRow.attempts + 1)
        .returning(LinkRow.attempts)
    ).scalar()
    if taken == TRIES:
        db.session.execute(
            update(LinkRow)
            .where(LinkRow.token_hash == link.token_hash)
            .values(locked_until=now + LOCK)
        )
    return taken is not None


def code_right(link: Link, code: str) -> bool:
    """Say whether this code opens the link; spaces and hyphens people type are left out."""
    kept = db.session.execute(
        select(LinkRow.code_hash).where(LinkRow.token_hash == link.token_hash)
    ).scalar()
    return passwords.right(kept, code.replace(" ", "").replace("-", ""))


def forgive(link: Link) -> None:
    """Start counting tries again, after one that succeeded."""
    db.session.execute(
        update(LinkRow)
        .where(LinkRow.token_hash == link.token_hash)
        .values(attempts=0, locked_until=None)
    )


def use(link: Link, browser: str) -> bool:
    """Use a link up in this browser; say whether no other browser used it before.

    One conditional update, so that of two browsers at the same time one comes in. The mark of a
    browser is hashed together with the link: nobody reads here who comes in by the same telephone.
    """
    mine = data_keys().matches("browser of a link", f"{link.token_hash} {browser}")
    used = db.session.execute(
        update(LinkRow)
        .where(LinkRow.token_hash == link.token_hash)
        .where(LinkRow.browser.in_(("", *mine)))
        .values(browser=mine[0])
        .returning(LinkRow.token_hash)
    ).scalar()
    return used is not None


def of(coi: str, viewer_id: str = "") -> tuple[Link, ...]:
    """Return the links of a journey's patient, or of one caregiver, the newest first."""
    rows = db.session.execute(
        select(*COLUMNS).where(*_whose(coi, viewer_id)).order_by(LinkRow.created_at.desc())
    )
    return tuple(Link(*row) for row in rows)


def spend(coi: str, viewer_id: str, now: datetime) -> None:
    """Use up the links of somebody who has a way in of their own; sessions begun by them go on."""
    this = update(LinkRow).where(*_whose(coi, viewer_id), LinkRow.spent_at.is_(None))
    db.session.execute(this.values(spent_at=now))


def withdraw_all(coi: str, viewer_id: str = "") -> None:
    """Make every link of a journey's patient, or of one caregiver, useless."""
    db.session.execute(delete(LinkRow).where(*_whose(coi, viewer_id)))


def _whose(coi: str, viewer_id: str) -> tuple[ColumnElement[bool], ...]:
    return LinkRow.coi == coi, LinkRow.viewer_id == viewer_id
