"""For whom is something due today, or late? Whose it is hears of it once a day, by day, if they want."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.actions import staff_letters
from tracker.domain import task_owners
from tracker.domain.authority_table import EVERYWHERE
from tracker.domain.events import Actor, SiteRules
from tracker.domain.kinds import Role
from tracker.domain.quiet_hours import EVENING, MORNING
from tracker.reads import journeys
from tracker.store import sites, staff, tasks
from tracker.store.db import db, writing

LATE_MILESTONE = "late_milestone"


@dataclass(frozen=True)
class Due:
    """What is due at one hospital on a day of its own: to each place, the roles it concerns there."""

    day: date
    owners: dict[str, frozenset[Role]]

    def concerns(self, who: Actor) -> bool:
        """Say whether something of it is this person's to look after."""
        return any(
            grant.role in self.owners.get(place, ())
            for grant in who.grants
            for place in (self.owners if grant.place == EVERYWHERE else {grant.place})
        )


def tell_of_duties(now: datetime) -> int:
    """Put word of today's tasks in the outbox of everybody who looks after one; return how many are new.

    It says that something waits and nothing more: what it is stands behind the sign-in.
    """
    found = tuple(_concerned(now))
    db.session.rollback()
    if not found:
        return 0
    writing()
    count = sum(staff_letters.tell_of_duties(who, day, now) for who, day in found)
    db.session.commit()
    return count


def _concerned(now: datetime) -> Iterator[tuple[str, date]]:
    """Yield whom to write to, and the day it is for."""
    waiting = [due for site in sites.everywhere() if (due := _due(site, now))]
    for account in staff.everyone() if waiting else ():
        if account.ended_at is not None or not account.email:
            continue
        who = Actor(account.id, account.name, staff.grants(account.id))
        mine = next((due for due in waiting if due.concerns(who)), None)
        if mine and staff_letters.wants_duties(who.id):
            yield who.id, mine.day


def _due(site: SiteRules, now: datetime) -> Due | None:
    """Return what waits at a hospital until the end of its day; None at night, or for nothing."""
    there = now.astimezone(ZoneInfo(site.zone))
    if not MORNING <= there.time() < EVENING:
        return None
    tomorrow = datetime.combine(there.date() + timedelta(days=1), time(), there.tzinfo)
    owners: dict[str, frozenset[Role]] = {}
    for task in tasks.waiting((site.code,)):
        if task.due_at < tomorrow:
            for place, roles in _owners(task, site):
                owners[place] = owners.get(place, frozenset()) | roles
    return Due(there.date(), owners) if owners else None


def _owners(task: tasks.Task, site: SiteRules) -> Iterator[tuple[str, frozenset[Role]]]:
    """Yield where somebody looks after a task, and who; a milestone may be the maker's to reach."""
    if task.kind != LATE_MILESTONE:
        yield site.code, task_owners.owners(task.kind)
        return
    told = journeys.tell(task.coi)
    roles = task_owners.owners(task.kind, told.protocol.by_code.get(task.about))
    yield site.code, roles
    if told.journey.maker:
        yield told.journey.maker, roles
