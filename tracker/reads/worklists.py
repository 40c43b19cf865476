"""Which journeys wait for whom? Lists of board rows, cut to what a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain import authority_table, visit_tasks
from tracker.domain.authority_table import EVERYWHERE, Action
from tracker.domain.events import Actor
from tracker.domain.summary import Summary
from tracker.reads import journeys
from tracker.store import board, sites, tasks


@dataclass(frozen=True)
class Row:
    """One line of a worklist: the board's row, and its codes in words."""

    line: board.Line
    latest: str
    next_due: str
    late: bool


@dataclass(frozen=True)
class Page:
    """Some rows of a worklist, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int


def find(
    actor: Actor,
    wanted: board.Wanted,
    now: datetime,
    *,
    limit: int = 100,
    offset: int = 0,
) -> Page:
    """Return the rows wanted that this person may see, what is due first coming first."""
    found: list[board.Line] = []
    total = 0
    for part in _parts(actor, wanted):
        found.extend(board.find(part, limit=limit + offset))
        total += board.count(part)
    unique = {line.summary.coi: line for line in found}
    ordered = sorted(unique.values(), key=_urgency)[offset : offset + limit]
    return Page(tuple(_row(line, now) for line in ordered), max(total, len(unique)))


def _urgency(line: board.Line) -> tuple[bool, float, str]:
    due = line.summary.next_due_at
    return due is None, due.timestamp() if due else 0, line.summary.coi


def _parts(actor: Actor, wanted: board.Wanted) -> tuple[board.Wanted, ...]:
    """Cut what is wanted to the hospitals and plants where the person holds a role that sees."""
    places = authority_table.places(actor, Action.SEE_JOURNEYS)
    if EVERYWHERE in places:
        return (wanted,)
    hospitals = {site.code for site in sites.everywhere()} & places
    plants = places - hospitals
    parts = []
    if hospitals:
        cut = _both(wanted.sites, hospitals)
        parts.append(replace(wanted, sites=cut))
    if plants:
        cut = _both(wanted.makers, plants)
        parts.append(replace(wanted, makers=cut))
    return tuple(parts)


def _both(asked: tuple[str, ...] | None, held: set[str]) -> tuple[str, ...]:
    return tuple(sorted(held if asked is None else held & set(asked)))


def _row(line: board.Line, now: datetime) -> Row:
    found = line.summary
    protocol = journeys.library().get(found.protocol, found.protocol_version)
    names = protocol.by_code
    due_at = found.next_due_at
    return Row(
        line=line,
        latest=names[found.latest].title if found.latest else "Opened",
        next_due=names[found.next_due].title if found.next_due else _owed(found),
        late=due_at is not None and due_at < now,
    )


def _owed(found: Summary) -> str:
    """Return what a closed journey still owes: it has no milestone any more."""
    return "Check-up" if found.closed and found.next_due_at else ""


@dataclass(frozen=True)
class ToDo:
    """What waits to be done for one journey: one task, or all that one visit asks to be in place."""

    coi: str
    waiting: tuple[tasks.Task, ...]

    @property
    def first(self) -> tasks.Task:
        """Return the task that is due first."""
        return self.waiting[0]


def by_visit(found: Iterable[tasks.Task]) -> tuple[ToDo, ...]:
    """Put the tasks of one visit together, so that they bury nothing else; the order stays."""
    groups: dict[tuple[str, str], list[tasks.Task]] = {}
    for task in found:
        kind = "visit" if task.kind in visit_tasks.DAYS else task.kind
        groups.setdefault((task.coi, f"{kind} {task.about}"), []).append(task)
    return tuple(ToDo(group[0].coi, tuple(group)) for group in groups.values())


def tasks_of(coi: str, visit: str) -> tuple[tasks.Task, ...]:
    """Return what one visit asks to be in place, done or not, what is due first coming first."""
    found = [task for task in tasks.of(coi) if task.about == visit]
    return tuple(sorted(found, key=lambda task: (task.due_at, task.kind)))


def open_tasks(actor: Actor) -> tuple[tasks.Task, ...]:
    """Return what waits to be done at this person's hospitals."""
    places = authority_table.places(actor, Action.SEE_JOURNEYS)
    everywhere = EVERYWHERE in places
    return tasks.waiting(None if everywhere else tuple(sorted(places)))
