"""Did this person give the second thing they sign in with, and how do they get one or lose it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.actions import sign_in
from tracker.actions.sign_in import Origin
from tracker.domain.events import Actor
from tracker.domain.passwords import ALONE, plain
from tracker.domain.refused import Refused
from tracker.store import access, second_factors, staff
from tracker.store.db import db, writing

ISSUER: Final = "Samevein"
TELEPHONE_CODE: Final = 6


@dataclass(frozen=True)
class Enrolment:
    """A secret to put into a telephone: as text, and as what a square code says."""

    secret: str
    address: str


def asked_for(staff_id: str) -> bool:
    """Say whether a person's password is not enough."""
    return second_factors.asked_for(staff_id)


def give(staff_id: str, code: str, origin: Origin, now: datetime) -> Actor:
    """Return who gives their second factor, from telephone or paper. Raises Refused.

    Its failures are counted apart from those of the password: whoever knows the password cannot
    start the count again.
    """
    account = staff.by_id(staff_id)
    who = staff.actor(staff_id)
    if account is None or who is None:
        raise Refused("sign_in_failed")
    tried = sign_in.trying(account.username, "code", origin)
    sign_in.require_unlocked(tried, now)
    writing()
    right = _taken(staff_id, code, now)
    db.session.commit()
    sign_in.keep(tried, now, succeeded=right)
    if not right:
        raise Refused("second_factor_wrong", field="code")
    return who


def _taken(staff_id: str, code: str, now: datetime) -> bool:
    if len("".join(code.split())) == TELEPHONE_CODE:
        return second_factors.take(staff_id, code, now)
    return second_factors.take_code(staff_id, code, now)


def enrolment(who: Actor) -> Enrolment:
    """Return the secret to put into a telephone; the same until it is confirmed."""
    account = staff.by_id(who.id)
    assert account is not None
    secret = second_factors.waiting_secret(who.id)
    if secret is None:
        if asked_for(who.id):
            raise Refused("nothing_to_do", what="a second factor is in use already")
        writing()
        secret = second_factors.prepare(who.id)
        db.session.commit()
    address = second_factors.address_of(secret, account.username, ISSUER)
    return Enrolment(secret, address)


def confirm(who: Actor, code: str, now: datetime) -> tuple[str, ...]:
    """Ask for the second factor from now on; return the codes for paper, shown once."""
    writing()
    if asked_for(who.id) or not second_factors.confirm(who.id, code, now):
        db.session.rollback()
        raise Refused("second_factor_wrong", field="code")
    codes = second_factors.new_codes(who.id, now)
    _keep(who, "second factor taken into use", now)
    return codes


def new_codes(who: Actor, now: datetime) -> tuple[str, ...]:
    """Return new codes for paper, shown once; the old ones no longer open."""
    if not asked_for(who.id):
        raise Refused("nothing_to_do", what="there is no second factor")
    writing()
    codes = second_factors.new_codes(who.id, now)
    _keep(who, "new recovery codes", now)
    return codes


def remove(who: Actor, password: str, now: datetime) -> None:
    """Sign in by password alone again, if it is long enough to stand alone. Raises Refused.

    `password` was just given and found right.
    """
    length = len(plain(password))
    if length < ALONE:
        raise Refused("password_too_short", field="password", length=length, least=ALONE)
    writing()
    second_factors.remove(who.id)
    _keep(who, "second factor taken away", now)


def _keep(who: Actor, what: str, now: datetime) -> None:
    access.looked(access.Look(now, who.id, what, "", ""))
    db.session.commit()
