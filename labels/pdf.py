"""How are drawings written as PDF: one label to a page, or many on a sheet?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from labels.drawing import Bars, Drawing, Matrix, Rule, Text, rectangles
from labels.faces import Face, boxes, file, runs, width
from labels.unprintable import Unprintable

EMBEDDED: Final[tuple[Face, ...]] = ("plain", "bold", "mono")
SIGN_DOTS: Final = 96
"""Boxes to an em of a traced sign: finer than any printer's dots at the size of a label's words."""
CUT: Final = 0.1
"""Width of the grey line along which labels of a sheet are cut apart."""


@dataclass(frozen=True)
class Sheet:
    """A page of an ordinary printer, in millimetres."""

    width: float = 215.9
    height: float = 279.4
    margin: float = 6.0
    gap: float = 2.0

    def across(self, drawing: Drawing) -> int:
        """How many labels lie side by side."""
        return int((self.width - 2 * self.margin + self.gap) // (drawing.width + self.gap))

    def down(self, drawing: Drawing) -> int:
        """How many labels lie one below the other."""
        return int((self.height - 2 * self.margin + self.gap) // (drawing.height + self.gap))


LETTER: Final = Sheet()
A4: Final = Sheet(210.0, 297.0)


def write(drawing: Drawing) -> bytes:
    """Return a PDF of one page, exactly as large as the label."""
    target = BytesIO()
    canvas = _canvas(target, drawing.width, drawing.height, drawing.title)
    _draw(canvas, drawing, 0, drawing.height)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def write_sheet(drawings: tuple[Drawing, ...], sheet: Sheet) -> bytes:
    """Return a PDF with as many labels of one size on each page as fit, in order."""
    first = drawings[0]
    across, down = sheet.across(first), sheet.down(first)
    sizes = {(drawing.width, drawing.height) for drawing in drawings}
    if not (across and down and len(sizes) == 1):
        raise Unprintable("label_overflow", f"the label “{first.title}”")
    target = BytesIO()
    canvas = _canvas(target, sheet.width, sheet.height, first.title)
    for number, drawing in enumerate(drawings):
        place = number % (across * down)
        if number and not place:
            canvas.showPage()
        row, column = divmod(place, across)
        left = sheet.margin + column * (first.width + sheet.gap)
        top = sheet.height - sheet.margin - row * (first.height + sheet.gap)
        _cut_line(canvas, first, left, top)
        _draw(canvas, drawing, left, top)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


@cache
def _faces() -> dict[Face, str]:
    names: dict[Face, str] = {}
    for face in EMBEDDED:
        names[face] = f"label-{face}"
        pdfmetrics.registerFont(TTFont(names[face], BytesIO(file(face))))
    return names


def _canvas(target: BytesIO, width: float, height: float, title: str) -> Canvas:
    # invariant: the same label gives the same bytes, whenever it is drawn
    canvas = Canvas(target, pagesize=(width * mm, height * mm), invariant=True)
    canvas.setTitle(title)
    canvas.setCreator("Samevein")
    return canvas


def _cut_line(canvas: Canvas, drawing: Drawing, left: float, top: float) -> None:
    canvas.setStrokeGray(0.7)
    canvas.setLineWidth(CUT * mm)
    bottom = (top - drawing.height) * mm
    canvas.rect(left * mm, bottom, drawing.width * mm, drawing.height * mm, stroke=1, fill=0)


def _draw(canvas: Canvas, drawing: Drawing, left: float, top: float) -> None:
    """Draw with the label's upper left corner at (left, top), measured from the lower left."""
    canvas.setFillGray(0)
    for mark in drawing.marks:
        if isinstance(mark, Text):
            _write(canvas, mark, left, top)
        else:
            _fill(canvas, mark, left, top)


def _write(canvas: Canvas, mark: Text, left: float, top: float) -> None:
    if not mark.rotated:
        _line(canvas, mark, left + mark.x, top - mark.y)
        return
    canvas.saveState()
    canvas.translate((left + mark.x) * mm, (top - mark.y) * mm)
    canvas.rotate(-90)
    _line(canvas, mark, 0, 0)
    canvas.restoreState()


def _line(canvas: Canvas, mark: Text, left: float, base: float) -> None:
    for part, face in runs(mark.text, mark.face):
        if face == "signs":
            _trace(canvas, part, (left, base), mark.size)
        else:
            canvas.setFont(_faces()[face], mark.size * mm)
            canvas.drawString(left * mm, base * mm, part)
        left += width(part, face, mark.size)


def _trace(canvas: Canvas, sign: str, origin: tuple[float, float], size: float) -> None:
    """Draw a sign as small boxes: its face has outlines that reportlab cannot embed."""
    left, base = origin
    step = size / SIGN_DOTS
    outline = canvas.beginPath()
    for across, up, wide in boxes(sign, SIGN_DOTS):
        place = ((left + across * step) * mm, (base + up * step) * mm)
        outline.rect(*place, wide * step * mm, step * mm)
    canvas.drawPath(outline, stroke=0, fill=1)


def _fill(canvas: Canvas, mark: Bars | Matrix | Rule, left: float, top: float) -> None:
    outline = canvas.beginPath()
    for area in rectangles(mark):
        bottom = top - area.y - area.height
        outline.rect((left + area.x) * mm, bottom * mm, area.width * mm, area.height * mm)
    canvas.drawPath(outline, stroke=0, fill=1)
