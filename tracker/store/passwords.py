"""Is this the right password or code? Only slow hashes of them are kept."""

from __future__ import annotations

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app

from tracker.domain.passwords import plain

EXTENSION: Final = "tracker_passwords"

STRONG: Final = PasswordHasher()
FRUGAL: Final = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""For tests alone, which sign in thousands of times."""

NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5J3Mgc2FsdA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""Compared with when there is no such account, so that the answer takes as long."""


def hashed(secret: str) -> str:
    """Return what to keep of a password or code."""
    return _hasher().hash(plain(secret))


def right(kept: str | None, secret: str) -> bool:
    """Say whether `secret` is what was hashed; None never matches and costs the same time."""
    try:
        return _hasher().verify(kept or NOBODY, plain(secret))
    except (VerifyMismatchError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    found: PasswordHasher = current_app.extensions[EXTENSION]
    return found
