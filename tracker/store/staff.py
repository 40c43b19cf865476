"""Who works here, under which name do they sign in, and what may they act as?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Row, delete, func, insert, select, update

from tracker.domain.events import Actor, Grant
from tracker.domain.kinds import Role
from tracker.store import passwords, standing
from tracker.store.db import clashing, db, insert_new
from tracker.store.tables import GrantRow, StaffRow

NO_PASSWORD: Final = ""


@dataclass(frozen=True)
class Account:
    """A person's account. It is ended, never deleted, and its id is never used again."""

    id: str
    username: str
    name: str
    email: str
    ended_at: datetime | None


COLUMNS = (
    StaffRow.id,
    StaffRow.username,
    StaffRow.name,
    StaffRow.email,
    StaffRow.ended_at,
)


def add(
    username: str, name: str, *, password: str = "", now: datetime, email: str = ""
) -> Account:
    """Make an account. Raises Clash when the user name is taken, even by somebody who left.

    Without a password nobody signs in to it until its person has chosen one.
    """
    account = Account(f"s-{secrets.token_hex(8)}", _plain(username), name, email, None)
    with clashing():
        db.session.execute(
            insert(StaffRow).values(
                id=account.id,
                username=account.username,
                name=name,
                email=email,
                password_hash=passwords.hashed(password) if password else NO_PASSWORD,
                created_at=now,
            )
        )
    return account


def by_id(staff_id: str) -> Account | None:
    return _account(db.session.execute(select(*COLUMNS).where(StaffRow.id == staff_id)).first())


def by_username(username: str) -> Account | None:
    query = select(*COLUMNS).where(StaffRow.username == _plain(username))
    return _account(db.session.execute(query).first())


def everyone() -> tuple[Account, ...]:
    """Return all accounts, ended ones too, by user name."""
    rows = db.session.execute(select(*COLUMNS).order_by(StaffRow.username))
    return tuple(Account(*row) for row in rows)


def authenticate(username: str, password: str) -> Account | None:
    """Return whose user name and password these are; an ended account is nobody's."""
    account = by_username(username)
    kept = _kept_hash(account.id) if account else None
    if not passwords.right(kept, password):
        return None
    return account if account and account.ended_at is None else None


def write_to(staff_id: str, email: str) -> None:
    """Keep where a person is written to; "" where nowhere."""
    db.session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(email=email))


def written_to(email: str) -> frozenset[str]:
    """Return which accounts that have not ended are written to at this address."""
    this = func.lower(StaffRow.email) == email.casefold()
    query = select(StaffRow.id).where(this, StaffRow.ended_at.is_(None))
    return frozenset(db.session.execute(query).scalars())


def void_password(staff_id: str) -> None:
    """Let no password open an account until its person has chosen a new one."""
    this = update(StaffRow).where(StaffRow.id == staff_id)
    db.session.execute(this.values(password_hash=NO_PASSWORD))


def has_password(staff_id: str) -> bool:
    return _kept_hash(staff_id) != NO_PASSWORD


def set_password(staff_id: str, password: str) -> None:
    kept = passwords.hashed(password)
    db.session.execute(
        update(StaffRow).where(StaffRow.id == staff_id).values(password_hash=kept)
    )


def end(staff_id: str, now: datetime) -> None:
    """End an account: from now on it can do nothing, and its past stays readable."""
    db.session.execute(
        update(StaffRow)
        .where(StaffRow.id == staff_id, StaffRow.ended_at.is_(None))
        .values(ended_at=now)
    )


def stamp(staff_id: str) -> str:
    """Return a text that changes whenever the account's password does, and tells nothing of it."""
    kept = _kept_hash(staff_id) or ""
    return hashlib.sha256(f"session {staff_id} {kept}".encode()).hexdigest()[:32]


def actor(staff_id: str) -> Actor | None:
    """Return a person with everything they may act as; None once the account has ended."""
    account = by_id(staff_id)
    if account is None or account.ended_at is not None:
        return None
    return Actor(account.id, account.name, grants(staff_id), standing.of(staff_id))


def grants(staff_id: str) -> tuple[Grant, ...]:
    rows = db.session.execute(
        select(GrantRow.role, GrantRow.place)
        .where(GrantRow.staff_id == staff_id)
        .order_by(GrantRow.role, GrantRow.place)
    )
    return tuple(Grant(Role(row.role), row.place) for row in rows)


def grant(staff_id: str, given: Iterable[Grant]) -> None:
    """Give these roles; what a person already holds stays."""
    for one in given:
        insert_new(GrantRow, {"staff_id": staff_id, "role": one.role.value, "place": one.place})


def withdraw(staff_id: str, taken: Grant) -> None:
    db.session.execute(
        delete(GrantRow).where(
            GrantRow.staff_id == staff_id,
            GrantRow.role == taken.role.value,
            GrantRow.place == taken.place,
        )
    )


def holders(role: Role, place: str) -> tuple[Account, ...]:
    """Return who can act in a role at a place now."""
    rows = db.session.execute(
        select(*COLUMNS)
        .join(GrantRow, GrantRow.staff_id == StaffRow.id)
        .where(GrantRow.role == role.value, GrantRow.place.in_((place, "*")))
        .where(StaffRow.ended_at.is_(None))
        .distinct()
        .order_by(StaffRow.username)
    )
    return tuple(Account(*row) for row in rows)


def working_at(places: Iterable[str]) -> Iterator[tuple[Account, Grant]]:
    """Yield whose account is open and holds a role at these places, by name, once for each role."""
    rows = db.session.execute(
        select(*COLUMNS, GrantRow.role, GrantRow.place)
        .join(GrantRow, GrantRow.staff_id == StaffRow.id)
        .where(GrantRow.place.in_(tuple(places)), StaffRow.ended_at.is_(None))
        .order_by(StaffRow.name, StaffRow.id, GrantRow.role, GrantRow.place)
    )
    for staff_id, username, name, email, ended_at, role, place in rows:
        account = Account(staff_id, username, name, email, ended_at)
        yield account, Grant(Role(role), place)


def _kept_hash(staff_id: str) -> str | None:
    return db.session.execute(
        select(StaffRow.password_hash).where(StaffRow.id == staff_id)
    ).scalar()


def _account(row: Row[str, str, str, str, datetime | None] | None) -> Account | None:
    return Account(*row) if row else None


def _plain(username: str) -> str:
    return username.strip().casefold()
