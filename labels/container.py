"""How is the final label of a bag laid out? (100 x 100 mm, four quadrants.)"""

from __future__ import annotations

from typing import Final

from labels.column import Column
from labels.drawing import Area, Drawing, Mark, Rule, Text
from labels.faces import printable
from labels.shapes import ContainerLabel
from labels.symbols import LINEAR_MODULE, bars, code128, matrix
from labels.witness import heading, refuse_disagreement, refuse_wrong_chain, witness

SIDE: Final = 100.0
LEFT: Final = 4.0
RIGHT: Final = 52.0
WIDE: Final = 44.0
CODES_END: Final = 40.83
"""Where the left codes end, so that the gap to the right ones lets one sweep read both."""
UPPER: Final = 8.0
LOWER: Final = 53.0
BOTTOM: Final = 89.5


def lay_out(label: ContainerLabel) -> Drawing:
    """Return the drawing of a final container label."""
    refuse_disagreement(label.din, label.code128)
    refuse_disagreement(label.din, label.symbol)
    refuse_disagreement(label.product_code, label.product_code128, label.symbol)
    refuse_wrong_chain(label, label.symbol)
    marks = [
        *heading(label, Area(LEFT, 1, 92, 7)),
        *_donation(label),
        *_status(label),
        *_product(label),
        *_expiry(label),
        *witness(label, Area(LEFT, 90, 92, 10), 3.0),
        Rule(2, 51.5, 96, 0.3),
        Rule(2, 89.3, 96, 0.3),
        Rule(49.8, 18.5, 0.2, 32),
        Rule(49.8, 64, 0.2, 24),
    ]
    return Drawing(label.title, SIDE, SIDE, tuple(marks))


def _donation(label: ContainerLabel) -> list[Mark]:
    column = Column(Area(LEFT, UPPER, WIDE, 43))
    column.marks.append(_left_code(label.code128, UPPER, 9))
    column.gap(9.6)
    column.identifier(label.din, label.din_check, 3.0)
    column.paragraph(label.collected, 2.8)
    column.paragraph(label.facility, 2.8, "bold")
    if label.flags:
        flags = printable(label.flags, "mono")
        column.marks.append(Text(45.5, UPPER + 10, flags, 2.6, "mono", rotated=True))
    return column.marks


def _status(label: ContainerLabel) -> list[Mark]:
    column = Column(Area(RIGHT, UPPER, 46, 43))
    if label.status_code128:
        column.marks.append(_right_code(label.status_code128, UPPER, 9))
        column.gap(9.6)
    column.largest(label.status, 6, "bold", 14)
    column.gap(0.8)
    column.fill(label.warnings, 3.2, "bold")
    return column.marks


def _product(label: ContainerLabel) -> list[Mark]:
    column = Column(Area(LEFT, LOWER, WIDE, BOTTOM - LOWER))
    if label.product_code128:
        column.marks.append(_left_code(label.product_code128, LOWER, 8))
        column.gap(8.5)
    column.line(label.product_code, 2.6, "mono")
    column.largest(label.product, 4.6, "bold", 12)
    for detail in label.details:
        column.paragraph(detail, 2.6)
    return column.marks


def _expiry(label: ContainerLabel) -> list[Mark]:
    column = Column(Area(RIGHT, LOWER, 46, BOTTOM - LOWER))
    if label.expiry_code128:
        column.marks.append(_right_code(label.expiry_code128, LOWER, 8))
        column.gap(8.5)
    if label.expiry:
        column.line("EXPIRES", 2.2)
        column.line(label.expiry, 3.4, "bold")
    narrow = Column(Area(RIGHT, column.top + 0.5, 27, BOTTOM - column.top - 0.5))
    for number, line in enumerate(label.patient):
        narrow.paragraph(line, 2.8, "plain" if number else "bold")
    return [*column.marks, *narrow.marks, matrix(label.symbol, Area(79.5, 70, 18.5, 18.5))]


def _left_code(content: str, y: float, height: float) -> Mark:
    quiet = 10 * LINEAR_MODULE
    start = CODES_END - len(code128(content)) * LINEAR_MODULE - quiet
    return bars(content, Area(max(start, 0), y, RIGHT - max(start, 0) - 2, height))


def _right_code(content: str, y: float, height: float) -> Mark:
    quiet = 10 * LINEAR_MODULE
    return bars(content, Area(RIGHT - quiet, y, SIDE - RIGHT + quiet, height))
