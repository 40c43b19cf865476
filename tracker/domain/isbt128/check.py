"""Which check character belongs behind an identifier that people type? (ISO 7064 MOD 37-2.)"""

from __future__ import annotations

from typing import Final

from tracker.domain.refused import Refused

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
"""I and O keep their places: this is the alphabet of the check, not of any identifier."""


def check_value(text: str) -> int:
    """Return the check value 0-36 of digits and capital letters."""
    total = 0
    for character in text:
        total = (total + _value(character)) * 2 % 37
    return (38 - total) % 37


def check_character(text: str) -> str:
    """Return the character that is printed, boxed, behind `text` and never in a barcode."""
    return ALPHABET[check_value(text)]


def _value(character: str) -> int:
    if "a" <= character <= "z":
        raise Refused("lower_case")
    value = ALPHABET.find(character, 0, 36)  # '*' stands only at the end, never inside
    if value < 0:
        raise Refused("wrong_alphabet", structure="MOD 37-2")
    return value
