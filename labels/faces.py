"""How wide is a text, and can its characters be printed at all?

The faces come from the pinned package pymupdf-fonts (Noto Sans, Cascadia Mono; SIL Open Font License),
never from the machine: every label looks the same wherever it is drawn, and nobody's files are kept
here. Latin with all its accents, Greek and Cyrillic.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from math import ceil, floor
from typing import Final, Literal

import pymupdf_fonts
from PIL import Image, ImageDraw, ImageFont

from labels.unprintable import Unprintable

Face = Literal["plain", "bold", "mono", "signs"]

NAMES: Final[dict[Face, str]] = {
    "plain": "notos",
    "bold": "notosbo",
    "mono": "cascadiab",  # Cascadia Mono tells O from 0 and I from 1: for every identifier
    "signs": "symbol2",
}
SCRIPTS: Final = frozenset({"LATIN", "GREEK", "CYRILLIC", "FEMININE", "MASCULINE", "MICRO"})
"""What is written letter by letter; other scripts need shaping, which nobody here can proofread."""
SIGNS: Final = frozenset("☣")
"""What stands in sentences of any face but is drawn from the face of signs."""
ASCENT: Final = 0.77
"""Height above the baseline per em: capitals, digits and brackets; accents may reach higher."""
DESCENT: Final = 0.24
UNITS: Final = 1000


@cache
def file(face: Face) -> bytes:
    """Return the font file of a face; unpacked only once a label is drawn."""
    found: bytes = pymupdf_fonts.myfont(NAMES[face])
    return found


@cache
def font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    """Return a face at `size` dots per em."""
    return ImageFont.truetype(BytesIO(file(face)), size, layout_engine=ImageFont.Layout.BASIC)


def drawn_from(face: Face, character: str) -> Face:
    """Return the face one character of a text in `face` is really drawn from."""
    return "signs" if character in SIGNS else face


def runs(text: str, face: Face) -> Iterator[tuple[str, Face]]:
    """Yield the parts of a text that are drawn from one face, in order."""
    for part, characters in groupby(text, lambda character: drawn_from(face, character)):
        yield "".join(characters), part


@cache
def _advance(face: Face, character: str) -> float:
    return font(drawn_from(face, character), UNITS).getlength(character) / UNITS


@cache
def _missing(face: Face) -> bytes:
    return bytes(font(face, UNITS).getmask("\ufffe"))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@cache
def _printable(face: Face, character: str) -> bool:
    kind = unicodedata.category(character)[0]
    if kind == "C" or (kind in "LM" and _script(character) not in SCRIPTS):
        return False
    real = drawn_from(face, character)
    mask = font(real, UNITS).getmask(character)
    return character.isspace() or bytes(mask) != _missing(real)


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


@cache
def boxes(sign: str, size: int) -> tuple[tuple[int, int, int], ...]:
    """Return the black runs of a sign at `size` dots per em: left, lower edge, width."""
    return tuple(_boxes(sign, size))


def _boxes(sign: str, size: int) -> Iterator[tuple[int, int, int]]:
    face = font("signs", size)
    _, top, right, bottom = face.getbbox(sign, mode="1", anchor="ls")
    image = Image.new("1", (ceil(right), ceil(bottom - top)))
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    pen.text((0, -top), sign, font=face, fill=1, anchor="ls")
    for row in range(image.height):
        line = [bool(image.getpixel((column, row))) for column in range(image.width)]
        start = 0
        for black, dots in groupby(line):
            length = len(list(dots))
            if black:
                yield start, -floor(top) - row - 1, length
            start += length
