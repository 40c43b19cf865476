"""Who looked at whose cells, and who tried to sign in? Append-only, apart from the journeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from tracker.store.db import db
from tracker.store.encryption import data_keys
from tracker.store.tables import AccessRow, SignInRow


@dataclass(frozen=True)
class Look:
    """One person looked at one thing. `who` is a staff id, or `patient` or `caregiver`."""

    at: datetime
    who: str
    what: str
    coi: str
    request_id: str


def looked(look: Look) -> None:
    """Keep that somebody looked."""
    db.session.execute(
        insert(AccessRow).values(
            at=look.at,
            who=look.who,
            what=look.what,
            coi=look.coi,
            request_id=look.request_id,
        )
    )


def looks(coi: str, *, limit: int = 200) -> tuple[Look, ...]:
    """Return who looked at a journey, the latest first."""
    columns = (AccessRow.at, AccessRow.who, AccessRow.what, AccessRow.coi)
    rows = db.session.execute(
        select(*columns, AccessRow.request_id)
        .where(AccessRow.coi == coi)
        .order_by(AccessRow.at.desc(), AccessRow.id.desc())
        .limit(limit)
    )
    return tuple(Look(*row) for row in rows)


def tried_to_sign_in(username: str, address: str, now: datetime, *, succeeded: bool) -> None:
    """Keep an attempt to sign in, right or wrong."""
    db.session.execute(
        insert(SignInRow).values(
            at=now, account=_account(username), succeeded=succeeded, address=address
        )
    )


def failures_in_a_row(username: str, since: datetime) -> tuple[int, datetime | None]:
    """Return how often an account failed since `since` and its last success, and when last."""
    account = _account(username)
    success = select(func.max(SignInRow.at)).where(
        SignInRow.account == account, SignInRow.succeeded
    )
    last = db.session.execute(success).scalar()
    row = db.session.execute(
        select(func.count(), func.max(SignInRow.at))
        .where(SignInRow.account == account, SignInRow.succeeded.is_(False))
        .where(SignInRow.at >= since)
        .where(SignInRow.at > last if last else SignInRow.at >= since)
    ).one()
    return row[0], row[1]


def _account(username: str) -> str:
    return data_keys().match("account", username)
