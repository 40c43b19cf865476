"""Who works here, as what, and by what do they come in? For administrators; no patient is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.domain.authority_table import EVERYWHERE, is_machine
from tracker.domain.events import Grant, Standing
from tracker.domain.refused import Refused
from tracker.store import (
    badges,
    invitations,
    passkeys,
    second_factors,
    sessions,
    sites,
    staff,
    standing,
    tokens,
)

SHOWN: Final = timedelta(days=7)


@dataclass(frozen=True)
class Person:
    """One account with everything that hangs on it."""

    account: staff.Account
    grants: tuple[Grant, ...]
    tokens: tuple[tokens.Token, ...]
    standing: Standing
    badges: tuple[badges.Badge, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles held anywhere, once each."""
        return tuple(dict.fromkeys(grant.role.value for grant in self.grants))

    @property
    def is_machine(self) -> bool:
        """Say whether this account acts for a partner and for nobody else."""
        return is_machine(self.grants)


@dataclass(frozen=True)
class WaysIn:
    """By what a person comes in, and where they are signed in."""

    has_password: bool
    second_factor: bool
    codes_left: int
    passkeys: tuple[passkeys.Passkey, ...]
    sessions: tuple[sessions.Session, ...]
    tokens: tuple[tokens.Token, ...]
    invited_until: datetime | None
    email: str


def ways_in(staff_id: str, now: datetime) -> WaysIn:
    """Return by what a person comes in, with their sessions of the last days."""
    account = staff.by_id(staff_id)
    return WaysIn(
        has_password=staff.has_password(staff_id),
        second_factor=second_factors.asked_for(staff_id),
        codes_left=second_factors.codes_left(staff_id),
        passkeys=passkeys.of(staff_id),
        sessions=sessions.of(staff_id, now - SHOWN),
        tokens=tokens.of(staff_id),
        invited_until=invitations.waiting_until(staff_id, now),
        email=account.email if account else "",
    )


def everyone() -> tuple[Person, ...]:
    """Return all accounts, those that have ended last."""
    people = [_person(account) for account in staff.everyone()]
    return tuple(sorted(people, key=lambda person: person.account.ended_at is not None))


def one(staff_id: str) -> Person:
    """Return one account. Raises Refused where there is none."""
    account = staff.by_id(staff_id)
    if account is None:
        raise Refused("unknown_person")
    return _person(account)


def all_places() -> dict[str, str]:
    """Return every place a role can be held at, with its name."""
    hospitals = {site.code: site.name for site in sites.everywhere()}
    return {**hospitals, **sites.makers(), EVERYWHERE: "Everywhere"}


def names() -> dict[str, str]:
    """Return the name behind each staff id."""
    return {account.id: account.name for account in staff.everyone()}


def _person(account: staff.Account) -> Person:
    return Person(
        account,
        staff.grants(account.id),
        tokens.of(account.id),
        standing.of(account.id),
        badges.of(account.id),
    )
