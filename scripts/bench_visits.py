"""How long does it take to plan one visit, and to share a site's places out anew, as the site grows?

A year of visits stands in the calendar; one patient looks ninety days ahead. Then the visits of a wait
list are shared out: by the solver where it is installed, within its time limit, else by the plain rule.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from statistics import median

from scripts import bench_journey
from tracker import create_app
from tracker.actions import recording
from tracker.demo import cast, people
from tracker.demo.people import Account
from tracker.demo.tale import MEANING
from tracker.domain.events import Signing, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import VisitRules
from tracker.domain.visits import checking, planner
from tracker.domain.visits.places import RESOURCES, Place, capacity, needed
from tracker.domain.visits.rules import Search
from tracker.protocols import load
from tracker.reads import replanning
from tracker.store import migrating, sites
from tracker.store.db import db, writing

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
    for visits, took in _sharing().items():
        limit = REPLAN_LIMIT_S if visits <= GROWTH[1] else None
        found[f"wait_list_of_{visits}_visits"] = (took, "s", limit)
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
    possible = planner.choices(rules, site, Search(TODAY, horizon_days=365, indication="LBCL"))
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
    taken = _taken(rules, site, visits)
    where = Search(TODAY, 90, taken, indication="LBCL", tests_from=TODAY)
    took = []
    for _ in range(REPEAT):
        began = time.perf_counter()
        found = planner.choices(rules, site, where)
        assert not any(checking.faults(rules, site, where, each) for each in found)
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _sharing() -> dict[int, float]:
    """Measure what the page of the wait list waits for: journeys read, plans, the answer, its check.

    Every other patient was told of a day, and all of one day: the places of a site that cannot have them.
    """
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"TRACKER_INSTANCE": folder, "TRACKER_MODE": "demo"})
        with app.app_context():
            migrating.to_head()
            writing()
            people.open_places()
            accounts = people.hire(bench_journey.START)
            _have(replace(cast.SITES[0], infusions_per_day=1000))
            told = bench_journey.told(accounts, "released")
            there, now = 1, told.last_at or bench_journey.START
            for visits in GROWTH:
                bench_journey.clone(told, range(there, visits))
                _confirm(accounts["cora"], told, range(there, visits, 2))
                there = visits
                site = _have(replace(_site(visits * 10), code="RST"))
                began = time.perf_counter()
                replanning.proposal(accounts["cora"].actor, site, now)
                found[visits] = time.perf_counter() - began
                _have(replace(cast.SITES[0], infusions_per_day=1000))
    return found


def _have(site: SiteRules) -> SiteRules:
    """Let the site have these rules."""
    writing()
    sites.save(site, sites.Contact())
    db.session.commit()
    return site


def _confirm(desk: Account, told: Journey, numbers: Iterable[int]) -> None:
    visit, at = told.visit, told.last_at
    assert visit is not None
    assert visit.day_zero is not None
    assert at is not None
    day = {"day_zero": visit.day_zero.isoformat()}
    for number in numbers:
        coi, signed = bench_journey.coi_of(told, number), (Signing(desk.actor, MEANING),)
        claim = recording.Claim(
            coi, Kind.VISIT_CONFIRMED.value, at, day, desk.actor, (), signed
        )
        recording.record(claim, recording.request(at))
