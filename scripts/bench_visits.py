"""How long does it take to plan one visit, and to share a site's places out anew, as the site grows?

A year of visits stands in the calendar; one patient looks ninety days ahead. Then the visits of a wait
list are shared out: by the solver where it is installed, within its time limit, else by the plain rule.
"""

import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import median

from tracker.demo import cast
from tracker.domain.events import SiteRules
from tracker.domain.protocol import VisitRules
from tracker.domain.visits import planner, replan
from tracker.domain.visits.places import RESOURCES, Place, capacity, needed
from tracker.domain.visits.replan import Option, Problem, Wish
from tracker.domain.visits.rules import Search
from tracker.protocols import load
from tracker.reads import solving

TODAY = date(2026, 1, 5)
PLAN_LIMIT_MS = 100
REPLAN_LIMIT_S = 5
GROWTH = (10, 50, 500)
REPEAT = 7


def measured() -> dict[str, tuple[float, str, float | None]]:
    """Return each figure with its unit and what we promise; growth is shown beside it."""
    rules = load().latest("example-frozen").visit
    found: dict[str, tuple[float, str, float | None]] = {}
    for visits in GROWTH:
        name = f"plan_90_days_among_{visits}_visits"
        found[name] = (_planning_ms(rules, visits), "ms", PLAN_LIMIT_MS)
    for visits in GROWTH:
        limit = REPLAN_LIMIT_S if visits <= GROWTH[1] else None
        found[f"share_out_{visits}_visits"] = (_sharing_s(rules, visits), "s", limit)
    return found


def _site(visits: int) -> SiteRules:
    """Return a site with room for so many visits in a year, and none to waste."""
    daily = max(1, visits // 200)
    return replace(
        cast.SITES[0],
        infusions_per_day=daily,
        chairs=4 * daily,
        beds=8 * daily,
        bed_nights=7,
        thaws_per_day=daily + 1,
        holidays={TODAY + timedelta(days=14): "a holiday"},
    )


def _taken(rules: VisitRules, site: SiteRules, visits: int) -> dict[str, dict[date, int]]:
    """Return a year's calendar with so many visits in it, spread by chance."""
    chance, used = Random(visits), Counter[Place]()  # noqa: S311 - the same calendar each time
    possible = planner.choices(rules, site, Search(TODAY, horizon_days=365))
    for _ in range(visits):
        choice = chance.choice(possible)
        places = needed(choice.course.days, choice.infusions, site.bed_nights)
        if all(used[each] < (capacity(site, each.resource) or 1) for each in places):
            used.update(places)
    taken: dict[str, dict[date, int]] = {resource: {} for resource in RESOURCES}
    for place, count in used.items():
        taken[place.resource][place.day] = count
    return taken


def _planning_ms(rules: VisitRules, visits: int) -> float:
    site = _site(visits)
    where = Search(TODAY, 90, _taken(rules, site, visits), tests_from=TODAY)
    took = []
    for _ in range(REPEAT):
        began = time.perf_counter()
        planner.choices(rules, site, where)
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _sharing_s(rules: VisitRules, visits: int) -> float:
    """Measure the whole answer: each visit's choices, and the places shared out among all."""
    began = time.perf_counter()
    site, chance = _site(visits), Random(visits)  # noqa: S311 - the same list each time
    wishes = []
    for number in range(visits):
        first = TODAY + timedelta(days=chance.randint(0, 21))
        found = planner.choices(rules, site, Search(first, 40, tests_from=TODAY))
        options = tuple(
            Option(each, needed(each.course.days, each.infusions, site.bed_nights))
            for each in {each.day_zero: each for each in reversed(found)}.values()
        )
        urgent, told = chance.random() < 0.2, chance.random() < 0.5
        held = chance.choice(options) if told and options else None
        wishes.append(Wish(f"J{number}", urgent, held is not None, held, options, first))
    places = {place for wish in wishes for each in wish.options for place in each.places}
    left = {
        place: limit
        for place in places
        if (limit := capacity(site, place.resource)) is not None
    }
    problem = Problem(tuple(wishes), left)
    solved = solving.solve(problem)
    assert not replan.faults(problem, solved.answer)
    return time.perf_counter() - began
