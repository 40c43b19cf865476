"""If the places of a site were shared out anew today, who would come when? A proposal, never a move."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import expected_release, visit_dates
from tracker.domain.events import Actor, Facts, SiteRules, Taken
from tracker.domain.journey import Visit
from tracker.domain.kinds import Kind
from tracker.domain.return_visit import PROVISIONAL
from tracker.domain.visits import checking, planner
from tracker.domain.visits.courses import Course
from tracker.domain.visits.places import Place, capacity, needed
from tracker.domain.visits.planner import Choice
from tracker.domain.visits.replan import Answer, Option, Problem, Wish
from tracker.domain.visits.rules import Search
from tracker.reads import journeys, ranges, solving, worklists
from tracker.store import board, visit_places

LOG: Final = logging.getLogger(__name__)
LIMIT: Final = 1000
LOOK_AHEAD: Final = timedelta(days=150)
A_DAY: Final = 3
"""How many ways to give chemotherapy are weighed for one day zero: chairs differ, little else does."""

MOVABLE: Final = frozenset({PROVISIONAL, "proposed", "needed", "confirmed"})
"""Once chemotherapy has begun a visit stands where it is; only a person moves it then."""


@dataclass(frozen=True)
class Change:
    """One visit that would be planned or moved, and why. A `pencilled` one waits for its release."""

    coi: str
    urgent: bool
    told: bool
    pencilled: bool
    now: date | None
    then: date | None
    why: str


@dataclass(frozen=True)
class Proposal:
    """What would change, how many visits would stay as they are, and who worked it out."""

    changes: tuple[Change, ...]
    staying: int
    by: str


@dataclass(frozen=True)
class _Asked:
    """One visit of the list: its wish, the day it has now, and where it was looked for."""

    wish: Wish
    now: date | None
    told: journeys.Told
    where: Search


def proposal(actor: Actor, site: SiteRules, now: datetime) -> Proposal:
    """Return how the visits of a site would be shared out, by priority and with the fewest moves."""
    asked, taken = _asked(actor, site, now)
    problem = _problem(asked, site, taken)
    solved = solving.solve(problem)
    sound = _sound(asked, solved.answer, site, taken)
    changes = []
    for each in asked:
        option = solved.answer.get(each.wish.coi)
        then = option.choice.day_zero if option else None
        differs = each.now != then or (each.wish.told and option != each.wish.held)
        if differs and each.wish.coi in sound:
            changes.append(_change(each, then))
    ordered = sorted(changes, key=lambda each: (not each.urgent, each.then or date.max))
    return Proposal(tuple(ordered), len(asked) - len(changes), solved.by)


def _change(asked: _Asked, then: date | None) -> Change:
    wish, now = asked.wish, asked.now
    if then is None:
        why = "No day is left in the coming weeks."
    elif now is None:
        why = "A day has become possible."
    elif wish.held is None:
        why = "The day it has is not possible any more."
    elif then < now:
        why = f"{(now - then).days} days earlier."
    else:
        why = "It makes room for others."
    return Change(wish.coi, wish.urgent, wish.told, wish.pencilled, now, then, why)


def _asked(actor: Actor, site: SiteRules, now: datetime) -> tuple[list[_Asked], Taken]:
    """Return every visit that may be planned or moved, and the places that all others hold."""
    wanted = board.Wanted(sites=(site.code,))
    rows = worklists.find(actor, wanted, now, limit=LIMIT).rows
    cois = [row.line.summary.coi for row in rows if row.line.summary.visit in MOVABLE]
    first = now.date() - timedelta(days=1)
    taken = visit_places.counts(site.code, first, first + LOOK_AHEAD, but=cois)
    usual: dict[str, Mapping[str, tuple[int, int]]] = {}
    found = []
    for coi in cois:
        told = journeys.tell(coi)
        name = told.protocol.id
        if name not in usual:
            usual[name] = ranges.usual(site.code, told.protocol, now)
        facts = Facts(Kind.VISIT_PROPOSED, now, {}, actor, site, taken=taken, usual=usual[name])
        if each := _wish(told, facts):
            found.append(each)
    return found, taken


def _problem(asked: list[_Asked], site: SiteRules, taken: Taken) -> Problem:
    """State the wishes of all, and the places left for them."""
    wishes = tuple(each.wish for each in asked)
    places = {place for wish in wishes for each in wish.options for place in each.places}
    left = {}
    for place in places:
        limit = capacity(site, place.resource)
        if limit is not None:
            left[place] = limit - taken.get(place.resource, {}).get(place.day, 0)
    return Problem(wishes, left)


def _wish(told: journeys.Told, facts: Facts) -> _Asked | None:
    """Return what one visit could be, as if all that may move had given their places back.

    A visit pencilled in is looked for from the day its release is expected by.
    """
    visit, expected, site = told.journey.visit, None, facts.site
    if visit is None:
        return None
    if told.journey.released is None:
        expected = expected_release.expected(told.journey, told.protocol, facts)
        if expected is None or visit.state != PROVISIONAL:
            return None
    where = visit_dates.search(told.journey, facts, expected.latest if expected else None)
    found = planner.choices(told.protocol.visit, site, where)
    told_by = visit_dates.local_day(facts) + timedelta(days=site.notice_days)
    few = _few_a_day(found, visit, told_by)
    options = tuple(_option(site, each) for each in few)
    held = _held(site, visit)
    wish = Wish(
        coi=told.journey.coi,
        urgent=told.journey.priority == "urgent",
        told=visit.firm,
        held=held if held in options else None,
        options=options,
        earliest=min((each.day_zero for each in few), default=facts.happened_at.date()),
        pencilled=visit.state == PROVISIONAL,
    )
    return _Asked(wish, visit.day_zero, told, where)


def _sound(asked: list[_Asked], answer: Answer, site: SiteRules, taken: Taken) -> set[str]:
    """Return whose answer stands beside all others: each is checked among the places they would hold.

    The checker is written apart from the planner and from whoever shared out; a plan it finds fault
    with is proposed to nobody.
    """
    used: dict[str, dict[date, int]] = {name: dict(days) for name, days in taken.items()}

    def hold(places: Iterable[Place], count: int) -> None:
        for place in places:
            of_day = used.setdefault(place.resource, {})
            of_day[place.day] = of_day.get(place.day, 0) + count

    for option in answer.values():
        hold(option.places if option else (), 1)
    sound = set()
    for each in asked:
        option = answer.get(each.wish.coi)
        own = option.places if option else frozenset()
        hold(own, -1)
        where = replace(each.where, taken=used)
        rules = each.told.protocol.visit
        faults = checking.faults(rules, site, where, option.choice) if option else ()
        if faults:
            LOG.error("unsound plan of %s set aside: %s", each.wish.coi, " ".join(faults))
        else:
            sound.add(each.wish.coi)
        hold(own, 1)
    return sound


def _few_a_day(found: tuple[Choice, ...], visit: Visit, told_by: date) -> list[Choice]:
    """Return the best choices of each day that leave the patient notice, and the one the visit has."""
    seen: dict[date, int] = {}
    few = []
    for each in found:
        own = (each.day_zero, each.course.days) == (visit.day_zero, visit.chemotherapy)
        if each.course.days[0] < told_by and not own:
            continue
        seen[each.day_zero] = seen.get(each.day_zero, 0) + 1
        if seen[each.day_zero] <= A_DAY or own:
            few.append(each)
    return few


def _option(site: SiteRules, choice: Choice) -> Option:
    return Option(choice, needed(choice.course.days, choice.infusions, site.bed_nights))


def _held(site: SiteRules, visit: Visit) -> Option | None:
    if visit.day_zero is None:
        return None
    course = Course(visit.regimen, visit.chemotherapy)
    return _option(site, Choice(visit.day_zero, course, visit.second_day))
