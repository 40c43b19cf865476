"""Who works here, as what, and which tokens act for them? For administrators; no patient is here."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.authority import EVERYWHERE
from tracker.domain.events import Grant
from tracker.domain.refused import Refused
from tracker.store import sites, staff, tokens


@dataclass(frozen=True)
class Person:
    """One account with everything that hangs on it."""

    account: staff.Account
    grants: tuple[Grant, ...]
    tokens: tuple[tokens.Token, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles held anywhere, once each."""
        return tuple(dict.fromkeys(grant.role.value for grant in self.grants))


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
    return Person(account, staff.grants(account.id), tokens.of(account.id))
