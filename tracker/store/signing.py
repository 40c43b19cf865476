"""Which key signs the log, and which keys are trusted to have signed it?

A hash chain can be computed by anybody who can write to the database file. The signature
cannot: its key is a file outside the database. That file holds PEM blocks; the first private
key signs, and every further key, private or public, is trusted for what it signed before it was
replaced.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from flask import current_app

NAME: Final = "samevein"
"""The key's name in signed notes (C2SP signed-note), and the origin of checkpoints."""

ED25519: Final = b"\x01"
"""The kind of key, as signed notes number them."""

PURPOSE: Final = "samevein-entry-signature/1"
EXTENSION: Final = "tracker_signer"

PEM_BLOCK: Final = re.compile(rb"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----\n?", re.DOTALL)


class KeyUnusable(Exception):
    """The file named as signing key cannot be used; the text says why."""


@dataclass(frozen=True)
class Signer:
    """The key that signs now, and the public keys (by key id) that count as ours."""

    private: Ed25519PrivateKey
    trusted: dict[str, Ed25519PublicKey]

    @property
    def public(self) -> Ed25519PublicKey:
        return self.private.public_key()

    def sign_digest(self, digest: str) -> str:
        """Return `key id:base64` over an entry's digest."""
        return f"{key_id(self.public)}:{_base64(self.private.sign(_message(digest)))}"

    def signed(self, digest: str, signature: str) -> bool:
        """Say whether one of our keys made this signature over this digest."""
        name, _, text = signature.partition(":")
        return self._verifies(name, text, _message(digest))

    def sign_note(self, text: str) -> str:
        """Return `text` as a C2SP signed note; it must end with a newline."""
        identity = bytes.fromhex(key_id(self.public))
        signature = self.private.sign(text.encode())
        return f"{text}\n\N{EM DASH} {NAME} {_base64(identity + signature)}\n"

    def open_note(self, note: str) -> str | None:
        """Return the text of a note that one of our keys signed, else None."""
        text, _, lines = note.rpartition("\n\n")
        text += "\n"
        for line in lines.splitlines():
            dash, _, rest = line.partition(" ")
            name, _, blob = rest.partition(" ")
            raw = _bytes(blob)
            if dash != "\N{EM DASH}" or name != NAME or raw is None:
                continue
            if self._verifies(raw[:4].hex(), _base64(raw[4:]), text.encode()):
                return text
        return None

    def _verifies(self, name: str, signature: str, message: bytes) -> bool:
        key = self.trusted.get(name)
        raw = _bytes(signature)
        if key is None or raw is None:
            return False
        try:
            key.verify(raw, message)
        except InvalidSignature:
            return False
        return True


def signer() -> Signer:
    """Return the keys of the running service."""
    found: Signer = current_app.extensions[EXTENSION]
    return found


def key_id(public: Ed25519PublicKey) -> str:
    """Return the eight hex digits a note names its key by."""
    return hashlib.sha256(NAME.encode() + b"\n" + ED25519 + raw_key(public)).hexdigest()[:8]


def verifier_key(public: Ed25519PublicKey) -> str:
    """Return the public key as others write it down: `name+id+base64`."""
    return f"{NAME}+{key_id(public)}+{_base64(ED25519 + raw_key(public))}"


def raw_key(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def load(path: Path) -> Signer:
    """Read the signing keys. Raises KeyUnusable."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise KeyUnusable(f"{path} cannot be read: {error.strerror}") from error
    private: Ed25519PrivateKey | None = None
    trusted: dict[str, Ed25519PublicKey] = {}
    for block in PEM_BLOCK.finditer(text):
        key = _read_block(path, block.group(0))
        if isinstance(key, Ed25519PrivateKey):
            private = private or key
            key = key.public_key()
        trusted[key_id(key)] = key
    if private is None:
        raise KeyUnusable(f"{path} holds no Ed25519 private key in PEM form")
    return Signer(private, trusted)


def create(path: Path) -> None:
    """Make a signing key at `path` that only we can read, unless another process just did."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    create_secret_file(path, pem)


def create_secret_file(path: Path, content: bytes) -> None:
    """Write `content` whole or not at all, readable by us alone; the first of several wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _read_block(path: Path, block: bytes) -> Ed25519PrivateKey | Ed25519PublicKey:
    private = b"PRIVATE KEY" in block.partition(b"\n")[0]
    try:
        key = (
            serialization.load_pem_private_key(block, password=None)
            if private
            else serialization.load_pem_public_key(block)
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"{path} holds a key that cannot be read") from error
    if not isinstance(key, Ed25519PrivateKey | Ed25519PublicKey):
        raise KeyUnusable(f"{path} holds a key that is not Ed25519")
    return key


def _message(digest: str) -> bytes:
    return f"{PURPOSE}\n{digest}".encode()


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None
