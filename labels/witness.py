"""What does a label say about its journey, and do its words match its codes?"""

from __future__ import annotations

from typing import Final

from labels.column import Column
from labels.drawing import Area, Mark
from labels.shapes import JourneyLabel
from labels.unprintable import Unprintable

GROUPING: Final = {ord(" "): None, ord("-"): None}


def heading(label: JourneyLabel, area: Area) -> list[Mark]:
    """Return the title and, on examples, the notice."""
    column = Column(area)
    column.line(label.title, 2.8, "bold")
    column.line(label.notice, 2.2)
    return column.marks


def witness(label: JourneyLabel, area: Area, size: float) -> list[Mark]:
    """Return the chain-of-identity line and, behind or below it, seal, number and copy."""
    column = Column(area)
    column.identifier(label.coi, label.coi_check, size, caption="CoI")
    column.line(sealed(label), 2.4, "mono")
    return column.marks


def sealed(label: JourneyLabel) -> str:
    """Return the line that ties paper to the record."""
    parts = [f"seal {label.seal}", label.label, f"copy {label.copy}" if label.copy > 1 else ""]
    return "  ".join(part for part in parts if part)


def refuse_disagreement(text: str, *codes: str) -> None:
    """Refuse a label whose words for the eye are in none of the codes they stand beside."""
    bare = text.translate(GROUPING)
    if bare and not any(bare in code.translate(GROUPING) for code in codes if code):
        raise Unprintable("label_unreadable", f"the text “{text}”")


def refuse_wrong_chain(label: JourneyLabel, symbol: str) -> None:
    """Refuse a symbol that names another chain of identity than the text.

    A symbol may leave the chain out (a shipper can hold several); it must not contradict it.
    """
    if "&/CH" in symbol:
        refuse_disagreement(label.coi, symbol)
