"""How is a drawing written for a thermal printer (ZPL II), dot for dot as it was read back?"""

from __future__ import annotations

from typing import Final

from labels.drawing import Bars, Drawing, Mark, Matrix, Rule, Text
from labels.raster import dots, inked, rectangles

PRINTERS: Final = (203, 300)
"""Dots per inch of the printers in use."""


def write(drawing: Drawing, dpi: int) -> str:
    """Return one label: bars and squares as filled boxes, text as the dots of our own faces.

    The printer's own codes and faces are not used: they could differ from what was read back.
    """
    lines = [
        "^XA",
        f"^PW{dots(drawing.width, dpi)}",
        f"^LL{dots(drawing.height, dpi)}",
        "^LH0,0",
        *(line for mark in drawing.marks for line in _mark(mark, dpi)),
        "^PQ1",
        "^XZ",
    ]
    return "\n".join(lines) + "\n"


def _mark(mark: Mark, dpi: int) -> list[str]:
    match mark:
        case Text():
            return [_text(mark, dpi)]
        case Bars() | Matrix() | Rule():
            return [
                f"^FO{left},{top}^GB{width},{height},{min(width, height)}^FS"
                for left, top, width, height in rectangles(mark, dpi)
            ]


def _text(mark: Text, dpi: int) -> str:
    ink, left, top = inked(mark, dpi)
    packed = ink.convert("1").tobytes()  # eight dots to a byte, rows padded, as ^GFA wants it
    row = (ink.width + 7) // 8
    return f"^FO{left},{top}^GFA,{len(packed)},{len(packed)},{row},{packed.hex().upper()}^FS"
