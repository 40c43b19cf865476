"""When could the visit be, as this journey stands today?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from tracker.domain import authorization
from tracker.domain.events import Facts, SiteRules
from tracker.domain.journey import Container, Journey, Visit
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.visits import checking, planner
from tracker.domain.visits.courses import suitable
from tracker.domain.visits.opening import Release
from tracker.domain.visits.places import INFUSION
from tracker.domain.visits.rules import Search

HORIZON_DAYS: Final = 60
"""How far ahead plans are sought; later than this nobody can promise a chair."""


def local_day(facts: Facts) -> date:
    """Return the day it is at the hospital when this happened: visits are days, not moments."""
    return local(facts.happened_at, facts.site)


def local(moment: datetime, site: SiteRules) -> date:
    """Return the day of a moment at the hospital, wherever the patient is."""
    return moment.astimezone(ZoneInfo(site.zone)).date()


def cleared_on(visit: Visit, site: SiteRules) -> date | None:
    """Return the day on which the patient may receive the cells; None before a physician cleared one."""
    if visit.state != "cleared" or visit.cleared_at is None:
        return None
    return local(visit.cleared_at, site)


@dataclass(frozen=True)
class Found:
    """Every plan there is, the earliest first. Of those `set_aside` the planner and its checker differ."""

    choices: tuple[planner.Choice, ...]
    set_aside: tuple[str, ...]


def find(
    journey: Journey, protocol: Protocol, facts: Facts, expected: date | None = None
) -> Found:
    """Look for every feasible choice within the horizon, the earliest day zero first.

    Each is looked at once more, by rules written apart from the planner's. What these find fault with is
    set aside with their reasons: the planner is wrong then, and a release must not wait for its mending.
    """
    where = search(journey, facts, expected)
    sound, aside = [], []
    for choice in planner.choices(protocol.visit, facts.site, where):
        faults = checking.faults(protocol.visit, facts.site, where, choice)
        if faults:
            aside.append(f"{as_shown(choice)}: {' '.join(faults)}")
        else:
            sound.append(choice)
    return Found(tuple(sound), tuple(aside))


def choices(
    journey: Journey, protocol: Protocol, facts: Facts, expected: date | None = None
) -> tuple[planner.Choice, ...]:
    """Return every feasible choice, as `find` does."""
    return find(journey, protocol, facts, expected).choices


def search(journey: Journey, facts: Facts, expected: date | None = None) -> Search:
    """Return where to look for a visit: from the release on, but never in the past.

    `expected` stands in for the day of a release that has not come.
    """
    today = local_day(facts)
    release = _release(journey, facts, expected)
    found = planner.after_release(facts.site, release, facts.taken, journey.indication)
    said, visit = journey.authorization, journey.visit
    insured = said if said and said.status == "approved" else None
    return replace(
        found,
        not_before=max(found.not_before, today),
        horizon_days=HORIZON_DAYS,
        chemotherapy_not_before=max(found.chemotherapy_not_before or today, today),
        expires_on=_expires_on(journey),
        uninsured=authorization.refusal(said),
        insured_from=insured.valid_from if insured else None,
        insured_until=insured.valid_until if insured else None,
        away=journey.away,
        tests_from=today,
        tests_done=_tests_done(visit, facts.site) if visit else {},
    )


def _tests_done(visit: Visit, site: SiteRules) -> dict[str, date]:
    """Return when each readiness test was passed; what a physician waived needs no day at all."""
    passed = {
        test: local(visit.tested_at[test], site)
        for test, result in visit.readiness.items()
        if result == "passed"
    }
    waived = [test for test, result in visit.readiness.items() if result == "waived"]
    return passed | dict.fromkeys(waived, date.max)


def _expires_on(journey: Journey) -> date | None:
    """Return the last day on which every dose made may be given."""
    lost = {lot.id for lot in journey.lots.values() if lot.state in {"terminated", "rejected"}}
    doses = [item for item in journey.present() if item.use == "dose" and item.lot not in lost]
    return min((item.expires_on for item in doses if item.expires_on), default=None)


def _release(journey: Journey, facts: Facts, expected: date | None) -> Release:
    """Return what is known of the product's way back; before a release, what is expected of it."""
    today = local_day(facts)
    signed = max(
        (lot.released_at for lot in journey.lots.values() if lot.released_at), default=None
    )
    if signed is None:
        return Release(max(expected or today, today))
    shipped = _shipped_at(journey)
    return Release(
        released=local(signed, facts.site),
        shipped=local(shipped, facts.site) if shipped else None,
        received=today if _all_received(journey) else None,
    )


