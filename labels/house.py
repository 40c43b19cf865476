"""How are the labels laid out that belong to no journey: badges, places, storage positions?"""

from __future__ import annotations

from typing import Final

from labels.column import Column
from labels.drawing import LINEAR_QUIET, Area, Drawing
from labels.shapes import PlaceLabel, PositionLabel, StaffBadge
from labels.symbols import LINEAR_MODULE, matrix
from labels.witness import refuse_disagreement

QUIET: Final = LINEAR_QUIET * LINEAR_MODULE


def lay_out_badge(label: StaffBadge) -> Drawing:
    """Return the drawing of a staff badge."""
    refuse_disagreement(label.number, label.code128)
    text = Column(Area(5, 4, 58, 30))
    text.largest(label.name, 7, "bold", 17)
    text.paragraph(label.role, 4)
    text.paragraph(label.facility, 3)
    text.line(label.notice, 2.2)
    code = Column(Area(5 - QUIET, 36, 80, 16))
    code.code(label.code128, 11)
    code.gap(0.8)
    number = Column(Area(5, code.top, 76, 6))
    number.identifier(label.number, "", 3.2)
    marks = (
        *text.marks,
        *code.marks,
        *number.marks,
        matrix(label.code128, Area(65, 4, 18, 18)),
    )
    return Drawing(f"Badge of {label.name}", 86, 54, marks)


def lay_out_place(label: PlaceLabel) -> Drawing:
    """Return the drawing of a place label."""
    refuse_disagreement(label.place, label.code128)
    code = Column(Area(1, 2, 98, 18))
    code.code(label.code128, 14)
    text = Column(Area(1 + QUIET, 17, 74, 22))
    text.identifier(label.place, "", 3.2)
    text.largest(label.name, 5.6, "bold", 10.5)
    text.line(label.facility, 2.6)
    text.line(label.notice, 2.2)
    symbol = matrix(label.code128, Area(79, 18, 20, 20))
    return Drawing(label.name, 100, 40, (*code.marks, *text.marks, symbol))


def lay_out_bare(content: str, title: str) -> Drawing:
    """Return the drawing of one linear code with nothing beside it, 110 x 26 mm."""
    code = Column(Area(1, 2, 108, 22))
    code.code(content, 20)
    return Drawing(title, 110, 26, tuple(code.marks))


def lay_out_position(label: PositionLabel) -> Drawing:
    """Return the drawing of a storage position's label."""
    refuse_disagreement(label.place, label.symbol)
    text = Column(Area(15.2, 0.4, 34.3, 14.2))
    text.identifier(label.place, "", 2.6)
    text.largest(label.name, 3.6, "bold", text.left - 5)
    text.line(label.facility, 2.2)
    text.line(label.notice, 2.0)
    return Drawing(
        label.name, 50, 15, (*text.marks, matrix(label.symbol, Area(1, 0.5, 14, 14)))
    )
