"""How many days is it since the cells came back, and which check-ups come, were made, or are missed?

Days are those of the hospital, wherever the patient is. Day zero is the day on which cells were first
given; until then it is the day planned for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from tracker.domain import visit_dates
from tracker.domain.events import SiteRules
from tracker.domain.journey import Journey, Visit
from tracker.domain.protocol import Protocol
from tracker.domain.visits.clocks import Clock
from tracker.domain.visits.clocks import clocks as of_rules

EARLY: Final = 7
"""So many days before its day a check-up may be made and still count as that one (house figure)."""

WITHIN: Final = 2
"""So many days after its day a check-up is still in time where the product does not say (house figure:
centres see people on day 28 to 30)."""


@dataclass(frozen=True)
class FollowUp:
    """One check-up the product asks for, in time up to and including `until`.

    `seen` is how the patient was seen, or "" for not yet.
    """

    day_after: int
    day: date
    until: date
    seen: str

    def overdue(self, today: date) -> bool:
        """Say whether it should have been written down by now."""
        return not self.seen and today > self.until


def given_on(journey: Journey, site: SiteRules) -> tuple[date, ...]:
    """Return the days on which cells were given, in order."""
    begun = (item.infusion_started_at for item in journey.containers.values())
    return tuple(sorted({visit_dates.local(at, site) for at in begun if at is not None}))


def doses(journey: Journey, visit: Visit, site: SiteRules) -> tuple[date, date] | None:
    """Return the days of the first and the last dose: as given, else as planned; None without a day."""
    given = given_on(journey, site)
    first = given[0] if given else visit.day_zero
    if first is None:
        return None
    to_come = visit.second_day if visit.state != "done" else None
    return first, max(to_come or first, *given, first)


def number(journey: Journey, visit: Visit, site: SiteRules, now: datetime) -> int | None:
    """Return which day it is, counted from day zero: negative before it; None without a day."""
    found = doses(journey, visit, site)
    return (visit_dates.local(now, site) - found[0]).days if found else None


def clocks(
    journey: Journey, protocol: Protocol, visit: Visit, site: SiteRules
) -> tuple[Clock, ...]:
    """Return until when each rule holds that follows from the last dose; none without a day."""
    found = doses(journey, visit, site)
    return of_rules(protocol.visit, site, found[1]) if found else ()


def follow_ups(journey: Journey, protocol: Protocol, site: SiteRules) -> tuple[FollowUp, ...]:
    """Return the check-ups that follow from day zero; none before cells were given.

    What was written down counts for the last check-up whose day had come, or was near.
    """
    given = given_on(journey, site)
    if not given:
        return ()
    planned, seen = protocol.visit.follow_up_days, _seen(journey, protocol)
    return tuple(
        FollowUp(
            day_after=day,
            day=given[0] + timedelta(days=day),
            until=given[0] + timedelta(days=last),
            seen=seen.get(day, ""),
        )
        for day, last in zip(planned, _until(protocol), strict=True)
    )


def next_owed_at(journey: Journey, protocol: Protocol) -> datetime | None:
    """Return about when the next check-up is late that nobody wrote down, whatever the hospital's zone.

    It may be some hours off the hospital's own midnight, which `overdue` asks for.
    """
    begun = [item.infusion_started_at for item in journey.containers.values()]
    first = min((at for at in begun if at is not None), default=None)
    seen = _seen(journey, protocol)
    days = zip(protocol.visit.follow_up_days, _until(protocol), strict=True)
    last = next((until for day, until in days if day not in seen), None)
    if first is None or last is None:
        return None
    return datetime.combine(first.date() + timedelta(days=last + 1), time(), UTC)


def _seen(journey: Journey, protocol: Protocol) -> dict[int, str]:
    """Return which planned check-ups were made, and how: each counts for the last whose day had come."""
    found: dict[int, str] = {}
    for day_after, how in journey.follow_ups:
        meant = [day for day in protocol.visit.follow_up_days if day - EARLY <= day_after]
        if meant:
            found[meant[-1]] = how
    return found


def _until(protocol: Protocol) -> tuple[int, ...]:
    rules = protocol.visit
    return rules.follow_up_until_days or tuple(day + WITHIN for day in rules.follow_up_days)
