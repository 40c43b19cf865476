"""What do members of staff get by e-mail? Their link, that something is due, that somebody guesses."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from tracker.domain.channels import DUTIES, GUESSED, INVITED, Channel, Choice
from tracker.domain.events import Actor
from tracker.domain.kinds import Role
from tracker.store import invitations, message_choices, notices, staff
from tracker.store.db import db, writing
from tracker.store.message_choices import Chosen
from tracker.store.notices import Notice


def send_link(staff_id: str, address: str, now: datetime) -> bool:
    """Put a person's own link in the outbox, sealed; say whether there is an address to send it to."""
    account = staff.by_id(staff_id)
    if account is None or not account.email:
        return False
    writing()
    words = invitations.sealed(staff_id, address)
    _enqueue(INVITED, staff_id, now, words)
    db.session.commit()
    return True


def tell_administrators(now: datetime) -> None:
    """Put word of an alert in the outbox, in the transaction that raised it; it names nobody."""
    for account in staff.everyone():
        reached = account.email and account.ended_at is None
        if reached and any(grant.role is Role.ADMIN for grant in staff.grants(account.id)):
            _enqueue(GUESSED, account.id, now, {})


def choose_duties(who: Actor, now: datetime, *, wanted: bool) -> None:
    """Keep whether a person wants word of what is due; their link and alerts come all the same."""
    writing()
    choice = Choice(Channel.EMAIL if wanted else Channel.NONE)
    message_choices.keep(who.id, Chosen(choice, now, who.id))
    db.session.commit()


def wants_duties(staff_id: str) -> bool:
    """Say whether a person wants word of what is due; who never said so does."""
    chosen = message_choices.of(staff_id)
    return chosen is None or chosen.choice.channel is Channel.EMAIL


def tell_of_duties(staff_id: str, day: date, now: datetime) -> bool:
    """Put word of what is due in the outbox, once a day; say whether it is new. Inside a transaction."""
    key = f"{DUTIES}:{staff_id}:{day.isoformat()}"
    return notices.enqueue(Notice(key, "", DUTIES, "staff", staff_id, now), now)


def _enqueue(kind: str, staff_id: str, now: datetime, words: dict[str, str]) -> None:
    key = f"{kind}:{secrets.token_hex(8)}"
    notices.enqueue(Notice(key, "", kind, "staff", staff_id, now, words), now)
