"""When may the second part of a split dose be given? Cleared anew, on a day of its own."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.domain import after_day_zero, visit_dates
from tracker.domain.events import Facts, SiteRules
from tracker.domain.journey import Container, Journey, Visit
from tracker.domain.protocol import Protocol, SecondDose
from tracker.domain.refused import Refused


def awaited(journey: Journey, visit: Visit) -> bool:
    """Say whether the first part of a split dose was given and the second is still to come."""
    given = any(item.state == "infused" for item in journey.containers.values())
    return visit.second_day is not None and given


def window(journey: Journey, split: SecondDose, site: SiteRules) -> tuple[date, date]:
    """Return the first and the last day for the second dose, counted from the day of the first."""
    day_zero = after_day_zero.given_on(journey, site)[0]
    return (
        day_zero + timedelta(days=split.from_day),
        day_zero + timedelta(days=split.latest_day),
    )


def require_clearable(journey: Journey, protocol: Protocol, facts: Facts) -> None:
    """Refuse to clear the second dose on a day outside its window."""
    split = protocol.visit.second_dose
    assert split is not None, "a second dose is awaited"
    today = visit_dates.local_day(facts)
    first, last = window(journey, split, facts.site)
    if today < first:
        raise Refused("not_yet", what=f"the second dose is given from {first} on")
    if today > last:
        why = f"the second dose is given until {last}."
        raise Refused("day_not_possible", day=today, why=why)


def require_its_day(
    journey: Journey, protocol: Protocol, facts: Facts, container: Container
) -> None:
    """Refuse to thaw a part of a split dose that is meant for a later day."""
    split = protocol.visit.second_dose
    if split is None:
        return
    today = visit_dates.local_day(facts)
    given = after_day_zero.given_on(journey, facts.site)
    first = (given[0] if given else today) + timedelta(days=split.from_day)
    if container.infusion > 1 and today < first:
        raise Refused("dose_meant_for_later", container=container.id, day=first)
