"""Which of the codes a camera saw may count as a scan?

A blurred barcode of lines can come back wrong, with a checksum that fits and the same on every
frame, so that looking twice does not help. A square code has error correction of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.domain import isbt128
from tracker.domain.isbt128.identity import KEYED_FLAGS
from tracker.domain.refused import Refused
from tracker.domain.scans import read, shipper

IDENTIFYING: Final = ("coi", "donor", "din", "product", "place", "shipment")
"""What two codes of one label must agree in, where both say it."""


@dataclass(frozen=True)
class Symbol:
    """One code in a picture; `square` for Data Matrix and QR, else it is a code of lines."""

    text: str
    square: bool


def chosen(seen: Sequence[Symbol]) -> Symbol:
    """Return the one code that counts. Raises Refused where none does, or two labels are in sight."""
    if not seen:
        raise Refused("photo_nothing_read")
    squares = {symbol.text: symbol for symbol in seen if symbol.square}
    if len(squares) > 1:
        raise Refused("photo_several")
    lines = {symbol.text: symbol for symbol in seen if not symbol.square}
    if squares:
        (square,) = squares.values()
        _require_agreement(square, lines)
        return square
    confirmed = [symbol for symbol in lines.values() if _confirms_itself(symbol.text)]
    if len(lines) > 1 or not confirmed:
        raise Refused("linear_unconfirmed")
    return confirmed[0]


def _require_agreement(square: Symbol, lines: dict[str, Symbol]) -> None:
    """Refuse lines that name something else: they were misread, or belong to another label.

    Two bags of one donation share its number and differ in the product code alone.
    """
    meant = _said(square.text)
    for text in lines:
        said = _said(text)
        if any(said[what] != meant[what] for what in said.keys() & meant.keys()):
            raise Refused("photo_several")


def _said(text: str) -> dict[str, str]:
    """Return what identifies in a code, by what it identifies; nothing of a code that is none of ours."""
    try:
        scan = shipper(text) or read(text)
    except Refused:
        return {}
    found = {what: getattr(scan, what) for what in IDENTIFYING}
    return {what: value for what, value in found.items() if value}


def _confirms_itself(text: str) -> bool:
    """Say whether the flags repeat the check character: parsing refuses those that contradict it."""
    try:
        found = isbt128.parse(text)
    except Refused:
        return False
    return any(
        isinstance(part, isbt128.DonationNumber)
        and part.flags.isdigit()
        and int(part.flags) in KEYED_FLAGS
        for part in found
    )
