"""How is the label of a shipper laid out, packing list included? (100 x 150 mm.)"""

from __future__ import annotations

from labels.column import Column
from labels.drawing import LINEAR_QUIET, Area, Drawing, Mark, Rule
from labels.shapes import Packed, ShipperLabel
from labels.small import warnings
from labels.symbols import LINEAR_MODULE, matrix
from labels.unprintable import Unprintable
from labels.witness import heading, refuse_disagreement, refuse_wrong_chain, witness

QUIET = LINEAR_QUIET * LINEAR_MODULE
ROW = 3.4
LIST_TOP = 92.0
LIST_BOTTOM = 137.0


def lay_out(label: ShipperLabel) -> Drawing:
    """Return the drawing of a shipper label."""
    refuse_disagreement(label.shipment, label.code128)
    refuse_disagreement(label.shipment, label.symbol)
    refuse_wrong_chain(label, label.symbol)
    code = Column(Area(4 - QUIET, 10, 74, 20))
    code.code(label.code128, 11)
    code.gap(0.8)
    text = Column(Area(4, code.top, 72, 8))
    text.identifier(label.shipment, "", 3.4)
    marks = [
        *heading(label, Area(4, 1.5, 92, 7)),
        *code.marks,
        *text.marks,
        matrix(label.symbol, Area(76, 8, 22, 22)),
        *_address("FROM", label.sender, Area(4, 32, 44, 28)),
        *_address("TO", label.receiver, Area(52, 32, 44, 28)),
        *_lines(label.handling, Area(4, 62, 44, 24.2)),
        *warnings(label.warnings, Area(52, 62, 44, 24.2), 2.8),
        *_contents(label.contents),
        *witness(label, Area(4, 139.5, 92, 10), 3.2),
        *(Rule(2, y, 96, 0.3) for y in (30.8, 60.8, 86.5, 138.5)),
    ]
    return Drawing(label.title, 100, 150, tuple(marks))


def _address(caption: str, lines: tuple[str, ...], area: Area) -> list[Mark]:
    column = Column(area)
    column.line(caption, 2.2)
    for number, line in enumerate(lines):
        column.paragraph(line, 3.4 if number == 0 else 3.0, "plain" if number else "bold")
    return column.marks


def _lines(lines: tuple[str, ...], area: Area) -> list[Mark]:
    column = Column(area)
    column.fill(lines, 2.8, "plain")
    return column.marks


def _contents(contents: tuple[Packed, ...]) -> list[Mark]:
    caption = Column(Area(4, 87.2, 92, 4))
    noun = "container" if len(contents) == 1 else "containers"
    caption.line(f"PACKING LIST: {len(contents)} {noun}", 2.6, "bold")
    return [*caption.marks, *(mark for row in enumerate(contents) for mark in _row(*row))]


def _row(number: int, packed: Packed) -> list[Mark]:
    y = LIST_TOP + number * ROW
    if y + ROW > LIST_BOTTOM:
        raise Unprintable("label_overflow", f"the packing list ({packed.identifier})")
    cells = [
        (4.0, 6.0, str(number + 1)),
        (11.0, 46.0, packed.identifier),
        (59.0, 25.0, packed.description),
        (86.0, 11.0, packed.place),
    ]
    return [mark for x, wide, text in cells for mark in _cell(text, x, y, wide)]


def _cell(text: str, x: float, y: float, wide: float) -> list[Mark]:
    column = Column(Area(x, y, wide, ROW))
    column.line(text, 2.6, "mono" if x < 59 else "plain")
    return column.marks
