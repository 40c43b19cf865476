"""How does a passkey open an account: which challenge is set, and is it answered rightly?

A passkey proves a device and, by its own PIN, finger or face, the person: both factors at once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tracker.actions import sign_in
from tracker.actions.sign_in import Origin
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, passkeys, staff
from tracker.store.db import Clash, db, writing

NAME: Final = "Samevein"
LONGEST_LABEL: Final = 60


@dataclass(frozen=True)
class Door:
    """The site a passkey is for, as the browser names it: `localhost`, `http://localhost:8000`."""

    name: str
    address: str


def new_challenge() -> bytes:
    """Return what a passkey must sign; nobody can guess it, and it is answered once."""
    return secrets.token_bytes(32)


def options_to_add(who: Actor, door: Door, challenge: bytes) -> str:
    """Return what the browser needs to make a passkey for this person."""
    account = staff.by_id(who.id)
    assert account is not None
    known = [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id))
        for one in passkeys.of(who.id)
    ]
    options = webauthn.generate_registration_options(
        rp_id=door.name,
        rp_name=NAME,
        user_id=who.id.encode(),
        user_name=account.username,
        user_display_name=account.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=known,
    )
    return webauthn.options_to_json(options)


def options_to_enter(door: Door, challenge: bytes) -> str:
    """Return what the browser needs to ask for a passkey; which one, its owner chooses there."""
    options = webauthn.generate_authentication_options(
        rp_id=door.name,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


@dataclass(frozen=True)
class Answer:
    """What a browser sent back, and the challenge it was set."""

    credential: str
    challenge: bytes
    door: Door


def add(who: Actor, answer: Answer, label: str, now: datetime) -> None:
    """Keep a new passkey. Raises Refused when the answer is not this browser's to this challenge."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=answer.door.name,
            expected_origin=answer.door.address,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
        raise Refused("passkey_refused") from fault
    kept = passkeys.Passkey(
        credential_id=bytes_to_base64url(made.credential_id),
        staff_id=who.id,
        public_key=bytes_to_base64url(made.credential_public_key),
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
    kept = _named(answer.credential)
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


def _named(credential: str) -> passkeys.Passkey | None:
    try:
        sent = parse_authentication_credential_json(credential)
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return passkeys.find(bytes_to_base64url(sent.raw_id))


def _verified(answer: Answer, kept: passkeys.Passkey, now: datetime) -> bool:
    """Say whether the passkey signed this challenge, for this site, and for the first time."""
    try:
        found = webauthn.verify_authentication_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=answer.door.name,
            expected_origin=answer.door.address,
            credential_public_key=base64url_to_bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return False
    writing()
    first = passkeys.spend(answer.challenge, now)
    if first:
        passkeys.used(kept.credential_id, found.new_sign_count, now)
    db.session.commit()
    return first
