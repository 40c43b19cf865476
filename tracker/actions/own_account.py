"""How does a person choose a password: by the link they were given, or later by themselves?"""

from __future__ import annotations

from datetime import datetime

from tracker.actions import sign_in
from tracker.actions.sign_in import Origin
from tracker.domain import passwords
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, invitations, second_factors, sessions, sites, staff
from tracker.store.db import db, writing


def invited(token: str, now: datetime) -> staff.Account:
    """Return whose link this is. Raises Refused when it was used, has expired or never was."""
    staff_id = invitations.holder(token, now)
    account = staff.by_id(staff_id) if staff_id else None
    if account is None or account.ended_at is not None:
        raise Refused("invitation_expired")
    return account


def accept(token: str, password: str, now: datetime) -> staff.Account:
    """Choose the password an invitation asks for; the link works no more. Raises Refused."""
    account = invited(token, now)
    _require_good(account, password)
    writing()
    if not invitations.use(token, now):
        db.session.rollback()
        raise Refused("invitation_expired")
    _set(account.id, password, now)
    _keep(account.id, "password chosen by invitation", now)
    return account


def choose_password(who: Actor, password: str, present: str, now: datetime) -> None:
    """Choose another password; all other sessions end, and so do unused links. Raises Refused."""
    account = staff.by_id(who.id)
    assert account is not None
    _require_good(account, password)
    writing()
    _set(who.id, password, now, but=present)
    _keep(who.id, "own password changed", now)


def proved(who: Actor, password: str, origin: Origin, now: datetime) -> None:
    """Refuse unless this is the password of the person signed in, given again just now."""
    account = staff.by_id(who.id)
    assert account is not None
    sign_in.sign_in(account.username, password, origin, now)


def _require_good(account: staff.Account, password: str) -> None:
    alone = not second_factors.asked_for(account.id)
    about = [account.username, account.name, *(site.name for site in sites.everywhere())]
    passwords.require_good(password, about, alone=alone)


def _set(staff_id: str, password: str, now: datetime, *, but: str = "") -> None:
    staff.set_password(staff_id, password)
    invitations.withdraw(staff_id, now)
    sessions.end_all(staff_id, now, "new password", but=but)


def _keep(staff_id: str, what: str, now: datetime) -> None:
    access.looked(access.Look(now, staff_id, what, "", ""))
    db.session.commit()
