"""Which bars or squares carry this content, and how large may they be?"""

from __future__ import annotations

from typing import Final

import zxingcpp
from barcode.codex import Code128
from PIL import Image

from labels.drawing import LINEAR_QUIET, MATRIX_QUIET, Area, Bars, Matrix
from labels.unprintable import Unprintable

INCH: Final = 25.4
LINEAR_MODULE: Final = INCH / 100
"""0.254 mm: exactly 3 dots at 300 dpi and, rounded down, 2 dots at 203 dpi."""
LEAST_LINEAR_MODULE: Final = 0.17
LEAST_MATRIX_MODULE: Final = 0.25
MATRIX_MODULES: Final = tuple(dots * INCH / 300 for dots in (9, 8, 7, 6, 5, 4, 3))
"""Whole dots at 300 dpi, largest first; other printers round down to their own dots."""


class WholeCode128(Code128):  # type: ignore[misc] # the library carries no types
    """Code 128 that keeps a leading 99.

    python-barcode 0.16.1 takes the digits 99 at the start for a switch of subset, drops them
    and computes a valid checksum over the rest. A text that begins with two digits starts in
    subset C and has no switch to shorten.
    """

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        if self.code[:2].isdigit():
            return encoded
        shortened: list[int] = super()._try_to_optimize(encoded)
        return shortened


def code128(content: str) -> str:
    """Return the modules of a Code 128 symbol."""
    _refuse_foreign(content)
    # A new object each time: building one twice gives a different symbol.
    return str(WholeCode128(content).build()[0])


def datamatrix(content: str) -> tuple[str, ...]:
    """Return the rows of a square Data Matrix ECC 200 symbol."""
    _refuse_foreign(content)
    try:
        symbol = zxingcpp.create_barcode(
            content, zxingcpp.BarcodeFormat.DataMatrix, force_square=True
        )
    except ValueError as error:
        raise Unprintable("label_overflow", f"the code {content[:40]}…") from error
    return square(Image.fromarray(symbol.to_image(scale=1, add_quiet_zones=False)), content)


def square(image: Image.Image, content: str) -> tuple[str, ...]:
    """Return the rows of a symbol drawn one dot to the module; refuse a rectangle (DMRE).

    The library draws rectangles for short texts unless told otherwise; scanners set up for
    Data Matrix ECC 200 need not read them, though they call themselves the same.
    """
    if image.width != image.height:
        raise Unprintable("label_unreadable", f"the code {content}")
    black = "".join("0" if pixel else "1" for pixel in image.tobytes())
    return tuple(
        black[start : start + image.width] for start in range(0, len(black), image.width)
    )


def bars(content: str, area: Area) -> Bars:
    """Return the linear code for `area`, its left quiet zone at the area's left edge."""
    modules = code128(content)
    quiet = LINEAR_QUIET * LINEAR_MODULE
    drawn = Bars(area.x + quiet, area.y, area.height, LINEAR_MODULE, modules, content)
    if not drawn.areas[0].inside(area) or area.height < max(5, 0.15 * drawn.width):
        raise Unprintable("label_overflow", f"the code {content}")
    return drawn


def matrix(content: str, area: Area) -> Matrix:
    """Return the Data Matrix with the largest modules that fit `area`, centred in it."""
    rows = datamatrix(content)
    modules = len(rows) + 2 * MATRIX_QUIET
    side = min(area.width, area.height)
    for module in MATRIX_MODULES:
        if modules * module <= side:
            inset = len(rows) * module / 2
            x, y = area.x + area.width / 2 - inset, area.y + area.height / 2 - inset
            return Matrix(x, y, module, rows, content)
    raise Unprintable("label_overflow", f"the code {content}")


def _refuse_foreign(content: str) -> None:
    if not content or not (content.isascii() and content.isprintable()):
        raise Unprintable("label_unreadable", f"the code {content!r}")
