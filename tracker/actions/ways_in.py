"""How does a viewer set up, and end, their own ways in? From the first one on, the paper is spent."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from tracker.actions import coming_in, webauthn_answers
from tracker.actions.webauthn_answers import Answer, Door, Owner
from tracker.domain.refused import Refused
from tracker.store import (
    access,
    links,
    mailed_codes,
    passkeys,
    viewer_passkeys,
    viewer_sessions,
    viewers,
)
from tracker.store.db import Clash, db, writing
from tracker.store.viewers import Viewer

LONGEST_ADDRESS: Final = 254
"""RFC 5321, 4.5.3.1.3, less the brackets."""

ADDRESS: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(?:\.[^@\s,;<>\".]+)+")
"""Enough to notice a slip of the finger; whether it is right, the code shows that comes back."""


def options_to_add(viewer: Viewer, door: Door, challenge: bytes, title: str) -> str:
    """Return what the browser needs to make a passkey; `title` is how the device will show it."""
    known = tuple(one.credential_id for one in viewer_passkeys.of(viewer.id))
    owner = Owner(viewer.id, title, title, known)
    return webauthn_answers.options_to_add(owner, door, challenge)


def add_passkey(viewer: Viewer, answer: Answer, device: str, now: datetime) -> None:
    """Keep a new passkey. Raises Refused when the answer is not this browser's to this challenge."""
    made = webauthn_answers.made(answer)
    kept = viewer_passkeys.ViewerPasskey(
        made.credential_id, viewer.id, made.public_key, made.sign_count, device[:200], now
    )
    writing()
    try:
        first = passkeys.spend(answer.challenge, now)
        viewer_passkeys.add(kept)
    except Clash as clash:
        db.session.rollback()
        raise Refused("passkey_refused") from clash
    if not first:
        db.session.rollback()
        raise Refused("passkey_refused")
    _settled(viewer, "passkey set", now)


def end_passkey(viewer: Viewer, credential_id: str, now: datetime) -> None:
    """End one of one's own passkeys; one that has ended stays so."""
    writing()
    viewer_passkeys.end(viewer.id, credential_id, now)
    _keep(viewer, "passkey ended", now)


def readable(email: str) -> bool:
    """Say whether this can be an e-mail address at all."""
    return len(email) <= LONGEST_ADDRESS and ADDRESS.fullmatch(email) is not None


def ask_to_prove(viewer: Viewer, email: str, now: datetime) -> str:
    """Send a code to an address that is to become a way in; return its name. Raises Refused."""
    address = email.strip()
    if not readable(address):
        raise Refused("email_unreadable", field="email")
    writing()
    hour_ago = now - timedelta(hours=1)
    if mailed_codes.count_since(viewer.id, hour_ago) >= coming_in.CODES_AN_HOUR:
        db.session.rollback()
        raise Refused("too_many_codes")
    name = mailed_codes.issue(viewer.id, address, now)
    coming_in.send_code(viewer, name, now)
    db.session.commit()
    return name


def prove_address(viewer: Viewer, name: str, code: str, now: datetime) -> None:
    """Come in by e-mail from now on, if this code came back. Raises Refused.

    One address belongs to one viewer: a code sent there must not open two pages. That is said only
    to whoever has just shown that they read what is sent there.
    """
    writing()
    taken = mailed_codes.take(name, code, now)
    if taken is None or taken.viewer_id != viewer.id:
        db.session.commit()
        raise Refused("mailed_code_wrong")
    owner = viewers.with_address(taken.email)
    if owner is not None and owner.id != viewer.id:
        db.session.commit()
        raise Refused("email_taken", field="email")
    viewers.prove(viewer.id, taken.email, now)
    _settled(viewer, "e-mail set", now)


def forget_address(viewer: Viewer, now: datetime) -> None:
    """Come in by e-mail no more."""
    writing()
    viewers.prove(viewer.id, "", None)
    mailed_codes.forget(viewer.id)
    _keep(viewer, "e-mail ended", now)


def end_session(viewer: Viewer, key_hash: str, now: datetime) -> None:
    """Sign out on another device of one's own."""
    writing()
    viewer_sessions.end(viewer.id, key_hash, now)
    _keep(viewer, "device signed out", now)


def speak(viewer: Viewer, language: str) -> None:
    """Keep which language a viewer reads."""
    writing()
    viewers.speak(viewer.id, language)
    db.session.commit()


def end_all(viewer: Viewer, now: datetime) -> None:
    """End every way in and every session of a viewer, in the caller's transaction."""
    links.withdraw_all(viewer.coi, viewer.link_owner)
    viewer_passkeys.end_all(viewer.id, now)
    viewer_sessions.end_all(viewer.id, now)
    viewers.prove(viewer.id, "", None)
    mailed_codes.forget(viewer.id)


def _settled(viewer: Viewer, what: str, now: datetime) -> None:
    """Spend the paper: whoever finds it later comes in no more."""
    links.spend(viewer.coi, viewer.link_owner, now)
    _keep(viewer, what, now)


def _keep(viewer: Viewer, what: str, now: datetime) -> None:
    who = viewers.PATIENT if viewer.is_patient else viewer.id
    access.looked(access.Look(now, who, what, viewer.coi, ""))
    db.session.commit()
