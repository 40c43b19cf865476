"""Who is this? Staff by name and password, patients by link, code and birth date; both with a lock."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from tracker.domain.events import Actor, Signing
from tracker.domain.refused import Refused
from tracker.store import access, links, patients, staff
from tracker.store.db import db, writing

FREE_TRIES: Final = 5
WINDOW: Final = timedelta(hours=24)
LONGEST_WAIT: Final = timedelta(minutes=60)


def sign_in(username: str, password: str, address: str, now: datetime) -> Actor:
    """Return who signs in. Raises Refused, always in the same words, or `account_locked`."""
    require_unlocked(username, now)
    account = staff.authenticate(username, password)
    writing()
    access.tried_to_sign_in(username, address, now, succeeded=account is not None)
    db.session.commit()
    actor = staff.actor(account.id) if account else None
    if actor is None:
        raise Refused("sign_in_failed")
    return actor


def stamp(staff_id: str) -> str:
    """Return what a session carries to prove that its account is still as it was at sign-in."""
    return staff.stamp(staff_id)


def still(staff_id: str, carried: str) -> Actor | None:
    """Return who a session belongs to; None once the account has ended or its password is new."""
    if not hmac.compare_digest(staff.stamp(staff_id), carried):
        return None
    return staff.actor(staff_id)


def require_unlocked(username: str, now: datetime) -> None:
    """Refuse while an account rests after too many wrong passwords; the rest doubles each time."""
    failures, last = access.failures_in_a_row(username, now - WINDOW)
    if failures < FREE_TRIES or last is None:
        return
    wait = min(timedelta(minutes=2 ** (failures - FREE_TRIES)), LONGEST_WAIT)
    if now < last + wait:
        minutes = int((last + wait - now).total_seconds() // 60) + 1
        raise Refused("account_locked", minutes=minutes)


def signings(
    given: Iterable[Mapping[str, Any]], address: str, now: datetime
) -> tuple[Signing, ...]:
    """Return the signings of people who just gave their password again (21 CFR 11.200).

    Raises Refused `signature_invalid` without saying which of the two was wrong.
    """
    return tuple(_signing(each, address, now) for each in given)


def _signing(given: Mapping[str, Any], address: str, now: datetime) -> Signing:
    try:
        actor = sign_in(given["username"], given["password"], address, now)
    except Refused as refused:
        if refused.code == "account_locked":
            raise
        raise Refused("signature_invalid") from None
    return Signing(actor, given["meaning"], tuple(given.get("scans", ())))


def open_patient_page(token: str, code: str, born: date, now: datetime) -> str:
    """Return the journey a patient's link, code and birth date open. Raises Refused."""
    writing()
    link = links.find(token, now)
    if link is None:
        raise Refused("link_expired")
    tries_left = links.count_attempt(link, now)
    db.session.commit()
    if not tries_left:
        raise Refused("too_many_attempts", minutes=int(links.LOCK.total_seconds() // 60))
    right = links.code_right(link, code)
    if not (patients.born_on(link.coi, born) and right):
        raise Refused("code_wrong")
    writing()
    links.forgive(link)
    db.session.commit()
    return link.coi
