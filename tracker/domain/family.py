"""What came from what, as a picture: one row for each container, children under what they came from.

Where several become one, in a pool or a lot, no single parent is right: the row stands for itself,
and a line in the margin leads to it from everything that went in. Rows go down a page, never across
it, so forty containers are read on a telephone as on a desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.domain.journey import Container, Journey, Lot

WIDTH: Final = 330
ROW: Final = 46
INDENT: Final = 20
GUTTER: Final = 12
TOP: Final = 8
RADIUS: Final = 6
SHORT: Final = 6
"""The end of a donation number tells the collections of one journey apart; the whole stands beside."""


@dataclass(frozen=True)
class Row:
    """One container or lot of the picture: where its dot is, and the two lines beside it."""

    id: str
    x: int
    y: int
    tone: str
    title: str
    note: str


@dataclass(frozen=True)
class Line:
    """One line of the picture. `merges` where it leads into a pool or a lot."""

    path: str
    merges: bool


@dataclass(frozen=True)
class Picture:
    """A family tree, drawn: everything in units of a picture `width` wide."""

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    description: str


@dataclass(frozen=True)
class _Node:
    id: str
    parents: tuple[str, ...]
    born: float
    container: Container | None
    lot: Lot | None


def picture(journey: Journey) -> Picture:
    """Return the family tree of a journey's containers and lots."""
    nodes = _nodes(journey)
    placed = [*_placed(nodes)]
    merges = [node for node, _ in placed if len(node.parents) > 1 or node.lot]
    left = GUTTER * (len(merges) + 1)
    rows = {
        node.id: _row(node, left + INDENT * depth, TOP + ROW * number + ROW // 2)
        for number, (node, depth) in enumerate(placed)
    }
    lines = [*_branches(placed, rows), *_merges(merges, rows)]
    count = sum(node.container is not None for node in nodes)
    return Picture(
        rows=tuple(rows.values()),
        lines=tuple(lines),
        width=WIDTH,
        height=2 * TOP + ROW * len(placed),
        description=(
            f"{count} containers from {len(journey.collections)} collections, "
            f"{len(journey.lots)} lots. Each row stands under what it came from."
        ),
    )


def leaves(journey: Journey, din: str) -> tuple[Container, ...]:
    """Return where one collection ended: its containers from which nothing else came."""
    parents = {name for item in journey.containers.values() for name in item.parents}
    return tuple(
        item
        for item in journey.containers.values()
        if item.id not in parents and din in journey.collected_in(item.id)
    )


def final_place(container: Container) -> str:
    """Say in words where a container ended, or where it is."""
    if container.state == "infused" and container.given_ml < container.volume_ml:
        given = f"infused, {container.given_ml} of {container.volume_ml} mL"
        where = f"at {container.stored or container.place}"
        rest = where if container.rest_waits else container.rest
        return f"{given}; rest {rest}" if rest else given
    if container.final:
        return container.state
    return f"at {container.stored or container.place}"


def _nodes(journey: Journey) -> list[_Node]:
    """Return containers and lots in the order in which they came to be."""
    order = {name: number for number, name in enumerate(journey.containers)}
    lots = [
        _Node(
            f"lot {lot.id}", lot.consumed, max(order[name] for name in lot.consumed), None, lot
        )
        for lot in journey.lots.values()
    ]
    found = [
        _Node(
            item.id,
            (f"lot {item.lot}",) if item.lot in journey.lots else item.parents,
            order[item.id] - 0.5,
            item,
            None,
        )
        for item in journey.containers.values()
    ]
    return sorted([*found, *lots], key=lambda node: node.born)


def _placed(nodes: list[_Node]) -> Iterator[tuple[_Node, int]]:
    """Yield each node with its depth: what has one parent right under it, the rest by itself."""
    children: dict[str, list[_Node]] = {}
    for node in nodes:
        if len(node.parents) == 1 and node.lot is None:
            children.setdefault(node.parents[0], []).append(node)
    under = {node.id for found in children.values() for node in found}
    waiting = [(node, 0) for node in reversed(nodes) if node.id not in under]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in reversed(children.get(node.id, [])))


def _branches(placed: list[tuple[_Node, int]], rows: dict[str, Row]) -> Iterator[Line]:
    for node, _ in placed:
        if len(node.parents) == 1 and node.lot is None:
            parent, child = rows[node.parents[0]], rows[node.id]
            start = f"M{parent.x} {parent.y + RADIUS}"
            yield Line(f"{start}V{child.y}H{child.x - RADIUS}", merges=False)


def _merges(merges: list[_Node], rows: dict[str, Row]) -> Iterator[Line]:
    """Yield the lines in the margin, each pool and lot with a margin of its own.

    One line leads down to it, and a short one to that from each parent: a broken line that is drawn
    again and again over itself looks whole.
    """
    for number, node in enumerate(merges, start=1):
        child, parents = rows[node.id], [rows[name] for name in node.parents]
        margin = GUTTER * number
        for parent in parents:
            yield Line(f"M{parent.x - RADIUS} {parent.y}H{margin}", merges=True)
        top = min(parent.y for parent in parents)
        yield Line(f"M{margin} {top}V{child.y}H{child.x - RADIUS}", merges=True)


def _row(node: _Node, x: int, y: int) -> Row:
    if node.lot is not None:
        note = f"{node.lot.state}, from {len(node.parents)} containers".replace("_", " ")
        return Row(node.id, x, y, "lot", f"Lot {node.lot.id}", note)
    item = node.container
    assert item is not None, "what is no lot is a container"
    words = (item.use, item.din[-SHORT:], item.product[-2:], item.component, item.colour)
    place = final_place(item)
    note = f"{item.volume_ml} mL, {place}" if item.volume_ml and not item.rest else place
    return Row(item.id, x, y, _tone(item), " ".join(word for word in words if word), note)


def _tone(item: Container) -> str:
    if item.quarantine and not item.final:
        return "stop"
    if item.state == "infused":
        return "given"
    return "gone" if item.final else "here"
