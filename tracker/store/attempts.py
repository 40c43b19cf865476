"""Who tried to come in, from where, and who keeps guessing? Attempts are append-only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from tracker.store.db import changed, db, insert_new
from tracker.store.encryption import data_keys
from tracker.store.tables import SignInRow
from tracker.store.tables_of_entry import AlertRow, KnownBrowserRow
from tracker.store.tokens import fingerprint


@dataclass(frozen=True)
class Try:
    """One attempt: under which name, at which step, from where.

    `step` is password, code or passkey. `browser` is empty for one in which this person never
    signed in before. Kept is a keyed hash of the name: people type passwords there.
    """

    username: str
    address: str
    step: str = "password"
    browser: str = ""


@dataclass(frozen=True)
class Kept:
    """An attempt as an auditor sees it."""

    at: datetime
    account: str
    step: str
    succeeded: bool
    address: str
    browser: str


@dataclass(frozen=True)
class Alert:
    """Somebody guesses. `looked_by` is who has looked into it, "" while nobody has."""

    id: int
    at: datetime
    kind: str
    account: str
    address: str
    looked_at: datetime | None
    looked_by: str


ATTEMPT = (
    SignInRow.at,
    SignInRow.account,
    SignInRow.step,
    SignInRow.succeeded,
    SignInRow.address,
    SignInRow.browser,
)
ALERT = (
    AlertRow.id,
    AlertRow.at,
    AlertRow.kind,
    AlertRow.account,
    AlertRow.address,
    AlertRow.looked_at,
    AlertRow.looked_by,
)


def keep(tried: Try, now: datetime, *, succeeded: bool) -> None:
    """Keep an attempt, right or wrong."""
    db.session.execute(
        insert(SignInRow).values(
            at=now,
            account=account_of(tried.username),
            succeeded=succeeded,
            address=tried.address,
            step=tried.step,
            browser=tried.browser,
        )
    )


def failures(tried: Try, since: datetime) -> tuple[int, datetime | None]:
    """Return how often this step failed for an account since its last success, and when last.

    A browser the person is known in is counted by itself, apart from all that are not: guesses
    of strangers lock strangers out, and nobody who stands at their own workstation.
    """
    here = (
        SignInRow.account == account_of(tried.username),
        SignInRow.step == tried.step,
        SignInRow.browser == tried.browser,
    )
    last = select(func.max(SignInRow.id)).where(*here, SignInRow.succeeded).scalar_subquery()
    row = db.session.execute(
        select(func.count(), func.max(SignInRow.at)).where(
            *here,
            SignInRow.succeeded.is_(False),
            SignInRow.at >= since,
            SignInRow.id > func.coalesce(last, 0),
        )
    ).one()
    return row[0], row[1]


def failures_from(address: str, since: datetime) -> int:
    """Return how often an address failed, under whatever names, in browsers nobody is known in."""
    return db.session.execute(
        select(func.count()).where(
            SignInRow.address == address,
            SignInRow.browser == "",
            SignInRow.step != "locked",
            SignInRow.succeeded.is_(False),
            SignInRow.at >= since,
        )
    ).scalar_one()


def latest(*, limit: int = 200) -> tuple[Kept, ...]:
    """Return the latest attempts, the newest first."""
    query = select(*ATTEMPT).order_by(SignInRow.at.desc(), SignInRow.id.desc()).limit(limit)
    return tuple(Kept(*row) for row in db.session.execute(query))


def of(username: str, *, limit: int) -> tuple[Kept, ...]:
    """Return the latest attempts under one name, the newest first."""
    this = SignInRow.account.in_(accounts_of(username))
    query = select(*ATTEMPT).where(this).order_by(SignInRow.at.desc(), SignInRow.id.desc())
    return tuple(Kept(*row) for row in db.session.execute(query.limit(limit)))


def account_of(username: str) -> str:
    """Return by what an account is known among the attempts."""
    return data_keys().match("account", username)


def accounts_of(username: str) -> tuple[str, ...]:
    """Return the same under each data key: while keys change, attempts carry one or the other."""
    return data_keys().matches("account", username)


# --- browsers a person is known in


def known_browser(raw: str, staff_id: str) -> str:
    """Return what is kept of a browser's mark, "" when this person never signed in there."""
    kept = fingerprint(raw)
    this = (KnownBrowserRow.browser_hash == kept, KnownBrowserRow.staff_id == staff_id)
    found = db.session.execute(select(KnownBrowserRow.staff_id).where(*this)).scalar()
    return kept if found else ""


def know_browser(raw: str, staff_id: str, now: datetime) -> str:
    """Remember that a person signed in in this browser; return its mark, new where it had none."""
    mark = raw or secrets.token_urlsafe(32)
    kept = fingerprint(mark)
    values = {"browser_hash": kept, "staff_id": staff_id, "first_at": now, "last_at": now}
    if not insert_new(KnownBrowserRow, values):
        this = (KnownBrowserRow.browser_hash == kept, KnownBrowserRow.staff_id == staff_id)
        db.session.execute(update(KnownBrowserRow).where(*this).values(last_at=now))
    return mark


def forget_browsers(staff_id: str) -> None:
    """Know a person nowhere any more: every browser is a stranger's to them."""
    db.session.execute(delete(KnownBrowserRow).where(KnownBrowserRow.staff_id == staff_id))


# --- alerts


def alert(kind: str, tried: Try, now: datetime) -> bool:
    """Raise an alert, once until somebody has looked into it; say whether it is a new one."""
    account = account_of(tried.username) if kind == "account" else ""
    open_one = (AlertRow.kind == kind, AlertRow.looked_at.is_(None))
    same = AlertRow.account == account if account else AlertRow.address == tried.address
    if db.session.execute(select(AlertRow.id).where(*open_one, same)).first():
        return False
    values = {"kind": kind, "account": account, "address": tried.address, "looked_by": ""}
    db.session.execute(insert(AlertRow).values(at=now, **values))
    return True


def alerts(*, limit: int = 50) -> tuple[Alert, ...]:
    """Return the alerts, those nobody has looked into first."""
    order = (AlertRow.looked_at.is_not(None), AlertRow.at.desc(), AlertRow.id.desc())
    return tuple(
        Alert(*row) for row in db.session.execute(select(*ALERT).order_by(*order).limit(limit))
    )


def alerts_open() -> int:
    query = select(func.count()).where(AlertRow.looked_at.is_(None))
    return db.session.execute(query).scalar_one()


def looked_into(number: int, by: str, now: datetime) -> bool:
    """Say who looked into an alert; False when somebody had already, or there is none."""
    this = (AlertRow.id == number, AlertRow.looked_at.is_(None))
    return changed(update(AlertRow).where(*this).values(looked_at=now, looked_by=by)) == 1
