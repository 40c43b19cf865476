"""Which releases wait for a visit, and on which days could it be?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import return_visit, visit_dates, visit_moves
from tracker.domain.events import Actor, Facts
from tracker.domain.kinds import Kind
from tracker.domain.protocol import ReadinessTest, VisitRules
from tracker.domain.refused import Refused
from tracker.domain.visits import planner
from tracker.domain.visits.courses import Course
from tracker.domain.visits.places import INFUSION
from tracker.reads import journeys, worklists
from tracker.store import board, visit_places

WAITING_LIMIT: Final = 500
LOOK_AHEAD: Final = timedelta(days=400)
MOVABLE_DAYS: Final = 30
"""How far ahead a new day zero is sought once chemotherapy has begun."""


@dataclass(frozen=True)
class Waiting:
    """A release without a confirmed visit, and how long it has waited."""

    row: worklists.Row
    hours: int


@dataclass(frozen=True)
class Options:
    """The days a visit could be on: one plan a day, or bare days once chemotherapy has begun.

    `shown` has the dates of each plan in the line that a form sends back.
    """

    plans: tuple[planner.Plan, ...]
    days: tuple[date, ...]
    taken: dict[date, int]
    reasons: Mapping[date, tuple[str, ...]] = field(default_factory=dict)
    shown: Mapping[date, str] = field(default_factory=dict)


Against = Mapping[date, tuple[str, ...]]
"""What forbids each day, in sentences."""


@dataclass(frozen=True)
class Chosen:
    """What one day brings with it: all its dates, what speaks for it, and tests to be done again.

    `shown` has the dates in the line that a form sends back.
    """

    plan: planner.Plan
    reasons: tuple[str, ...]
    tests_again: tuple[str, ...]
    shown: str


def waiting(actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Return the releases that wait for a confirmed visit, the longest wait first."""
    wanted = board.Wanted(waiting_for_visit=True)
    found = []
    for row in worklists.find(actor, wanted, now, limit=WAITING_LIMIT).rows:
        since = row.line.summary.waiting_since
        if since is not None:
            found.append(Waiting(row, max(0, int((now - since).total_seconds() // 3600))))
    return tuple(sorted(found, key=lambda each: -each.hours))


def options(told: journeys.Told, actor: Actor, now: datetime) -> Options:
    """Return on which days this journey's visit could be, the earliest first."""
    facts = _facts(told, actor, now)
    visit = told.journey.visit
    if visit is not None and visit.chemotherapy_started_at is not None:
        return Options((), _days_after_chemotherapy(told, facts, now), dict(_infusions(facts)))
    first_of_day: dict[date, planner.Choice] = {}
    indication = visit.indication if visit else ""
    for choice in visit_dates.choices(told.journey, told.protocol, facts, indication):
        first_of_day.setdefault(choice.day_zero, choice)
    rules = told.protocol.visit
    found = [planner.planned_as(rules, told.site, each) for each in first_of_day.values()]
    where = visit_dates.search(told.journey, facts, indication)
    why = {
        day: planner.reasons(told.site, where, each)[:-1] for day, each in first_of_day.items()
    }
    shown = {day: visit_dates.as_shown(each) for day, each in first_of_day.items()}
    return Options(tuple(found), (), dict(_infusions(facts)), why, shown)


def window(told: journeys.Told) -> visit_moves.InfusionWindow | None:
    """Return the days on which the cells may be given, once chemotherapy has begun."""
    visit = told.journey.visit
    return visit_moves.infusion_window(told.protocol, visit, told.site) if visit else None


def why_not(told: journeys.Told, actor: Actor, now: datetime, day: date) -> tuple[str, ...]:
    """Return what forbids day zero on `day`, in sentences; nothing when it is possible."""
    return judged(told, actor, now, (day,))[day]


def judged(told: journeys.Told, actor: Actor, now: datetime, days: Iterable[date]) -> Against:
    """Return what forbids day zero on each of these days; nothing where it is possible."""
    facts = _facts(told, actor, now)
    visit = told.journey.visit
    if visit is not None and visit.chemotherapy_started_at is not None:
        said = {day: _refusal_of_move(told, facts, now, day) for day in days}
        return {day: (sentence,) if sentence else () for day, sentence in said.items()}
    rules, indication = told.protocol.visit, visit.indication if visit else ""
    where = visit_dates.search(told.journey, facts, indication)
    return {day: planner.why_not(rules, told.site, where, day) for day in days}


def choosing(told: journeys.Told) -> Kind | None:
    """Return what choosing a day means now: to confirm, to move, or nothing at all."""
    visit = told.journey.visit
    if visit is None or told.journey.released is None:
        return None
    return Kind.VISIT_CONFIRMED if visit.state in {"proposed", "needed"} else Kind.VISIT_MOVED


def chosen(told: journeys.Told, actor: Actor, now: datetime, day: date) -> Chosen | None:
    """Return what moving or confirming on `day` brings with it; None where chemotherapy stays."""
    visit = told.journey.visit
    if visit is None or visit.chemotherapy_started_at is not None:
        return None
    facts = _facts(told, actor, now)
    asked = replace(facts, data={"day_zero": day.isoformat()})
    choice = visit_dates.choice_for(told.journey, told.protocol, asked, visit)
    dates = visit_dates.as_data(choice, told.site)
    again = visit_moves.tests_again(told.protocol, asked, visit, dates)
    titles = {test.code: test.title for test in told.protocol.visit.readiness}
    where = visit_dates.search(told.journey, facts, visit.indication)
    return Chosen(
        planner.planned_as(told.protocol.visit, told.site, choice),
        planner.reasons(told.site, where, choice),
        tuple(titles[code] for code in again),
        visit_dates.as_shown(choice),
    )


def current_plan(told: journeys.Told) -> planner.Plan | None:
    """Return the visit's own plan with every date that follows from it; None without dates."""
    visit = told.journey.visit
    if visit is None or visit.day_zero is None or not visit.chemotherapy:
        return None
    course = Course(visit.regimen, visit.chemotherapy)
    rules = told.protocol.visit
    return planner.planned(rules, told.site, course, visit.day_zero, visit.second_day)


def open_readiness(told: journeys.Told) -> tuple[ReadinessTest, ...]:
    """Return the readiness tests that are neither passed nor waived."""
    rules: VisitRules = told.protocol.visit
    visit = told.journey.visit
    done = visit.readiness if visit else {}
    return tuple(
        test for test in rules.readiness if done.get(test.code) not in {"passed", "waived"}
    )


def _facts(told: journeys.Told, actor: Actor, now: datetime) -> Facts:
    first = now.date() - timedelta(days=1)
    taken = visit_places.counts(
        told.site.code, first, first + LOOK_AHEAD, but=(told.journey.coi,)
    )
    return Facts(Kind.VISIT_CONFIRMED, now, {}, actor, told.site, taken=taken)


def _infusions(facts: Facts) -> Mapping[date, int]:
    return facts.taken.get(INFUSION, {})


def _days_after_chemotherapy(
    told: journeys.Told, facts: Facts, now: datetime
) -> tuple[date, ...]:
    today = visit_dates.local_day(facts)
    days = (today + timedelta(days=count) for count in range(MOVABLE_DAYS))
    return tuple(day for day in days if not _refusal_of_move(told, facts, now, day))


def _refusal_of_move(told: journeys.Told, facts: Facts, now: datetime, day: date) -> str:
    """Return the sentence with which the rule itself would refuse to move to `day`."""
    asked = Facts(**{**vars(facts), "data": {"day_zero": day.isoformat(), "reason": "asked"}})
    try:
        return_visit.move(told.journey, told.protocol, asked, now)
    except Refused as refused:
        return refused.sentence
    return ""
