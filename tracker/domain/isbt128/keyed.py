"""What did a person type from the label, and does its check character fit?"""

from __future__ import annotations

from tracker.domain.isbt128.check import check_character
from tracker.domain.isbt128.identity import ChainOfIdentity, DonationNumber, DonorNumber
from tracker.domain.refused import Refused

SEPARATORS = {ord(" "): None, ord("-"): None}


def typed(text: str, length: int) -> str:
    """Return the `length` characters of a typed identifier; demand the check character behind.

    Spaces and hyphens are ignored and small letters count as capitals, because people type
    them; the check character still covers every character that identifies.
    """
    bare = text.strip().translate(SEPARATORS)
    if bare.isascii():
        bare = bare.upper()
    if not bare:
        raise Refused("scan_empty")
    if len(bare) <= length:
        raise Refused("check_character_missing", expected=length + 1)
    if len(bare) > length + 1:
        raise Refused("typed_too_long", expected=length + 1, actual=len(bare))
    return _checked(bare)


def _checked(bare: str) -> str:
    identifier, check = bare[:-1], bare[-1]
    if check != check_character(identifier):
        raise Refused("check_character_wrong")
    return identifier


def typed_din(text: str) -> str:
    """Return the 13 characters of a typed donation identification number."""
    return DonationNumber.of(typed(text, 13)).din


def typed_coi(text: str) -> str:
    """Return the 15 characters of a typed chain-of-identity identifier."""
    return ChainOfIdentity.of(typed(text, 15)).coi


def typed_donor(text: str) -> str:
    """Return the 21 characters of a typed donor identification number."""
    return DonorNumber.read(typed(text, 21)).content()
