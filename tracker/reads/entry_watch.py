"""Who tried to come in, who keeps guessing, what was turned away, and what did administrators do?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.store import access, attempts, refused_requests, staff
from tracker.store.access import Look
from tracker.store.refused_requests import RefusedRequest

NOBODY = "nobody of that name"
PAGE = "a patient's page"
"""Whose tries these are, the patient's own team reads; here no patient is told from another."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to sign in, with whose account it was about."""

    at: datetime
    whose: str
    step: str
    succeeded: bool
    address: str
    known: bool


@dataclass(frozen=True)
class Alert:
    """Somebody guesses, and perhaps somebody has looked into it."""

    id: int
    at: datetime
    whose: str
    address: str
    looked_at: datetime | None
    looked_by: str


@dataclass(frozen=True)
class Watch:
    """Everything about the door, the latest first."""

    alerts: tuple[Alert, ...]
    attempts: tuple[Attempt, ...]
    turned_away: tuple[RefusedRequest, ...]
    acts: tuple[Look, ...]
    names: dict[str, str]


def watch() -> Watch:
    """Return what an administrator and an auditor need to see of the door."""
    everyone = staff.everyone()
    names = {account.id: account.name for account in everyone}
    owners = {
        kept: account.name
        for account in everyone
        for kept in attempts.accounts_of(account.username)
    }
    return Watch(
        alerts=tuple(_alert(one, owners, names) for one in attempts.alerts()),
        attempts=tuple(_attempt(one, owners) for one in attempts.latest()),
        turned_away=refused_requests.latest(),
        acts=tuple(_act(look, names) for look in access.looks("")),
        names=names,
    )


def alerts_open() -> int:
    """Return how many alerts nobody has looked into."""
    return attempts.alerts_open()


def _act(look: Look, names: dict[str, str]) -> Look:
    """Return what was done with the names of those it was done to: nobody reads an id."""
    told = (names.get(word, word) for word in look.what.split())
    return replace(look, what=" ".join(told))


def _attempt(kept: attempts.Kept, owners: dict[str, str]) -> Attempt:
    whose = PAGE if kept.step.startswith("page ") else owners.get(kept.account, NOBODY)
    return Attempt(kept.at, whose, kept.step, kept.succeeded, kept.address, bool(kept.browser))


def _alert(one: attempts.Alert, owners: dict[str, str], names: dict[str, str]) -> Alert:
    whose = owners.get(one.account, NOBODY) if one.account else ""
    by = names.get(one.looked_by, one.looked_by)
    return Alert(one.id, one.at, whose, one.address, one.looked_at, by)
