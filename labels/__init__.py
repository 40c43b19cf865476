"""Labels for the cells' journey: strings in, a drawing out that has been read back first.

`render` gives one label as SVG, PDF or ZPL; `sheet` many on one page. Nothing leaves before the
drawing, rasterised on the printer's own dots, was decoded and compared byte for byte. What does
not fit or does not read back raises `Unprintable`; it is never clipped and never left out.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal, assert_never

from labels import pdf, raster, reading, svg, zpl
from labels.drawing import Bars, Matrix, frame
from labels.house import lay_out_bare
from labels.layout import lay_out
from labels.pdf import A4, LETTER, Sheet
from labels.reading import decode
from labels.shapes import (
    CassetteLabel,
    ContainerLabel,
    JourneyLabel,
    Label,
    Packed,
    PartialLabel,
    PlaceLabel,
    PositionLabel,
    ShipperLabel,
    StaffBadge,
    VialLabel,
    Wristband,
)
from labels.unprintable import Unprintable

if TYPE_CHECKING:
    from PIL import Image

Form = Literal["svg", "pdf", "zpl203", "zpl300"]
MEDIA_TYPES: Final[dict[Form, str]] = {
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "zpl203": "application/zpl",
    "zpl300": "application/zpl",
}
OFFICE_DPI: Final = 300
"""The coarsest printer an SVG or PDF may end on."""
FRAME: Final = 0.3
"""Width of the line around a code that is not shown, in millimetres."""


def render(label: Label, form: Form) -> bytes:
    """Return the label in one form, after reading it back at that form's resolution."""
    drawing = lay_out(label)
    match form:
        case "svg":
            reading.read_back(drawing, OFFICE_DPI)
            return svg.write(drawing).encode()
        case "pdf":
            reading.read_back(drawing, OFFICE_DPI)
            return pdf.write(drawing)
        case "zpl203" | "zpl300":
            dpi = int(form.removeprefix("zpl"))
            reading.read_back(drawing, dpi)
            return zpl.write(drawing, dpi).encode("ascii")
        case _:
            assert_never(form)


def likeness(label: Label) -> bytes:
    """Return a label as SVG for looking at: an empty frame where each code stands.

    Nobody can scan it instead of what the label is on, nor print it as one more label.
    """
    drawing = lay_out(label)
    marks = (
        frame(mark.bare, FRAME) if isinstance(mark, Bars | Matrix) else (mark,)
        for mark in drawing.marks
    )
    return svg.write(replace(drawing, marks=tuple(chain.from_iterable(marks)))).encode()


def sheet(labels: tuple[Label, ...], page: Sheet = LETTER) -> bytes:
    """Return labels of one kind as PDF, as many to a page as fit, each read back first."""
    drawings = tuple(lay_out(label) for label in labels)
    for drawing in drawings:
        reading.read_back(drawing, OFFICE_DPI)
    return pdf.write_sheet(drawings, page)


def bare_code(content: str, title: str) -> bytes:
    """Return one linear code alone as SVG, after reading it back: for testing a scanner."""
    drawing = lay_out_bare(content, title)
    reading.read_back(drawing, OFFICE_DPI)
    return svg.write(drawing).encode()


def readback(label: Label, dpi: int = OFFICE_DPI) -> tuple[str, ...]:
    """Return what a scanner reads from the printed label, in order; refuse any difference."""
    return reading.read_back(lay_out(label), dpi)


def picture(label: Label, dpi: int = OFFICE_DPI) -> Image.Image:
    """Return the label as a printer's dots, for looking at and for decoding."""
    return raster.picture(lay_out(label), dpi)


__all__ = [
    "A4",
    "LETTER",
    "MEDIA_TYPES",
    "CassetteLabel",
    "ContainerLabel",
    "Form",
    "JourneyLabel",
    "Label",
    "Packed",
    "PartialLabel",
    "PlaceLabel",
    "PositionLabel",
    "Sheet",
    "ShipperLabel",
    "StaffBadge",
    "Unprintable",
    "VialLabel",
    "Wristband",
    "bare_code",
    "decode",
    "likeness",
    "picture",
    "readback",
    "render",
    "sheet",
]
