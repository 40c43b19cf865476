"""Where may a visit move to: freely before chemotherapy, within a window after it began, or anew?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tracker.domain import second_dose, visit_dates
from tracker.domain.events import Facts, SiteRules
from tracker.domain.journey import Journey, Visit
from tracker.domain.protocol import Protocol, Regimen
from tracker.domain.refused import Refused
from tracker.domain.visits import checking, planner
from tracker.domain.visits.courses import Course
from tracker.domain.visits.readiness import windows
from tracker.domain.visits.rules import Search, against_day_zero, against_infusion, spoken


@dataclass(frozen=True)
class InfusionWindow:
    """The days on which cells may be given after the chemotherapy that was given.

    `last` is None where the product names no day from which chemotherapy is repeated.
    """

    first: date
    last: date | None


def infusion_window(protocol: Protocol, visit: Visit, site: SiteRules) -> InfusionWindow | None:
    """Return the window that follows from the days chemotherapy was truly given; None before it."""
    last_dose = _last_dose(visit, site)
    if last_dose is None:
        return None
    regimen = _regimen(protocol, visit)
    gap = regimen.shortest_wait_days if regimen else 1
    wait = regimen.wait_days if regimen else None
    return InfusionWindow(
        first=last_dose + timedelta(days=gap),
        last=last_dose + timedelta(days=wait) if wait is not None else None,
    )


def require_within_window(protocol: Protocol, facts: Facts, visit: Visit) -> None:
    """Refuse to clear the cells for a day too soon after chemotherapy, or so late that it is repeated."""
    window, today = infusion_window(protocol, visit, facts.site), visit_dates.local_day(facts)
    if window is not None and today < window.first:
        what = f"after chemotherapy the cells are given from {spoken(window.first)} on"
        raise Refused("not_yet", what=what)
    if window is not None and window.last is not None and today > window.last:
        why = (
            f"the cells could be given until {spoken(window.last)}. Chemotherapy would have to be "
            "repeated: move the visit"
        )
        raise Refused("day_not_possible", day=today, why=why)


def _last_dose(visit: Visit, site: SiteRules) -> date | None:
    """Return the last day of chemotherapy: as recorded, or as far off plan as its first day was."""
    if visit.chemotherapy_completed_at is not None:
        return visit_dates.local(visit.chemotherapy_completed_at, site)
    if visit.chemotherapy_started_at is None or not visit.chemotherapy:
        return None
    began = visit_dates.local(visit.chemotherapy_started_at, site)
    return began + (visit.chemotherapy[-1] - visit.chemotherapy[0])


def _regimen(protocol: Protocol, visit: Visit) -> Regimen | None:
    return next((item for item in protocol.visit.regimens if item.name == visit.regimen), None)


def moved_to(
    journey: Journey, protocol: Protocol, facts: Facts, visit: Visit
) -> dict[str, Any]:
    """Return the dates a visit moves to. Raises Refused naming what forbids them."""
    again = bool(facts.data.get("repeat_chemotherapy"))
    if _given(journey):
        return _second_day_moved(journey, protocol, facts, visit)
    if visit.chemotherapy_started_at is None or again:
        choice = visit_dates.choice_for(journey, protocol, facts, visit)
        return visit_dates.as_data(choice, facts.site)
    return _day_zero_moved(journey, protocol, facts, visit)


def tests_again(
    protocol: Protocol, facts: Facts, visit: Visit, dates: Mapping[str, Any]
) -> list[str]:
    """Return the tests passed before the window that the new dates give them: they are done again.

    What was waived stays waived, and with chemotherapy given no test opens it any more.
    """
    if visit.chemotherapy_started_at and not facts.data.get("repeat_chemotherapy"):
        return []
    course = Course(dates["regimen"], tuple(map(date.fromisoformat, dates["chemotherapy"])))
    asked = windows(protocol.visit, course, date.fromisoformat(dates["day_zero"]))
    return [
        window.code
        for window in asked
        if visit.readiness.get(window.code) == "passed"
        and visit_dates.local(visit.tested_at[window.code], facts.site) < window.first
    ]


def _given(journey: Journey) -> bool:
    return any(item.state == "infused" for item in journey.containers.values())


def _day_zero_moved(
    journey: Journey, protocol: Protocol, facts: Facts, visit: Visit
) -> dict[str, Any]:
    """With chemotherapy given only day zero moves, and only as far as the product lets it."""
    day = date.fromisoformat(facts.data["day_zero"])
    visit_dates.require_capacity(facts, day)
    if why := _against_infusion_day(journey, protocol, facts, visit, day):
        raise Refused("day_not_possible", field="day_zero", day=day, why=why)
    seconds = planner.second_days(protocol.visit, day)
    where = _once_begun(journey, facts)
    second = next(
        (each for each in seconds if not any(against_infusion(facts.site, where, each))), None
    )
    if seconds and second is None:
        why = "no day of the window takes the second dose"
        raise Refused("day_not_possible", field="day_zero", day=day, why=why)
    choice = planner.Choice(day, Course(visit.regimen, visit.chemotherapy), second)
    if not visit_dates.is_as_shown(facts, choice):
        raise Refused("dates_changed", field="day_zero", day=day)
    _require_sound(protocol, facts, replace(where, not_before=day), visit, choice)
    return visit_dates.as_data(choice, facts.site)


def _once_begun(journey: Journey, facts: Facts) -> Search:
    """Return where to look once chemotherapy was given: the cells do not wait for an insurer then."""
    where = visit_dates.search(journey, facts)
    return replace(where, uninsured="", insured_from=None, insured_until=None)


def _require_sound(
    protocol: Protocol, facts: Facts, where: Search, visit: Visit, choice: planner.Choice
) -> None:
    """Look at the new day once more, by rules written apart; raises Refused."""
    last_dose = _last_dose(visit, facts.site)
    assert last_dose is not None, "chemotherapy has begun"
    rules = protocol.visit
    if faults := checking.faults_once_begun(rules, facts.site, where, choice, last_dose):
        why = " ".join(faults)
        raise Refused("day_not_possible", field="day_zero", day=choice.day_zero, why=why)


def _against_infusion_day(
    journey: Journey, protocol: Protocol, facts: Facts, visit: Visit, day: date
) -> str:
    """Return what forbids giving the cells on `day`; "" when nothing does."""
    window = infusion_window(protocol, visit, facts.site)
    assert window is not None, "chemotherapy has begun"
    last_dose = _last_dose(visit, facts.site)
    assert last_dose is not None, "chemotherapy has begun"
    if day.weekday() not in facts.site.infusion_weekdays or day in facts.site.closed_days:
        return "the site does not infuse on that day"
    if day <= last_dose or day < visit_dates.local_day(facts):
        return "it is not after chemotherapy, or in the past"
    if day < window.first:
        return f"the cells are given from {spoken(window.first)} on, after chemotherapy"
    if window.last is not None and day > window.last:
        days = (day - last_dose).days
        return f"it is {days} days after chemotherapy; chemotherapy would have to be repeated"
    where = _once_begun(journey, facts)
    free = replace(where, not_before=day, horizon_days=1)
    return " ".join(against_day_zero(facts.site, free, day))


def _second_day_moved(
    journey: Journey, protocol: Protocol, facts: Facts, visit: Visit
) -> dict[str, Any]:
    """With the first dose given only the second one moves, and not beyond its latest day."""
    dose, day_zero = protocol.visit.second_dose, visit.day_zero
    if dose is None or day_zero is None or not facts.data.get("second_day"):
        raise Refused("visit_state", visit=visit.id, state="already given in part")
    day = date.fromisoformat(facts.data["second_day"])
    first, last = second_dose.window(journey, dose, facts.site)
    why = ""
    if day < max(visit_dates.local_day(facts), first):
        why = "it is too early, or in the past"
    elif day > last:
        why = f"the second dose is given within {dose.latest_day} days of day zero"
    else:
        where = _once_begun(journey, facts)
        found = [*against_infusion(facts.site, where, day)]
        given_on = first - timedelta(days=dose.from_day)
        found = found or [
            *checking.faults_of_second(protocol.visit, facts.site, where, given_on, day)
        ]
        why = " ".join(found)
    if why:
        raise Refused("day_not_possible", field="second_day", day=day, why=why)
    choice = planner.Choice(day_zero, Course(visit.regimen, visit.chemotherapy), day)
    if not visit_dates.is_as_shown(facts, choice):
        raise Refused("dates_changed", field="second_day", day=day)
    return visit_dates.as_data(choice, facts.site)
