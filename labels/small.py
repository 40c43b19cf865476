"""How are the labels of cryobags, vials and cassettes laid out?"""

from __future__ import annotations

from typing import Final

from labels.column import Column
from labels.drawing import LINEAR_QUIET, Area, Drawing, Mark
from labels.shapes import CassetteLabel, PartialLabel, VialLabel
from labels.symbols import LINEAR_MODULE, matrix
from labels.witness import (
    heading,
    refuse_disagreement,
    refuse_wrong_chain,
    sealed,
    witness,
)

QUIET: Final = LINEAR_QUIET * LINEAR_MODULE


def lay_out_partial(label: PartialLabel) -> Drawing:
    """Return the drawing of a cryobag's affixed partial label."""
    _refuse_contradiction(label, label.code128)
    left = Column(Area(4, 16, 54, 24))
    left.identifier(label.din, label.din_check, 3.2)
    left.line(spaced(label.product_code, expires(label.expiry)), 2.6, "mono")
    left.largest(label.product, 3.4, "bold", 8)
    left.paragraph(label.facility, 2.4)
    marks = [
        *heading(label, Area(4, 1, 82, 6)),
        *_code(label.code128, Area(4, 7, 56, 8.5)),
        *left.marks,
        matrix(label.symbol, Area(59, 6.5, 17.5, 17.5)),
        *warnings(label.warnings, Area(60, 24.5, 28, 25), 2.3),
        *witness(label, Area(4, 40.5, 56, 9), 2.8),
    ]
    return Drawing(label.title, 90, 50, tuple(marks))


def lay_out_vial(label: VialLabel) -> Drawing:
    """Return the drawing of a vial label."""
    _refuse_contradiction(label)
    beside = Column(Area(14, 1, 35, 25.5))
    beside.line(label.title, 2.4, "bold")
    beside.identifier(label.din, label.din_check, 2.1)
    beside.identifier(label.coi, label.coi_check, 2.1, caption="CoI")
    top = max(13.2, beside.top)
    below = Column(Area(1.5, top, 47.5, 41.6 - top))
    below.paragraph(label.notice, 2.0)
    below.line(spaced(label.product_code, expires(label.expiry)), 2.2, "mono")
    below.paragraph(label.product, 2.2, "bold")
    below.paragraph(label.facility, 2.2)
    below.line(sealed(label), 2.2, "mono")
    below.fill((" · ".join(label.warnings),), 2.2, "bold")
    marks = [
        *beside.marks,
        *below.marks,
        matrix(label.symbol, Area(1, 1, 12, 12)),
    ]
    return Drawing(label.title, 50, 42, tuple(marks))


def lay_out_cassette(label: CassetteLabel) -> Drawing:
    """Return the drawing of a cassette label."""
    _refuse_contradiction(label, label.code128)
    left = Column(Area(4, 17, 47, 33))
    left.identifier(label.din, label.din_check, 3.2)
    left.line(spaced(label.product_code, expires(label.expiry)), 2.8, "mono")
    left.largest(label.product, 4, "bold", 9)
    left.line(label.told_apart, 3.2, "bold")
    for line in (spaced(label.lot, label.bag), label.storage, label.facility):
        left.paragraph(line, 2.6)
    right = Column(Area(55, 17.5, 24, 11))
    right.fill(label.patient, 2.8, "bold")
    marks = [
        *heading(label, Area(4, 1, 92, 7)),
        *_code(label.code128, Area(4, 8, 74, 8.5)),
        *left.marks,
        *right.marks,
        matrix(label.symbol, Area(80, 8, 19, 19)),
        *warnings(label.warnings, Area(55, 29, 43, 30), 2.8),
        *witness(label, Area(4, 50, 54, 9.5), 3.0),
    ]
    return Drawing(label.title, 100, 60, tuple(marks))


def warnings(sentences: tuple[str, ...], area: Area, size: float) -> list[Mark]:
    """Return the warnings, each its own paragraph, as large as there is room for."""
    column = Column(area)
    column.fill(sentences, size, "bold")
    return column.marks


def spaced(*parts: str) -> str:
    """Return what is not empty, two blanks between."""
    return "  ".join(part for part in parts if part)


def expires(expiry: str) -> str:
    """Return the expiry with the word that says so."""
    return f"EXP {expiry}" if expiry else ""


def _code(content: str, area: Area) -> list[Mark]:
    column = Column(Area(area.x - QUIET, area.y, area.width + QUIET, area.height))
    column.code(content, area.height)
    return column.marks


def _refuse_contradiction(
    label: PartialLabel | VialLabel | CassetteLabel, linear: str = ""
) -> None:
    refuse_disagreement(label.din, label.symbol)
    refuse_disagreement(label.product_code, label.symbol)
    if linear:
        refuse_disagreement(label.din, linear)
    refuse_wrong_chain(label, label.symbol)
