"""If the places of a site were shared out anew today, who would come when? A proposal, never a move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import visit_dates
from tracker.domain.events import Actor, Facts, SiteRules
from tracker.domain.journey import Visit
from tracker.domain.kinds import Kind
from tracker.domain.visits.courses import Course
from tracker.domain.visits.places import capacity, needed
from tracker.domain.visits.planner import Choice
from tracker.domain.visits.replan import Option, Problem, Wish
from tracker.reads import journeys, solving, worklists
from tracker.store import board, visit_places

LIMIT: Final = 1000
LOOK_AHEAD: Final = timedelta(days=150)
A_DAY: Final = 3
"""How many ways to give chemotherapy are weighed for one day zero: chairs differ, little else does."""

MOVABLE: Final = frozenset({"proposed", "needed", "confirmed"})
"""Once chemotherapy has begun a visit stands where it is; only a person moves it then."""


@dataclass(frozen=True)
class Change:
    """One visit that would be planned or moved, and why."""

    coi: str
    urgent: bool
    told: bool
    now: date | None
    then: date | None
    why: str


@dataclass(frozen=True)
class Proposal:
    """What would change, how many visits would stay as they are, and who worked it out."""

    changes: tuple[Change, ...]
    staying: int
    by: str


def proposal(actor: Actor, site: SiteRules, now: datetime) -> Proposal:
    """Return how the visits of a site would be shared out, by priority and with the fewest moves."""
    problem, held = _problem(actor, site, now)
    solved = solving.solve(problem)
    changes = []
    for wish in problem.wishes:
        option = solved.answer.get(wish.coi)
        then = option.choice.day_zero if option else None
        if held[wish.coi] != then or (wish.told and option != wish.held):
            changes.append(_change(wish, held[wish.coi], then))
    ordered = sorted(changes, key=lambda each: (not each.urgent, each.then or date.max))
    return Proposal(tuple(ordered), len(problem.wishes) - len(changes), solved.by)


def _change(wish: Wish, now: date | None, then: date | None) -> Change:
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
    return Change(wish.coi, wish.urgent, wish.told, now, then, why)


def _problem(
    actor: Actor, site: SiteRules, now: datetime
) -> tuple[Problem, Mapping[str, date | None]]:
    """State the wish of every visit that may be planned or moved, and the places left for them."""
    wanted = board.Wanted(sites=(site.code,))
    rows = worklists.find(actor, wanted, now, limit=LIMIT).rows
    cois = [row.line.summary.coi for row in rows if row.line.summary.visit in MOVABLE]
    first = now.date() - timedelta(days=1)
    taken = visit_places.counts(site.code, first, first + LOOK_AHEAD, but=cois)
    found = [wish for coi in cois if (wish := _wish(coi, actor, site, now, taken))]
    places = {place for wish, _ in found for each in wish.options for place in each.places}
    left = {}
    for place in places:
        limit = capacity(site, place.resource)
        if limit is not None:
            left[place] = limit - taken.get(place.resource, {}).get(place.day, 0)
    held = {wish.coi: day for wish, day in found}
    return Problem(tuple(wish for wish, _ in found), left), held


def _wish(
    coi: str,
    actor: Actor,
    site: SiteRules,
    now: datetime,
    taken: Mapping[str, Mapping[date, int]],
) -> tuple[Wish, date | None] | None:
    """Return what one visit could be, as if all that may move had given their places back."""
    told = journeys.tell(coi)
    visit = told.journey.visit
    if visit is None or told.journey.released is None:
        return None
    facts = Facts(Kind.VISIT_CONFIRMED, now, {}, actor, site, taken=taken)
    found = visit_dates.choices(told.journey, told.protocol, facts)
    told_by = visit_dates.local_day(facts) + timedelta(days=site.notice_days)
    few = _few_a_day(found, visit, told_by)
    options = tuple(_option(site, each) for each in few)
    held = _held(site, visit)
    wish = Wish(
        coi=coi,
        urgent=told.journey.priority == "urgent",
        told=visit.firm,
        held=held if held in options else None,
        options=options,
        earliest=min((each.day_zero for each in few), default=now.date()),
    )
    return wish, visit.day_zero


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
