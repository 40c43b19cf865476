"""What news is there of each maker's journeys, and which of it is late?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain import authority_table
from tracker.domain.authority_table import EVERYWHERE, Action
from tracker.domain.events import Actor
from tracker.domain.kinds import Role
from tracker.domain.protocol import Milestone, Protocol
from tracker.reads import journeys, worklists
from tracker.store import board, sites

LIMIT: Final = 300
REPORTERS: Final = frozenset({Role.LAB_LIAISON, Role.MANUFACTURER_QA})


@dataclass(frozen=True)
class Wish:
    """What the board is asked to show."""

    maker: str = ""
    site: str = ""
    text: str = ""
    late_only: bool = False


@dataclass(frozen=True)
class Line:
    """One journey on the board: its row, its product, and how many days it is late."""

    row: worklists.Row
    product: str
    days_late: int


@dataclass(frozen=True)
class Group:
    """The journeys of one maker that have reached the same milestone last, the latest due first."""

    maker: str
    milestone: str
    lines: tuple[Line, ...]
    place: int = 0
    """Where the milestone stands in the product's own order."""

    @property
    def late(self) -> int:
        """Return how many of the journeys are late."""
        return sum(line.row.late for line in self.lines)


def makers_of(actor: Actor) -> dict[str, str]:
    """Return the name of each maker whose journeys this person may see, by code."""
    hospitals = {site.code for site in sites.everywhere()}
    held = authority_table.places(actor, Action.SEE_JOURNEYS)
    everyone = sites.makers()
    if held & (hospitals | {EVERYWHERE}):
        return everyone
    return {code: name for code, name in everyone.items() if code in held}


def news(actor: Actor, wish: Wish, now: datetime) -> tuple[Group, ...]:
    """Return the open journeys by maker and milestone; what is late comes first."""
    wanted = board.Wanted(
        sites=(wish.site,) if wish.site else None,
        makers=(wish.maker,) if wish.maker else None,
        due_by=now if wish.late_only else None,
        text=wish.text,
    )
    groups: dict[tuple[str, str], list[Line]] = {}
    for row in worklists.find(actor, wanted, now, limit=LIMIT).rows:
        groups.setdefault((row.line.summary.maker, row.latest), []).append(_line(row, now))
    return tuple(sorted((_group(each) for each in groups.values()), key=_urgency))


def _group(lines: list[Line]) -> Group:
    first = lines[0].row
    found = first.line.summary
    order = [milestone.code for milestone in _protocol(first).milestones]
    place = order.index(found.latest) + 1 if found.latest else 0
    maker = sites.makers().get(found.maker, found.maker)
    return Group(maker, first.latest, tuple(lines), place)


def _protocol(row: worklists.Row) -> Protocol:
    found = row.line.summary
    return journeys.library().get(found.protocol, found.protocol_version)


def reportable(groups: Iterable[Group], actor: Actor) -> dict[str, str]:
    """Return the milestones this person may record by hand for many journeys at once, by code.

    A milestone that asks for a signature is recorded on the journey's own page.
    """
    found: dict[str, str] = {}
    for protocol in _protocols(groups):
        for milestone in protocol.milestones:
            if _by_hand(milestone, actor):
                found.setdefault(milestone.code, milestone.title)
    return found


def milestone_title(code: str) -> str:
    """Return what any product calls a milestone; the code itself where none knows it."""
    known = (protocol.by_code.get(code) for protocol in journeys.library().all())
    return next((milestone.title for milestone in known if milestone), code)


def product(protocol: str, version: int) -> str:
    """Return a product's title."""
    return journeys.library().get(protocol, version).title


def _by_hand(milestone: Milestone, actor: Actor) -> bool:
    held = {grant.role for grant in actor.grants} & REPORTERS
    return milestone.on is None and not milestone.signatures and bool(held & {*milestone.roles})


def _protocols(groups: Iterable[Group]) -> tuple[Protocol, ...]:
    named = {
        (line.row.line.summary.protocol, line.row.line.summary.protocol_version)
        for group in groups
        for line in group.lines
    }
    return tuple(journeys.library().get(*name) for name in sorted(named))


def _line(row: worklists.Row, now: datetime) -> Line:
    found = row.line.summary
    due = found.next_due_at
    days = max(0, (now - due).days) if due else 0
    return Line(row, product(found.protocol, found.protocol_version), days)


def _urgency(group: Group) -> tuple[str, int, int]:
    return (
        group.maker,
        -max(line.days_late + line.row.late for line in group.lines),
        group.place,
    )
