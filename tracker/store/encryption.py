"""How is personal data made unreadable, and still found by an exact match?"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

EXTENSION: Final = "tracker_data_keys"
PURPOSE: Final = b"samevein-exact-match/1"


class Unreadable(Exception):
    """A column cannot be decrypted: another key wrote it, or somebody changed or moved it."""


@dataclass(frozen=True)
class DataKeys:
    """The keys of TRACKER_DATA_KEY: the first one writes, all of them read."""

    fernet: MultiFernet
    matchers: tuple[bytes, ...]

    def encrypt(self, owner: str, column: str, value: str) -> str:
        """Return the stored text. It names its place, so it cannot be moved to another row."""
        return self.fernet.encrypt(f"{owner}\n{column}\n{value}".encode()).decode()

    def decrypt(self, owner: str, column: str, stored: str) -> str:
        """Return the value again. Raises Unreadable."""
        try:
            text = self.fernet.decrypt(stored).decode()
        except InvalidToken as error:
            raise Unreadable(f"{column} of {owner} was not written with our keys") from error
        place, mark, value = text.partition(f"\n{column}\n")
        if place != owner or not mark:
            raise Unreadable(f"{column} of {owner} was moved here from elsewhere")
        return value

    def match(self, column: str, value: str) -> str:
        """Return the hash kept beside a value; equal values of one column have equal hashes."""
        return _match(self.matchers[0], column, value)

    def matches(self, column: str, value: str) -> tuple[str, ...]:
        """Return the hash under each key: while keys change, rows carry one or the other."""
        return tuple(_match(key, column, value) for key in self.matchers)


def data_keys() -> DataKeys:
    """Return the keys of the running service."""
    found: DataKeys = current_app.extensions[EXTENSION]
    return found


def parse(text: str) -> DataKeys:
    """Return the keys in a comma-separated list. Raises ValueError if one is no Fernet key."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise ValueError("there is no key")
    return DataKeys(
        MultiFernet([Fernet(name) for name in names]),
        tuple(hmac.digest(name.encode(), PURPOSE, "sha256") for name in names),
    )


def _match(key: bytes, column: str, value: str) -> str:
    plain = " ".join(value.split()).casefold()
    return hmac.new(key, f"{column}\n{plain}".encode(), hashlib.sha256).hexdigest()
