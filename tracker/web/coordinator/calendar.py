"""Who comes when, by week or month, and to which days may one visit move?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import naming, recording
from tracker.domain.authority_table import Action
from tracker.domain.events import SiteRules
from tracker.domain.kinds import Role
from tracker.reads import journeys, return_visits, visit_weeks
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.clock import clock, local
from tracker.web.coordinator.pages import chosen_site, holds_at, my_sites, pages

VIEWS: Final = {"weeks": "Six weeks", "month": "Month", "week": "Week"}


@dataclass(frozen=True)
class Moving:
    """The visit that is taken hold of: what forbids each day shown, and the form of the day chosen."""

    told: journeys.Told
    against: return_visits.Against
    day: date | None
    form: entries.EntryForm | None
    chosen: return_visits.Chosen | None

    @property
    def possible(self) -> list[date]:
        """Return the days shown to which the visit may move."""
        return [day for day, why in self.against.items() if not why and day != self.stands_on]

    @property
    def stands_on(self) -> date | None:
        """Return the day a confirmed visit has now: nobody moves it there."""
        visit = self.told.journey.visit
        return visit.day_zero if visit and visit.firm else None


@pages.get("/calendar")
@allow(Action.PLAN)
def calendar() -> ResponseReturnValue:
    site, now = chosen_site(), clock()
    today = local(now, site.zone).date()
    day = _day("from") or today
    view = request.args.get("view", "")
    view = view if view in VIEWS else "weeks"
    monday, weeks = visit_weeks.span(view, day)
    found = visit_weeks.calendar(access.actor(), site, now, monday=monday, weeks=weeks)
    shown = [each.coi for week in found.weeks for day_ in week for each in day_.appointments]
    moving = _moving(site, found)
    cois = [*shown, moving.told.journey.coi] if moving else shown
    return render_template(
        "coordinator/calendar.html",
        calendar=found,
        sites=my_sites(),
        view=view,
        views=VIEWS,
        day=day,
        back=_back(view, monday, day),
        forth=_forth(view, monday, weeks, day),
        today=today,
        moving=moving,
        may_move=holds_at(site.code, Role.COORDINATOR),
        names=naming.names(cois, access.actor(), recording.request(now)),
    )


def _moving(site: SiteRules, found: visit_weeks.Calendar) -> Moving | None:
    """Return what may be done with the visit named in the address, if it is one of this site."""
    coi = request.args.get("move", "")
    if not coi or not holds_at(site.code, Role.COORDINATOR):
        return None
    told = journeys.seen_by(access.actor(), coi)
    kind = return_visits.choosing(told)
    if kind is None or told.journey.site != site.code:
        return None
    against = return_visits.judged(told, access.actor(), clock(), found.days)
    day = _day("day")
    possible = day is not None and not against.get(day, ("not shown",))
    if day is None or not possible:
        return Moving(told, against, day, None, None)
    chosen = return_visits.chosen(told, access.actor(), clock(), day)
    return Moving(told, against, day, entries.form(told, kind), chosen)


def _back(view: str, monday: date, day: date) -> date:
    if view == "month":
        return day.replace(day=1) - timedelta(days=1)
    return monday - timedelta(weeks=1 if view == "week" else 6)


def _forth(view: str, monday: date, weeks: int, day: date) -> date:
    if view == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return monday + timedelta(weeks=weeks)


def _day(name: str) -> date | None:
    """Return a day of the address; none where it is no day, or none that a calendar can show."""
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
