"""What lies where on a label, in millimetres, before any printer or file format is chosen?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

from labels.faces import ASCENT, DESCENT, Face, width
from labels.unprintable import Unprintable

LINEAR_QUIET: Final = 10
"""Modules of white left and right of a linear code."""
MATRIX_QUIET: Final = 2
"""Modules of white around a Data Matrix; one is the least, two is kinder to a poor printer."""
BLEED: Final = 1e-6


@dataclass(frozen=True)
class Area:
    """A rectangle; `x` and `y` are its left and upper edge."""

    x: float
    y: float
    width: float
    height: float

    def inside(self, other: Area) -> bool:
        """Whether this area lies wholly within `other`."""
        return (
            self.x >= other.x - BLEED
            and self.y >= other.y - BLEED
            and self.x + self.width <= other.x + other.width + BLEED
            and self.y + self.height <= other.y + other.height + BLEED
        )

    def meets(self, other: Area) -> bool:
        """Whether the two areas share more than an edge."""
        return (
            self.x < other.x + other.width - BLEED
            and other.x < self.x + self.width - BLEED
            and self.y < other.y + other.height - BLEED
            and other.y < self.y + self.height - BLEED
        )


@dataclass(frozen=True)
class Text:
    """One line of text; `y` is its baseline. Rotated text reads downwards from (x, y)."""

    x: float
    y: float
    text: str
    size: float
    face: Face = "plain"
    rotated: bool = False

    @property
    def width(self) -> float:
        """Length of the line."""
        return width(self.text, self.face, self.size)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The space the line takes."""
        height = (ASCENT + DESCENT) * self.size
        if self.rotated:
            return (Area(self.x - DESCENT * self.size, self.y, height, self.width),)
        return (Area(self.x, self.y - ASCENT * self.size, self.width, height),)


@dataclass(frozen=True)
class Bars:
    """A linear code: `modules` is one character per module, 1 for black."""

    x: float
    y: float
    height: float
    module: float
    modules: str
    content: str

    @property
    def width(self) -> float:
        """Width without quiet zones."""
        return len(self.modules) * self.module

    @property
    def bare(self) -> Area:
        """The code without its quiet zones."""
        return Area(self.x, self.y, self.width, self.height)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The code and the white it needs left and right."""
        quiet = LINEAR_QUIET * self.module
        return (Area(self.x - quiet, self.y, self.width + 2 * quiet, self.height),)


@dataclass(frozen=True)
class Matrix:
    """A Data Matrix: one string per row, one character per module, 1 for black."""

    x: float
    y: float
    module: float
    rows: tuple[str, ...]
    content: str

    @property
    def side(self) -> float:
        """Width and height without quiet zone."""
        return len(self.rows) * self.module

    @property
    def bare(self) -> Area:
        """The code without its quiet zone."""
        return Area(self.x, self.y, self.side, self.side)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The code and the white it needs around."""
        quiet = MATRIX_QUIET * self.module
        side = self.side + 2 * quiet
        return (Area(self.x - quiet, self.y - quiet, side, side),)


@dataclass(frozen=True)
class Rule:
    """A black rectangle: a separating line."""

    x: float
    y: float
    width: float
    height: float

    @property
    def areas(self) -> tuple[Area, ...]:
        """The line itself."""
        return (Area(self.x, self.y, self.width, self.height),)


Mark = Text | Bars | Matrix | Rule
Symbol = Bars | Matrix


@dataclass(frozen=True)
class Drawing:
    """A laid-out label: its size, what it is, and everything on it."""

    title: str
    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The codes, in the order they were laid out."""
        return tuple(mark for mark in self.marks if isinstance(mark, Bars | Matrix))

    @property
    def texts(self) -> tuple[str, ...]:
        """What human eyes read."""
        return tuple(mark.text for mark in self.marks if isinstance(mark, Text))


def frame(area: Area, line: float) -> tuple[Rule, ...]:
    """Return the four lines around `area`, inside its edges."""
    right, bottom = area.x + area.width - line, area.y + area.height - line
    return (
        Rule(area.x, area.y, area.width, line),
        Rule(area.x, bottom, area.width, line),
        Rule(area.x, area.y, line, area.height),
        Rule(right, area.y, line, area.height),
    )


def refuse_collisions(drawing: Drawing) -> None:
    """Refuse a drawing in which anything leaves the label or touches anything else."""
    whole = Area(0, 0, drawing.width, drawing.height)
    placed = [(mark, area) for mark in drawing.marks for area in mark.areas]
    for mark, area in placed:
        if not area.inside(whole):
            raise Unprintable("label_overflow", name(mark))
    for (one, first), (other, second) in combinations(placed, 2):
        if first.meets(second) and not (isinstance(one, Rule) and isinstance(other, Rule)):
            raise Unprintable("label_overflow", f"{name(one)} beside {name(other)}")


def name(mark: Mark) -> str:
    """Return what to call a mark when speaking to people."""
    match mark:
        case Text():
            return f"the text “{mark.text}”"
        case Bars() | Matrix():
            return f"the code {mark.content}"
        case Rule():
            return "a line"


def runs(modules: str) -> list[tuple[int, int]]:
    """Return start and length of each run of black modules."""
    found, start = [], 0
    for run in modules.replace("01", "0 1").replace("10", "1 0").split(" "):
        if run.startswith("1"):
            found.append((start, len(run)))
        start += len(run)
    return found


def rectangles(mark: Bars | Matrix | Rule) -> list[Area]:
    """Return the black rectangles of a mark."""
    if isinstance(mark, Rule):
        return list(mark.areas)
    rows = (mark.modules,) if isinstance(mark, Bars) else mark.rows
    height = mark.height if isinstance(mark, Bars) else mark.module
    return [
        Area(mark.x + at * mark.module, mark.y + row * height, count * mark.module, height)
        for row, modules in enumerate(rows)
        for at, count in runs(modules)
    ]
