"""How wide is a text, and can its characters be printed at all?"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final, Literal

from PIL import ImageFont

from labels.unprintable import Unprintable

Face = Literal["plain", "bold", "mono"]

FILES: Final[dict[Face, str]] = {
    "plain": "DejaVuSansCondensed.ttf",
    "bold": "DejaVuSansCondensed-Bold.ttf",
    "mono": "DejaVuSansMono-Bold.ttf",  # tells O from 0 and I from 1: for every identifier
}
ASCENT: Final = 0.77
"""Height above the baseline per em: capitals, digits and brackets; accents may reach higher."""
DESCENT: Final = 0.24
UNITS: Final = 1000


def path(face: Face) -> Path:
    """Return the file of a face."""
    return Path(__file__).parent / "fonts" / FILES[face]


@cache
def font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    """Return a face at `size` dots per em."""
    return ImageFont.truetype(path(face), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(face: Face, character: str) -> float:
    return font(face, UNITS).getlength(character) / UNITS


@cache
def _missing(face: Face) -> bytes:
    return bytes(font(face, UNITS).getmask("\ufffe"))


@cache
def _printable(face: Face, character: str) -> bool:
    if unicodedata.category(character)[0] == "C":
        return False
    mask = font(face, UNITS).getmask(character)
    return character.isspace() or bytes(mask) != _missing(face)


def width(text: str, face: Face, size: float) -> float:
    """Return the printed width of `text` in the unit of `size`."""
    return sum(_advance(face, character) for character in text) * size


def printable(text: str, face: Face) -> str:
    """Return `text` composed (NFC); refuse a character the face does not hold."""
    composed = unicodedata.normalize("NFC", text)
    for character in composed:
        if not _printable(face, character):
            raise Unprintable("label_character", f"{character!r} (U+{ord(character):04X})")
    return composed
