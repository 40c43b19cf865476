"""What is a passkey asked, and did it answer rightly? The same for staff and for a page's viewers.

A passkey proves a device and, by its own PIN, finger or face, the person: both factors at once.
Whose it is, each of the two kinds of people keeps in a table of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
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

from tracker.domain.refused import Refused

NAME: Final = "Samevein"
FAULTS: Final = (WebAuthnException, ValueError, KeyError, TypeError)
"""What an answer raises that is none."""


@dataclass(frozen=True)
class Door:
    """The site a passkey is for, as the browser names it: `localhost`, `http://localhost:8000`."""

    name: str
    address: str


@dataclass(frozen=True)
class Answer:
    """What a browser sent back, and the challenge it was set."""

    credential: str
    challenge: bytes
    door: Door


@dataclass(frozen=True)
class Owner:
    """For whom a passkey is made, as their device shows it; `known` are those they have."""

    id: str
    name: str
    shown: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A new passkey's public half."""

    credential_id: str
    public_key: str
    sign_count: int


def new_challenge() -> bytes:
    """Return what a passkey must sign; nobody can guess it, and it is answered once."""
    return secrets.token_bytes(32)


def options_to_add(owner: Owner, door: Door, challenge: bytes) -> str:
    """Return what the browser needs to make a passkey for this person."""
    options = webauthn.generate_registration_options(
        rp_id=door.name,
        rp_name=NAME,
        user_id=owner.id.encode(),
        user_name=owner.name,
        user_display_name=owner.shown,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(owner.known),
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


def made(answer: Answer) -> Made:
    """Return the passkey a browser made. Raises Refused when it answers another challenge."""
    try:
        found = webauthn.verify_registration_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=answer.door.name,
            expected_origin=answer.door.address,
            require_user_verification=True,
        )
    except FAULTS as fault:
        raise Refused("passkey_refused") from fault
    return Made(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def named(credential: str) -> str:
    """Return which passkey an answer says it is; "" for what is no answer."""
    try:
        return bytes_to_base64url(parse_authentication_credential_json(credential).raw_id)
    except FAULTS:
        return ""


def signed(answer: Answer, kept: Made) -> int | None:
    """Return a passkey's new count if it signed this challenge for this site, else None."""
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
    except FAULTS:
        return None
    return found.new_sign_count


def _descriptors(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]