def _shipped_at(journey: Journey) -> datetime | None:
    """Return when the doses were packed for the hospital, if they were."""
    back = [item.packed_at for item in journey.shipments.values() if item.direction == "back"]
    return max(back, default=None)


def _all_received(journey: Journey) -> bool:
    doses = released_doses(journey)
    return bool(doses) and all(dose.received_for_use for dose in doses)


def released_doses(journey: Journey) -> list[Container]:
    """Return the doses that may be given and are still there."""
    released = {lot.id for lot in journey.lots.values() if lot.released_at is not None}
    return [item for item in journey.present() if item.lot in released]


def cells_in_doubt(journey: Journey) -> bool:
    """Say whether of what was released nothing is left to give, or some of it is held or damaged."""
    doses = released_doses(journey)
    return not doses or any(item.quarantine for item in doses)


def require_every_component(journey: Journey) -> None:
    """Refuse while a component of the product, such as CD4 beside CD8, waits in a lot not released.

    The components of one product are given together; each is a lot with a release of its own.
    """
    released = {dose.component for dose in released_doses(journey)}
    for lot in journey.lots.values():
        if lot.released_at is not None or lot.ended_at is not None:
            continue
        waiting = {journey.containers[name].component for name in lot.bags} - released
        if waiting:
            named = ", ".join(sorted(waiting)) or "of the product"
            raise Refused(
                "component_not_released", component=named, lot=lot.id, state=lot.state
            )


def meant(journey: Journey, protocol: Protocol, visit: Visit) -> bool:
    """Say whether a visit's chemotherapy is one the product has for this patient's indication."""
    fitting = suitable(protocol.visit, journey.indication)
    return visit.regimen in {regimen.name for regimen in fitting}


def choice_for(
    journey: Journey, protocol: Protocol, facts: Facts, visit: Visit
) -> planner.Choice:
    """Return the choice for the day asked for. Raises Refused naming the rules that forbid it.

    Where the dates are sent as they were shown, it is that very choice or none: a chair taken since
    would leave other dates on the same day. Without them it is the first choice of the day.
    What the planner found is looked at once more, by rules written apart from it.
    """
    day = date.fromisoformat(facts.data["day_zero"])
    require_capacity(facts, day)
    where = search(journey, facts)
    if where.not_before <= day <= where.last_day:
        only = replace(where, not_before=day, horizon_days=1)
        if found := planner.choices(protocol.visit, facts.site, only):
            choice = next((each for each in found if is_as_shown(facts, each)), None)
            if choice is None:
                raise Refused("dates_changed", field="day_zero", day=day)
            _require_sound(protocol, facts, only, choice)
            return choice
    reasons = " ".join(planner.why_not(protocol.visit, facts.site, where, day))
    raise Refused("day_not_possible", field="day_zero", day=day, why=reasons)


def as_shown(choice: planner.Choice) -> str:
    """Return every date of a choice in one line: a form sends back what the person saw."""
    chemotherapy = ", ".join(day.isoformat() for day in choice.course.days)
    given_on = " and ".join(day.isoformat() for day in choice.infusions)
    return f"{choice.course.regimen}: {chemotherapy}; cells: {given_on}"


def is_as_shown(facts: Facts, choice: planner.Choice) -> bool:
    """Tell whether a choice is the one that was shown; any is, where nothing was sent."""
    return facts.data.get("shown") in {None, as_shown(choice)}


def _require_sound(
    protocol: Protocol, facts: Facts, where: Search, choice: planner.Choice
) -> None:
    if faults := checking.faults(protocol.visit, facts.site, where, choice):
        why = " ".join(faults)
        raise Refused("day_not_possible", field="day_zero", day=choice.day_zero, why=why)


def require_capacity(facts: Facts, day: date) -> None:
    """Refuse a day on which every infusion place is taken."""
    if facts.taken.get(INFUSION, {}).get(day, 0) >= facts.site.infusions_per_day:
        raise Refused("no_capacity", capacity=facts.site.infusions_per_day, day=day)


def as_data(choice: planner.Choice, site: SiteRules) -> dict[str, Any]:
    """Return what an entry keeps of a choice: with the bed it takes, by the rules of its time."""
    kept: dict[str, Any] = {
        "day_zero": choice.day_zero.isoformat(),
        "chemotherapy": [day.isoformat() for day in choice.course.days],
        "regimen": choice.course.regimen,
    }
    if choice.second_day:
        kept["second_day"] = choice.second_day.isoformat()
    if site.bed_nights:
        kept["bed_nights"] = site.bed_nights
    return kept
