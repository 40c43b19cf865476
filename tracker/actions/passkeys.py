"""How does a passkey open an account of staff? What it is asked stands in `webauthn_answers`."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tracker.actions import sign_in, webauthn_answers
from tracker.actions.sign_in import Origin
from tracker.actions.webauthn_answers import Answer, Door, Made, Owner
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, passkeys, staff
from tracker.store.db import Clash, db, writing

LONGEST_LABEL: Final = 60


def options_to_add(who: Actor, door: Door, challenge: bytes) -> str:
    """Return what the browser needs to make a passkey for this person."""
    account = staff.by_id(who.id)
    assert account is not None
    known = tuple(one.credential_id for one in passkeys.of(who.id))
    owner = Owner(who.id, account.username, account.name, known)
    return webauthn_answers.options_to_add(owner, door, challenge)


def add(who: Actor, answer: Answer, label: str, now: datetime) -> None:
    """Keep a new passkey. Raises Refused when the answer is not this browser's to this challenge."""
    made = webauthn_answers.made(answer)
    kept = passkeys.Passkey(
        credential_id=made.credential_id,
        staff_id=who.id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        label=label.strip()[:LONGEST_LABEL] or "Passkey",
        made_at=now,
    )
    writing()
    try:
        first = passkeys.spend(answer.challenge, now)
        passkeys.add(kept)
    except Clash as clash:
        db.session.rollback()
        raise Refused("passkey_refused") from clash
    if not first:
        db.session.rollback()
        raise Refused("passkey_refused")
    access.looked(access.Look(now, who.id, "passkey added", "", ""))
    db.session.commit()


def enter(answer: Answer, origin: Origin, now: datetime) -> Actor:
    """Return whose passkey answered. Raises Refused, always in the same words."""
    kept = passkeys.find(webauthn_answers.named(answer.credential))
    account = staff.by_id(kept.staff_id) if kept else None
    tried = sign_in.trying(account.username if account else "", "passkey", origin)
    sign_in.require_unlocked(tried, now)
    right = kept is not None and _verified(answer, kept, now)
    sign_in.keep(tried, now, succeeded=right)
    who = staff.actor(kept.staff_id) if kept and right else None
    if who is None:
        raise Refused("passkey_refused")
    return who


def end(who: Actor, credential_id: str, now: datetime) -> None:
    """End one of one's own passkeys. Raises Refused."""
    writing()
    if not passkeys.end(who.id, credential_id, now):
        db.session.rollback()
        raise Refused("nothing_to_do", what="this passkey has ended already")
    access.looked(access.Look(now, who.id, "passkey ended", "", ""))
    db.session.commit()


def _verified(answer: Answer, kept: passkeys.Passkey, now: datetime) -> bool:
    """Say whether the passkey signed this challenge, for this site, and for the first time."""
    half = Made(kept.credential_id, kept.public_key, kept.sign_count)
    count = webauthn_answers.signed(answer, half)
    if count is None:
        return False
    writing()
    first = passkeys.spend(answer.challenge, now)
    if first:
        passkeys.used(kept.credential_id, count, now)
    db.session.commit()
    return first
