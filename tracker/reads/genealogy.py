"""What came from what in a journey, where did each collection end, and are the cells enough?"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain import collection, family
from tracker.domain.journey import Cells, Container, Journey
from tracker.domain.protocol import Target
from tracker.reads.journeys import Told

Ends = tuple[tuple[str, tuple[tuple[Container, str], ...]], ...]
"""For each donation number, every container it ended in, with its place in words."""


@dataclass(frozen=True)
class Counts:
    """The running total over all collections, beside what the product asks for."""

    bags: tuple[Container, ...]
    total: Cells
    target: Target
    decision: str


def ends(journey: Journey) -> Ends:
    """Return where the cells of each collection are or ended."""
    return tuple(
        (din, tuple((item, family.final_place(item)) for item in family.leaves(journey, din)))
        for din in journey.collections
    )


def counts(told: Told) -> Counts | None:
    """Return the counts of every collection; None before there is one."""
    bags = tuple(item for item in told.journey.containers.values() if item.use == "collection")
    if not bags:
        return None
    total = collection.total_cells(told.journey)
    return Counts(bags, total, told.protocol.target, told.journey.sufficiency)
