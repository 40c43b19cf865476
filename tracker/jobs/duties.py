"""For whom is something due today, or late? Who plans is written to once a day, by day, if they want."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.actions import staff_letters
from tracker.domain.authority_table import EVERYWHERE, Action, places
from tracker.domain.events import Actor, SiteRules
from tracker.domain.quiet_hours import EVENING, MORNING
from tracker.store import sites, staff, tasks
from tracker.store.db import db, writing


def tell_of_duties(now: datetime) -> int:
    """Put word of today's tasks in the outbox of everybody who plans; return how many are new.

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
    everywhere = sites.everywhere()
    for account in staff.everyone():
        if account.ended_at is not None or not account.email:
            continue
        who = Actor(account.id, account.name, staff.grants(account.id))
        mine = _planned_by(who, everywhere)
        if mine and staff_letters.wants_duties(who.id) and (day := _due(mine, now)):
            yield who.id, day


def _planned_by(who: Actor, everywhere: tuple[SiteRules, ...]) -> tuple[SiteRules, ...]:
    held = places(who, Action.PLAN)
    return tuple(site for site in everywhere if held & {site.code, EVERYWHERE})


def _due(mine: tuple[SiteRules, ...], now: datetime) -> date | None:
    """Return the day on which something waits at one of these hospitals; None at night, or for nothing."""
    for site in mine:
        there = now.astimezone(ZoneInfo(site.zone))
        tomorrow = datetime.combine(there.date() + timedelta(days=1), time(), there.tzinfo)
        first = tasks.waiting((site.code,), limit=1)
        if first and first[0].due_at < tomorrow and MORNING <= there.time() < EVENING:
            return there.date()
    return None
