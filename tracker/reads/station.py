"""What waits for this person at the station, and what comes next on each journey?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain import overdue
from tracker.domain.events import Actor, SiteRules
from tracker.domain.kinds import Role
from tracker.domain.next_steps import Step
from tracker.reads import journeys, steps_for, worklists
from tracker.store import tasks
from tracker.store.board import Wanted

SHOWN: Final = 40


@dataclass(frozen=True)
class Work:
    """One journey on the station's list, with what this person may do for it now."""

    row: worklists.Row
    mine: tuple[Step, ...]


@dataclass(frozen=True)
class Worklist:
    """What waits for this person first; then what others are waiting for."""

    mine: tuple[Work, ...]
    others: tuple[Work, ...]
    total: int


def worklist(actor: Actor, site: str, now: datetime, *, text: str = "") -> Worklist:
    """Return the open journeys of a site ("" for all of one's own), late ones first."""
    wanted = Wanted(sites=(site,) if site else None, text=text)
    page = worklists.find(actor, wanted, now, limit=SHOWN)
    works = [Work(row, _mine(actor, row, now)) for row in page.rows]
    works.sort(key=lambda work: (not work.row.late, work.row.line.summary.priority != "urgent"))
    return Worklist(
        mine=tuple(work for work in works if work.mine),
        others=() if _only_carries(actor) else tuple(work for work in works if not work.mine),
        total=page.total,
    )


def standing_about(actor: Actor, site: str) -> Iterator[tuple[tasks.Task, SiteRules]]:
    """Yield what should have been taken, answered or stored by now (at one site, when named)."""
    if _only_carries(actor):
        return
    for task in worklists.open_tasks(actor):
        if task.kind in overdue.AT_THE_BENCH:
            where = journeys.tell(task.coi).site
            if not site or where.code == site:
                yield task, where


def _only_carries(actor: Actor) -> bool:
    """Say whether a person is a courier alone: what is not offered to them is not theirs to see."""
    return {grant.role for grant in actor.grants} == {Role.COURIER}


def _mine(actor: Actor, row: worklists.Row, now: datetime) -> tuple[Step, ...]:
    told = journeys.tell(row.line.summary.coi)
    return steps_for.pressing(steps_for.of(told, actor, now))
