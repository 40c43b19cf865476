"""Which releases wait for a visit, and on which days could it be?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import after_day_zero, return_visit, visit_dates, visit_moves
from tracker.domain.events import Actor, Facts
from tracker.domain.kinds import Kind
from tracker.domain.protocol import ReadinessTest, VisitRules
from tracker.domain.refused import Refused
from tracker.domain.visits import planner
from tracker.domain.visits.courses import Course
from tracker.domain.visits.places import INFUSION
from tracker.reads import journeys, worklists
from tracker.store import board, visit_places

LOG: Final = logging.getLogger(__name__)
WAITING_LIMIT: Final = 500
LOOK_AHEAD: Final = timedelta(days=400)
MOVABLE_DAYS: Final = 30
"""How far ahead a new day zero is sought once chemotherapy has begun."""


@dataclass(frozen=True)
class Waiting:
    """A release without a confirmed visit, and how long it has waited."""

    row: worklists.Row
    hours: int


Against = Mapping[date, tuple[str, ...]]
"""What forbids each day, in sentences."""


@dataclass(frozen=True)
class Chosen:
    """What one day brings with it: all its dates, what speaks for it, and tests to be done again.

    `shown` has the dates in the line that a form sends back.
    """

    day: date
    plan: planner.Plan
    reasons: tuple[str, ...]
    tests_again: tuple[str, ...]
    shown: str


@dataclass(frozen=True)
class Options:
    """Every way in which a visit could be, the earliest day first, then what disrupts least.

    `asked` names what is chosen: `day_zero`, or `second_day` once the first dose is given. Where
    `stays`, chemotherapy stays as it was given.
    """

    found: tuple[Chosen, ...]
    taken: Mapping[date, int]
    asked: str = "day_zero"
    stays: bool = False

    @property
    def ways(self) -> Mapping[date, tuple[Chosen, ...]]:
        """Return the ways by their day."""
        by_day: dict[date, tuple[Chosen, ...]] = {}
        for each in self.found:
            by_day[each.day] = (*by_day.get(each.day, ()), each)
        return by_day


def waiting(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Return the releases that wait for a confirmed visit, the longest wait first."""
    wanted = board.Wanted(waiting_for_visit=True)
    found = []
    for row in worklists.find(actor, wanted, now, limit=WAITING_LIMIT).rows:
        since = row.line.summary.waiting_since
        if since is not None:
            found.append(Waiting(row, max(0, int((now - since).total_seconds() // 3600))))
    return tuple(sorted(found, key=lambda each: -each.hours))


def options(
    told: journeys.Told, actor: Actor, now: datetime, *, again: bool = False
) -> Options:
    """Return every way in which this journey's visit could be, the earliest day first.

    Once chemotherapy has begun only the cells move; `again` asks for a whole new course.
    """
    facts = _asking(told, actor, now, again=again)
    taken = facts.taken.get(INFUSION, {})
    if begun(told) and not again:
        return Options(tuple(_once_begun(told, facts, now)), taken, _asked(told), stays=True)
    found = visit_dates.find(told.journey, told.protocol, facts)
    for each in found.set_aside:
        LOG.error("unsound plan of %s set aside: %s", told.journey.coi, each)
    ways = tuple(_chosen(told, facts, each.day_zero, each) for each in found.choices)
    return Options(ways, taken)


def begun(told: journeys.Told) -> bool:
    """Say whether chemotherapy of the open visit has begun: a move says then whether it is repeated."""
    visit = told.journey.visit
    return visit is not None and visit.chemotherapy_started_at is not None


def _asked(told: journeys.Told) -> str:
    """Return which date is still to be chosen: once cells were given, that of the second dose."""
    given = after_day_zero.given_on(told.journey, told.site)
    return "second_day" if given else "day_zero"


def _once_begun(told: journeys.Told, facts: Facts, now: datetime) -> Iterator[Chosen]:
    """Yield the days to which the rule itself would move the cells, with all their dates."""
    today = visit_dates.local_day(facts)
    for day in (today + timedelta(days=count) for count in range(MOVABLE_DAYS)):
        choice = _moved(told, facts, now, day)
        if isinstance(choice, planner.Choice):
            yield _chosen(told, facts, day, choice)


def _chosen(told: journeys.Told, facts: Facts, day: date, choice: planner.Choice) -> Chosen:
    visit, rules = told.journey.visit, told.protocol.visit
    dates = visit_dates.as_data(choice, told.site)
    tests = visit_moves.tests_again(told.protocol, facts, visit, dates) if visit else []
    titles = {test.code: test.title for test in rules.readiness}
    where = visit_dates.search(told.journey, facts)
    stays = begun(told) and not facts.data.get("repeat_chemotherapy")
    return Chosen(
        day,
        planner.planned_as(rules, told.site, choice),
        () if stays else planner.reasons(told.site, where, choice),
        tuple(titles[code] for code in tests),
        visit_dates.as_shown(choice),
    )


def window(told: journeys.Told) -> visit_moves.InfusionWindow | None:
    """Return the days on which the cells may be given, once chemotherapy has begun."""
    visit = told.journey.visit
    return visit_moves.infusion_window(told.protocol, visit, told.site) if visit else None


def judged(
    told: journeys.Told,
    actor: Actor,
    now: datetime,
    days: Iterable[date],
    *,
    again: bool = False,
) -> Against:
    """Return what forbids each of these days, in sentences; nothing where it is possible."""
    facts = _asking(told, actor, now, again=again)
    if begun(told) and not again:
        said = {day: _moved(told, facts, now, day) for day in days}
        return {day: (why,) if isinstance(why, str) else () for day, why in said.items()}
    where = visit_dates.search(told.journey, facts)
    return {day: planner.why_not(told.protocol.visit, told.site, where, day) for day in days}


def choosing(told: journeys.Told) -> Kind | None:
    """Return what choosing a day means now: to confirm, to move, or nothing at all."""
    visit = told.journey.visit
    if visit is None or told.journey.released is None:
        return None
    return Kind.VISIT_CONFIRMED if visit.state in {"proposed", "needed"} else Kind.VISIT_MOVED


def chosen(told: journeys.Told, actor: Actor, now: datetime, day: date) -> Chosen | None:
    """Return what moving to, or confirming on, a possible day brings with it."""
    facts, visit = _asking(told, actor, now), told.journey.visit
    if visit is None:
        return None
    if begun(told):
        choice = _moved(told, facts, now, day)
        return _chosen(told, facts, day, choice) if isinstance(choice, planner.Choice) else None
    asked = replace(facts, data={"day_zero": day.isoformat()})
    found = visit_dates.choice_for(told.journey, told.protocol, asked, visit)
    return _chosen(told, facts, day, found)


def current_plan(told: journeys.Told) -> planner.Plan | None:
    """Return the visit's own plan with every date that follows from it; None without dates."""
    visit = told.journey.visit
    if visit is None or visit.day_zero is None or not visit.chemotherapy:
        return None
    course = Course(visit.regimen, visit.chemotherapy)
    rules = told.protocol.visit
    return planner.planned(rules, told.site, course, visit.day_zero, visit.second_day)


def standing(told: journeys.Told) -> str:
    """Return the dates a visit stands on in the line that a form sends back; "" without dates."""
    visit = told.journey.visit
    if visit is None or visit.day_zero is None:
        return ""
    course = Course(visit.regimen, visit.chemotherapy)
    return visit_dates.as_shown(planner.Choice(visit.day_zero, course, visit.second_day))


def open_readiness(told: journeys.Told) -> tuple[ReadinessTest, ...]:
    """Return the readiness tests that are neither passed nor waived."""
    rules: VisitRules = told.protocol.visit
    visit = told.journey.visit
    done = visit.readiness if visit else {}
    return tuple(
        test for test in rules.readiness if done.get(test.code) not in {"passed", "waived"}
    )


def _asking(told: journeys.Told, actor: Actor, now: datetime, *, again: bool = False) -> Facts:
    """Return the facts of a question about days; what the visit itself holds is free to it."""
    first = now.date() - timedelta(days=1)
    taken = visit_places.counts(
        told.site.code, first, first + LOOK_AHEAD, but=(told.journey.coi,)
    )
    data = {"repeat_chemotherapy": True} if again else {}
    return Facts(Kind.VISIT_MOVED, now, data, actor, told.site, taken=taken)


def _moved(told: journeys.Told, facts: Facts, now: datetime, day: date) -> planner.Choice | str:
    """Return the dates the rule itself would move to, or the sentence with which it refuses."""
    visit, asked = told.journey.visit, _asked(told)
    stands = visit.day_zero if visit else None
    wish = {"day_zero": (stands or day).isoformat(), "reason": "asked"}
    wish[asked] = day.isoformat()
    try:
        (event,) = return_visit.move(
            told.journey, told.protocol, replace(facts, data=wish), now
        )
    except Refused as refused:
        return refused.sentence
    dates = event.data
    course = Course(dates["regimen"], tuple(map(date.fromisoformat, dates["chemotherapy"])))
    second = dates.get("second_day")
    return planner.Choice(
        date.fromisoformat(dates["day_zero"]),
        course,
        date.fromisoformat(second) if second else None,
    )
