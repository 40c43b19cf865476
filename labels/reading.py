"""Does this label say to a scanner exactly what was meant?"""

from __future__ import annotations

from typing import Final

import zxingcpp
from PIL import Image

from labels.drawing import (
    LINEAR_QUIET,
    MATRIX_QUIET,
    Bars,
    Drawing,
    Matrix,
    Symbol,
    Text,
    name,
    refuse_collisions,
)
from labels.raster import Dots, in_dots, inked, module_dots, picture
from labels.symbols import INCH, LEAST_LINEAR_MODULE, LEAST_MATRIX_MODULE
from labels.unprintable import Unprintable

CODES: Final = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix]
)
WHITE: Final = 255
KINDS: Final = {Bars: "]C0", Matrix: "]d1"}
"""What a scanner calls a plain Code 128 and a Data Matrix ECC 200."""


def read_back(drawing: Drawing, dpi: int) -> tuple[str, ...]:
    """Return what a scanner reads from the label; refuse it if that is not what was meant."""
    refuse_collisions(drawing)
    image = picture(drawing, dpi)
    for mark in drawing.marks:
        if isinstance(mark, Text):
            _refuse_clipped(mark, image, dpi)
    for symbol in drawing.symbols:
        _refuse_too_fine(symbol, dpi)
        _refuse_unlike(symbol, image, dpi)
    return tuple(symbol.content for symbol in drawing.symbols)


def decode(image: Image.Image) -> tuple[str, ...]:
    """Return every code found in a picture, in no promised order."""
    return tuple(found.text for found in zxingcpp.read_barcodes(image, formats=CODES))


def _refuse_clipped(text: Text, image: Image.Image, dpi: int) -> None:
    """Refuse ink beyond the edge: an accent at the very top of a label."""
    ink, left, top = inked(text, dpi)
    if min(left, top) < 0 or left + ink.width > image.width or top + ink.height > image.height:
        raise Unprintable("label_overflow", name(text))


def _refuse_too_fine(symbol: Symbol, dpi: int) -> None:
    least = LEAST_LINEAR_MODULE if isinstance(symbol, Bars) else LEAST_MATRIX_MODULE
    if module_dots(symbol, dpi) * INCH / dpi < least - 1e-3:
        raise Unprintable("label_unreadable", name(symbol))


def _refuse_unlike(symbol: Symbol, image: Image.Image, dpi: int) -> None:
    around = in_dots(symbol.areas[0], dpi)
    cut = image.crop(around)
    if not _quiet(cut, around, symbol, dpi) or not _says(cut, symbol):
        raise Unprintable("label_unreadable", name(symbol))


def _quiet(cut: Image.Image, around: Dots, symbol: Symbol, dpi: int) -> bool:
    """Whether the white around the symbol is wide enough and white, in the printed dots."""
    left, top, right, bottom = (
        edge - start
        for edge, start in zip(in_dots(symbol.bare, dpi), around[:2] * 2, strict=True)
    )
    step = module_dots(symbol, dpi)
    sides = [(0, 0, left, cut.height), (right, 0, cut.width, cut.height)]
    if isinstance(symbol, Bars):
        wide = min(left, cut.width - right) >= LINEAR_QUIET * step
    else:
        sides += [(0, 0, cut.width, top), (0, bottom, cut.width, cut.height)]
        wide = min(left, top, cut.width - right, cut.height - bottom) >= MATRIX_QUIET * step
    return wide and all(cut.crop(side).getextrema() == (WHITE, WHITE) for side in sides)


def _says(cut: Image.Image, symbol: Symbol) -> bool:
    meant = (KINDS[type(symbol)], symbol.content.encode("ascii"))
    read = zxingcpp.read_barcodes(cut, formats=CODES, text_mode=zxingcpp.TextMode.Plain)
    return [(found.symbology_identifier, found.bytes) for found in read] == [meant]
