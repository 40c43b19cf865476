"""How full is a tank, at one look? Every rack with its boxes, every box with its positions as squares.

Racks stand under each other and their boxes wrap, so that a tank is seen whole on a telephone as at a desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import ceil, sqrt
from typing import Final

from tracker.domain.storage_map import Box

WIDTH: Final = 330
PITCH: Final = 8
"""From one square to the next; the square itself is two smaller."""

MARGIN: Final = 5
NAME: Final = 17
RACK: Final = 24
NARROWEST: Final = 46
"""No box is drawn narrower: its name stands above its squares, and a finger presses it."""

GAP: Final = 7

States = tuple[str, ...]
"""What each position of a box is, in order: held, kept or free."""


@dataclass(frozen=True)
class Square:
    """One position."""

    x: int
    y: int
    state: str


@dataclass(frozen=True)
class Drawn:
    """One box: where it stands, its squares, and the same in words."""

    box: Box
    x: int
    y: int
    wide: int
    high: int
    squares: tuple[Square, ...]
    words: str


@dataclass(frozen=True)
class Picture:
    """A whole tank, everything in units of a picture `width` wide; `racks` are names with their height."""

    racks: tuple[tuple[str, int], ...]
    boxes: tuple[Drawn, ...]
    width: int
    height: int


def picture(shelves: Iterable[tuple[Box, States]]) -> Picture:
    """Return the picture of a tank's boxes; those of one rack stand together."""
    racks, boxes, y = [], [], 0
    ordered = sorted(shelves, key=lambda each: each[0])
    for rack, inside in groupby(ordered, key=lambda each: each[0].rack):
        racks.append((rack, y + RACK - 7))
        drawn = _row(list(inside), y + RACK)
        boxes += drawn
        y = max(each.y + each.high for each in drawn) + GAP
    return Picture(tuple(racks), tuple(boxes), WIDTH, max(y, 1))


def _row(shelves: list[tuple[Box, States]], top: int) -> list[Drawn]:
    """Return the boxes of a rack from left to right, wrapped where the width ends."""
    found: list[Drawn] = []
    x, y = 0, top
    for box, states in shelves:
        drawn = _box(box, states, x, y)
        if x and x + drawn.wide > WIDTH:
            x, y = 0, max(each.y + each.high for each in found) + GAP
            drawn = _box(box, states, x, y)
        found.append(drawn)
        x += drawn.wide + GAP
    return found


def _box(box: Box, states: States, x: int, y: int) -> Drawn:
    columns = ceil(sqrt(len(states)))
    squares = tuple(
        Square(
            x + MARGIN + PITCH * (number % columns),
            y + NAME + MARGIN + PITCH * (number // columns),
            state,
        )
        for number, state in enumerate(states)
    )
    counts = ", ".join(f"{states.count(state)} {state}" for state in ("held", "kept", "free"))
    return Drawn(
        box=box,
        x=x,
        y=y,
        wide=max(NARROWEST, 2 * MARGIN + PITCH * columns),
        high=NAME + 2 * MARGIN + PITCH * ceil(len(states) / columns),
        squares=squares,
        words=f"Rack {box.rack}, box {box.box}: {counts}",
    )
