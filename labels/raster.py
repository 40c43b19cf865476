"""What does a printer with this many dots per inch put on the label?"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import Final

from PIL import Image, ImageDraw

from labels.drawing import Area, Bars, Drawing, Matrix, Rule, Symbol, Text, runs
from labels.faces import DESCENT, Face, drawn_from, font, width
from labels.symbols import INCH

INK: Final = 255
HAIR: Final = 0.05
"""A bar that misses the next whole dot by less than this counts as that dot."""

Dots = tuple[int, int, int, int]


def dots(length: float, dpi: int) -> int:
    """Return the nearest whole number of dots."""
    return round(length * dpi / INCH)


def module_dots(symbol: Symbol, dpi: int) -> int:
    """Return the dots of one module: rounded down, so that a code never outgrows its place."""
    return floor(symbol.module * dpi / INCH + HAIR)


def rectangles(mark: Bars | Matrix | Rule, dpi: int) -> list[Dots]:
    """Return the black rectangles (left, upper, width, height) of a mark in whole dots."""
    left, top = dots(mark.x, dpi), dots(mark.y, dpi)
    match mark:
        case Rule():
            return [(left, top, max(1, dots(mark.width, dpi)), max(1, dots(mark.height, dpi)))]
        case Bars():
            step, height = module_dots(mark, dpi), dots(mark.height, dpi)
            return [(left + a * step, top, n * step, height) for a, n in runs(mark.modules)]
        case Matrix():
            step = module_dots(mark, dpi)
            return [
                (left + a * step, top + row * step, n * step, step)
                for row, modules in enumerate(mark.rows)
                for a, n in runs(modules)
            ]


def in_dots(area: Area, dpi: int) -> Dots:
    """Return left, upper, right, lower edge of an area in whole dots."""
    return (
        dots(area.x, dpi),
        dots(area.y, dpi),
        dots(area.x + area.width, dpi),
        dots(area.y + area.height, dpi),
    )


def picture(drawing: Drawing, dpi: int) -> Image.Image:
    """Return the label as the printer's dots, black on white."""
    size = (dots(drawing.width, dpi), dots(drawing.height, dpi))
    image = Image.new("L", size, 255)
    for mark in drawing.marks:
        if isinstance(mark, Text):
            _write(mark, image, dpi)
        else:
            _fill(mark, image, dpi)
    return image


def _fill(mark: Bars | Matrix | Rule, image: Image.Image, dpi: int) -> None:
    for left, top, across, down in rectangles(mark, dpi):
        image.paste(0, (left, top, left + across, top + down))


def _write(mark: Text, image: Image.Image, dpi: int) -> None:
    ink, left, top = inked(mark, dpi)
    image.paste(0, (left, top), ink)


def inked(mark: Text, dpi: int) -> tuple[Image.Image, int, int]:
    """Return the dots of one line of text as it lies on the label, with nothing white around.

    An accent may stand above the line's own area: what is white there must not count.
    """
    ink = _glyphs(mark, dpi)
    left, top = dots(mark.x, dpi), dots(mark.y, dpi)
    if mark.rotated:
        ink = ink.transpose(Image.Transpose.ROTATE_270)
        left -= _below(mark, dpi)
    else:
        top -= ink.height - _below(mark, dpi)
    black = ink.getbbox() or (0, 0, ink.width, ink.height)
    return ink.crop(black), left + black[0], top + black[1]


def _glyphs(mark: Text, dpi: int) -> Image.Image:
    """Return the dots of one line of text, not rotated, 255 where there is ink.

    Each letter is set where the exact widths put it; the rasteriser's own advances are rounded
    to whole dots and would let a long line outgrow its place.
    """
    size = mark.size * dpi / INCH
    above = dots(mark.size, dpi)
    image = Image.new("L", (dots(mark.width, dpi) + 1, above + _below(mark, dpi)), 0)
    offset = 0.0
    for character in mark.text:
        ink, left, top = _glyph(drawn_from(mark.face, character), size, character)
        image.paste(INK, (dots(offset, dpi) + left, above + top), ink)
        offset += width(character, mark.face, mark.size)
    return image


@lru_cache(maxsize=8192)
def _glyph(face: Face, size: float, character: str) -> tuple[Image.Image, int, int]:
    """Return the ink of one letter and where it lies from its origin on the baseline."""
    left, top, right, bottom = font(face, size).getbbox(character, mode="1", anchor="ls")
    image = Image.new("1", (max(1, ceil(right - left)), max(1, ceil(bottom - top))))
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"  # a thermal head knows no grey
    pen.text((-left, -top), character, font=font(face, size), fill=1, anchor="ls")
    return image, floor(left), floor(top)


def _below(mark: Text, dpi: int) -> int:
    return dots(DESCENT * mark.size, dpi)
