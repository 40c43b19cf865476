"""Who may work here, as what, and with which token? What an administrator does to accounts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from tracker.domain.events import Actor, Grant
from tracker.domain.refused import Refused
from tracker.store import access, staff, tokens
from tracker.store.db import Clash, db, writing

USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LONGEST_NAME: Final = 120


def add(
    by: Actor, username: str, name: str, given: Iterable[Grant], now: datetime
) -> tuple[staff.Account, str]:
    """Make an account with these roles; return it with its first password, shown once."""
    plain = username.strip().casefold()
    if not USERNAME.fullmatch(plain):
        expected = "2 to 40 small letters, digits, dots or hyphens"
        raise Refused("field_type", field="username", label="The user name", expected=expected)
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        expected = f"printable text of at most {LONGEST_NAME} characters"
        raise Refused("field_type", field="name", label="The name", expected=expected)
    password = _new_password()
    writing()
    try:
        account = staff.add(plain, name.strip(), password=password, now=now)
    except Clash:
        db.session.rollback()
        raise Refused("username_taken", field="username", username=plain) from None
    staff.grant(account.id, given)
    _keep(by, f"account added {account.id}", now)
    return account, password


def give(by: Actor, staff_id: str, role: Grant, now: datetime) -> None:
    """Let a person act in one more role at one place."""
    writing()
    _present(staff_id)
    staff.grant(staff_id, (role,))
    _keep(by, f"role given {staff_id}", now)


def take(by: Actor, staff_id: str, role: Grant, now: datetime) -> None:
    """Take one role at one place away; nobody takes away their own."""
    _require_other(by, staff_id)
    writing()
    _present(staff_id)
    staff.withdraw(staff_id, role)
    _keep(by, f"role taken {staff_id}", now)


def end(by: Actor, staff_id: str, now: datetime) -> None:
    """End an account, and with it its tokens; what it did stays readable."""
    _require_other(by, staff_id)
    writing()
    _present(staff_id)
    staff.end(staff_id, now)
    _keep(by, f"account ended {staff_id}", now)


def new_password(by: Actor, staff_id: str, now: datetime) -> str:
    """Give an account a new password, shown once; every session of the account ends with the old."""
    password = _new_password()
    writing()
    _present(staff_id)
    staff.set_password(staff_id, password)
    _keep(by, f"password reset {staff_id}", now)
    return password


def new_token(by: Actor, staff_id: str, label: str, now: datetime) -> str:
    """Issue a bearer token that acts as this account; it is shown once."""
    if not label.strip() or len(label) > LONGEST_NAME or not label.isprintable():
        raise Refused("field_missing", field="label", label="What the token is for")
    writing()
    _present(staff_id)
    raw = tokens.issue(staff_id, label.strip()[:100], now)
    _keep(by, f"token issued {staff_id}", now)
    return raw


def end_token(by: Actor, token_hash: str, now: datetime) -> None:
    """End one token."""
    writing()
    tokens.end(token_hash, now)
    _keep(by, f"token ended {token_hash[:12]}", now)


def _new_password() -> str:
    """Return a password nobody chose: four groups that can be read out over a telephone."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _present(staff_id: str) -> None:
    account = staff.by_id(staff_id)
    if account is None or account.ended_at is not None:
        db.session.rollback()
        raise Refused("unknown_person")


def _require_other(by: Actor, staff_id: str) -> None:
    if by.id == staff_id:
        raise Refused("not_yourself")


def _keep(by: Actor, what: str, now: datetime) -> None:
    """Keep what was done and by whom, in the append-only register, and commit both."""
    access.looked(access.Look(now, by.id, what, "", secrets.token_hex(8)))
    db.session.commit()
