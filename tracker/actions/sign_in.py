"""Who of the staff is this? By name and password, with a lock that opens by itself."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from tracker.actions import staff_letters
from tracker.domain import isbt128
from tracker.domain.events import Actor, Signing
from tracker.domain.isbt128 import StaffMember
from tracker.domain.refused import Refused
from tracker.store import attempts, badges, staff
from tracker.store.attempts import Try
from tracker.store.db import db, writing

FREE_TRIES: Final = 5
WINDOW: Final = timedelta(hours=24)
LONGEST_WAIT: Final = timedelta(minutes=60)
TRIES_OF_AN_ADDRESS: Final = 20
"""Wrong tries from one address, under whatever names, before it must wait."""
ADDRESS_WINDOW: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: its address, and the mark of a browser that came before."""

    address: str
    browser: str = ""


def sign_in(typed: str, password: str, origin: Origin, now: datetime) -> Actor:
    """Return whose name (or scanned badge) and password these are.

    Raises Refused, always in the same words, or `account_locked`. It is one step only: whoever
    has a second factor is asked for it by `actions.second_factor` before a session begins.
    """
    username = username_of(typed)
    tried = trying(username, "password", origin)
    require_unlocked(tried, now)
    account = staff.authenticate(username, password)
    keep(tried, now, succeeded=account is not None)
    actor = staff.actor(account.id) if account else None
    if actor is None:
        raise Refused("sign_in_failed")
    return actor


def username_of(typed: str) -> str:
    """Return the user name behind what was typed or scanned; a badge's number is no secret."""
    if not typed.startswith(StaffMember.identifier):
        return typed
    try:
        (badge,) = isbt128.parse(typed.strip())
    except (Refused, ValueError):
        return typed
    assert isinstance(badge, StaffMember)
    wearer = badges.worn_by(badge.facility, badge.member)
    account = staff.by_id(wearer) if wearer else None
    return account.username if account else typed


def trying(username: str, step: str, origin: Origin) -> Try:
    """Return an attempt, with the browser's mark if this person is known in it."""
    account = staff.by_username(username)
    known = attempts.known_browser(origin.browser, account.id) if account else ""
    return Try(username, origin.address[:64], step, known)


def keep(tried: Try, now: datetime, *, succeeded: bool) -> None:
    """Keep an attempt, and tell the administrators when it is one too many."""
    writing()
    attempts.keep(tried, now, succeeded=succeeded)
    if not succeeded and _alerted(tried, now):
        staff_letters.tell_administrators(now)
    db.session.commit()


def _alerted(tried: Try, now: datetime) -> bool:
    """Raise the alerts that are due; say whether one of them is new."""
    guessed = attempts.failures(tried, now - WINDOW)[0] >= FREE_TRIES
    new = guessed and attempts.alert("account", tried, now)
    return (_address_waits(tried, now) and attempts.alert("address", tried, now)) or new


def require_unlocked(tried: Try, now: datetime) -> None:
    """Refuse while an account or an address rests after too many wrong tries.

    An account's rest doubles each time, to an hour at most. In a browser the person is known in
    only the failures of that browser count, so that nobody locks out a ward from afar.
    """
    rest = max(_rest_of_account(tried, now), _rest_of_address(tried, now))
    if not rest:
        return
    writing()
    attempts.keep(replace(tried, step="locked"), now, succeeded=False)
    db.session.commit()
    raise Refused("account_locked", minutes=int(rest.total_seconds() // 60) + 1)


def _rest_of_account(tried: Try, now: datetime) -> timedelta:
    failures, last = attempts.failures(tried, now - WINDOW)
    if failures < FREE_TRIES or last is None:
        return timedelta()
    wait = min(timedelta(minutes=2 ** min(failures - FREE_TRIES, 6)), LONGEST_WAIT)
    return max(last + wait - now, timedelta())


def _rest_of_address(tried: Try, now: datetime) -> timedelta:
    return ADDRESS_WINDOW if _address_waits(tried, now) else timedelta()


def _address_waits(tried: Try, now: datetime) -> bool:
    if tried.browser or not tried.address:
        return False
    since = now - ADDRESS_WINDOW
    return attempts.failures_from(tried.address, since) >= TRIES_OF_AN_ADDRESS


def stamp(staff_id: str) -> str:
    """Return what a session carries to prove that its account is still as it was at sign-in."""
    return staff.stamp(staff_id)


def still(staff_id: str, carried: str) -> bool:
    """Say whether an account's password is still the one it had when a session began."""
    return hmac.compare_digest(staff.stamp(staff_id), carried)


def signings(
    given: Iterable[Mapping[str, Any]], origin: Origin, now: datetime
) -> tuple[Signing, ...]:
    """Return the signings of people who just gave their password again (21 CFR 11.200).

    Raises Refused `signature_invalid` without saying which of the two was wrong.
    """
    return tuple(_signing(each, origin, now) for each in given)


def _signing(given: Mapping[str, Any], origin: Origin, now: datetime) -> Signing:
    try:
        actor = sign_in(given["username"], given["password"], origin, now)
    except Refused as refused:
        if refused.code == "account_locked":
            raise
        raise Refused("signature_invalid") from None
    scans = tuple(given.get("scans", ()))
    means = dict(zip(scans, given.get("means", ()), strict=False))
    return Signing(actor, given["meaning"], scans, means, answers=given.get("answers"))
