"""Who may work here, as what, and with which token? What an administrator does to accounts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.domain.authority_table import apart, is_machine
from tracker.domain.events import Actor, Grant
from tracker.domain.refused import Refused
from tracker.store import (
    access,
    attempts,
    invitations,
    passkeys,
    second_factors,
    sessions,
    staff,
    tokens,
)
from tracker.store.db import Clash, db, writing

USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
LONGEST_NAME: Final = 120
ADDRESS: Final = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,180}")
LONGEST_ACT: Final = 64
INVITED_FOR: Final = timedelta(hours=72)
"""A weekend: long enough to hand over a printed link, short enough to be lost."""


@dataclass(frozen=True)
class Newcomer:
    """Who is to have an account, and what they may act as."""

    username: str
    name: str
    grants: tuple[Grant, ...]
    email: str = ""


def add(by: Actor, wanted: Newcomer, now: datetime) -> tuple[staff.Account, str]:
    """Make an account; return it with the token of its link, shown once. Raises Refused."""
    plain, name, email = wanted.username.strip().casefold(), wanted.name.strip(), wanted.email
    if not USERNAME.fullmatch(plain):
        expected = "2 to 40 small letters, digits, dots or hyphens"
        raise Refused("field_type", field="username", label="The user name", expected=expected)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        expected = f"printable text of at most {LONGEST_NAME} characters"
        raise Refused("field_type", field="name", label="The name", expected=expected)
    _require_apart(wanted.grants)
    writing()
    try:
        _require_free(email.strip())
        account = staff.add(plain, name, now=now, email=email.strip())
    except Clash:
        db.session.rollback()
        raise Refused("username_taken", field="username", username=plain) from None
    staff.grant(account.id, wanted.grants)
    token = invitations.issue(account.id, by.id, now, now + INVITED_FOR)
    for role in wanted.grants:
        _look(by, f"role given {account.id} {role.role.value} {role.place}", now)
    _keep(by, f"account added {account.id}", now)
    return account, token


def write_to(by: Actor, staff_id: str, email: str, now: datetime) -> None:
    """Keep the e-mail address of a person; "" forgets it. Raises Refused."""
    plain = email.strip()
    writing()
    _present(staff_id)
    _require_free(plain, but=staff_id)
    staff.write_to(staff_id, plain)
    _keep(by, f"address kept {staff_id}", now)


def give(by: Actor, staff_id: str, role: Grant, now: datetime) -> None:
    """Let a person act in one more role at one place; nobody gives themselves one. Raises Refused.

    Who keeps accounts reads no patient. One more role of their own would open the records to them.
    """
    _require_other(by, staff_id)
    writing()
    _present(staff_id)
    _require_apart((*staff.grants(staff_id), role))
    staff.grant(staff_id, (role,))
    _keep(by, f"role given {staff_id} {role.role.value} {role.place}", now)


def take(by: Actor, staff_id: str, role: Grant, now: datetime) -> None:
    """Take one role at one place away; nobody takes away their own.

    A machine that is none any more loses its tokens: they were handed to somebody else than the person
    who may have this account next.
    """
    _require_other(by, staff_id)
    writing()
    _present(staff_id)
    machine = is_machine(staff.grants(staff_id))
    staff.withdraw(staff_id, role)
    if machine and not is_machine(staff.grants(staff_id)):
        tokens.end_all(staff_id, now)
    _keep(by, f"role taken {staff_id} {role.role.value} {role.place}", now)


def end(by: Actor, staff_id: str, now: datetime) -> None:
    """End an account, and with it all that opens it; what it did stays readable."""
    _require_other(by, staff_id)
    writing()
    _present(staff_id)
    staff.end(staff_id, now)
    tokens.end_all(staff_id, now)
    _shut(staff_id, now, "account ended")
    _keep(by, f"account ended {staff_id}", now)


def reset(by: Actor, staff_id: str, now: datetime) -> str:
    """Take away all a person signs in with, and return the token of a link to begin again.

    For a forgotten password, a lost telephone and a theft alike: password, second factor, passkeys,
    sessions and tokens end at once. A machine keeps its tokens, which have ends of their own.
    """
    writing()
    _present(staff_id)
    if not is_machine(staff.grants(staff_id)):
        tokens.end_all(staff_id, now)
    staff.void_password(staff_id)
    _shut(staff_id, now, "reset by an administrator")
    token = invitations.issue(staff_id, by.id, now, now + INVITED_FOR)
    _keep(by, f"account reset {staff_id}", now)
    return token


def looked_into(by: Actor, alert: int, now: datetime) -> None:
    """Say that an alert was looked into, and by whom. Raises Refused."""
    writing()
    if not attempts.looked_into(alert, by.id, now):
        db.session.rollback()
        raise Refused("nothing_to_do", what="somebody has looked into this already")
    _keep(by, f"alert looked into {alert}", now)


def _shut(staff_id: str, now: datetime, why: str) -> None:
    second_factors.remove(staff_id)
    passkeys.end_all(staff_id, now)
    invitations.withdraw(staff_id, now)
    attempts.forget_browsers(staff_id)
    sessions.end_all(staff_id, now, why)


def new_token(by: Actor, staff_id: str, label: str, now: datetime) -> str:
    """Issue a bearer token that acts as this account; it is shown once. Raises Refused.

    Only for oneself or for a machine: whoever held another's token would act under that name.
    """
    if by.id != staff_id and not is_machine(staff.grants(staff_id)):
        raise Refused("token_of_another")
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


def end_own_token(by: Actor, token_hash: str, now: datetime) -> None:
    """End one of one's own tokens. Raises Refused for anybody else's."""
    if token_hash not in {token.token_hash for token in tokens.of(by.id)}:
        raise Refused("nothing_to_do", what="this token is not yours")
    end_token(by, token_hash, now)


def _require_apart(held: Iterable[Grant]) -> None:
    if not apart(held):
        db.session.rollback()
        raise Refused("roles_apart", field="role")


def _require_free(email: str, *, but: str = "") -> None:
    """Refuse what is no address, and one at which another account is written to."""
    if email and not ADDRESS.fullmatch(email):
        db.session.rollback()
        expected = "an e-mail address such as name@example.org"
        raise Refused("field_type", field="email", label="The e-mail", expected=expected)
    if email and staff.written_to(email) - {but}:
        db.session.rollback()
        raise Refused("staff_email_taken", field="email")


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
    _look(by, what, now)
    db.session.commit()


def _look(by: Actor, what: str, now: datetime) -> None:
    access.looked(access.Look(now, by.id, what[:LONGEST_ACT], "", secrets.token_hex(8)))
