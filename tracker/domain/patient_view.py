"""At which of the ten steps is the patient, and on what does each step rest?

Nothing is shown that no entry says. A step that was reached for a lot that came to nothing, or for a
visit that was cancelled, is not shown as reached any more; and while the page waits for a clinician
to tell news, no step is shown at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain import after_day_zero, lots, milestones, news, visit_dates, wording
from tracker.domain.events import Entry, SiteRules
from tracker.domain.journey import Journey, Reached, Visit
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.visits.courses import Course
from tracker.domain.visits.days import Dated, calendar_dates
from tracker.domain.visits.planner import planned

GETTING_READY, COLLECTED, ON_THE_WAY, AT_THE_LAB, BEING_MADE, BEING_TESTED = 1, 2, 3, 4, 5, 6
HOME, LAST = 8, 10
BETWEEN: Final = 0
"""The step of a journey that has none just now: people talk about what comes next."""

AFTERWARDS: Final = frozenset({"stay_near", "no_driving", "caregiver"})


@dataclass(frozen=True)
class Shown:
    """One of the ten steps, the entry it rests on, and whether that was a scan or a signed word.

    `entry` is 0 for a step that no entry says was reached.
    """

    step: wording.Step
    by_scan: bool
    entry: int


def standing(journey: Journey, now: datetime) -> str:
    """Say what the page may show: `step` for the ten steps, `between`, `stopped`, `closed` or `review`.

    While news is held back (`review`) it shows nothing else; once it is not, it says the news beside.
    """
    if news.waits(journey, now):
        return "review"
    if journey.closed:
        return "closed"
    if journey.stopped:
        return "stopped"
    nowhere = furthest(journey) == BETWEEN or _no_way_on(journey)
    return "between" if nowhere else "step"


def _no_way_on(journey: Journey) -> bool:
    """Say whether released cells are held, damaged or gone before a visit was set for them.

    "Ready" and "kept until your visit" would both be untrue then; a visit that was set is still looked at.
    """
    return furthest(journey) == HOME and visit_dates.cells_in_doubt(journey)


def visit_planned(journey: Journey) -> bool:
    """Say whether any visit is planned, or was made: a page that speaks of one must have one."""
    return any(visit.state != "cancelled" for visit in journey.visits.values())


def current(journey: Journey, protocol: Protocol) -> int:
    """Return the step the patient is at, 1 to 10."""
    return max(_reached(journey, protocol), default=GETTING_READY)


def steps(journey: Journey, protocol: Protocol) -> tuple[Shown, ...]:
    """Return the ten steps as they may be shown."""
    reached = _reached(journey, protocol)
    here = max(reached, default=GETTING_READY)
    dates = {group: found.at for group, found in reached.items()}
    return tuple(
        Shown(
            _still_to_come(step, journey),
            by_scan=step.group in reached and reached[step.group].by_scan,
            entry=reached[step.group].seq if step.group in reached else 0,
        )
        for step in wording.steps(dates, here)
    )


def _still_to_come(step: wording.Step, journey: Journey) -> wording.Step:
    """Return the step at home as ahead while a visit is confirmed and the product still travels."""
    given = any(item.state == "infused" for item in journey.containers.values())
    if step.group != HOME or step.state != "unconfirmed" or given:
        return step
    return wording.Step(step.group, "ahead", None)


def _reached(journey: Journey, protocol: Protocol) -> dict[int, Reached]:
    """Return what each step rests on: the last scan of it, else the last of what was signed.

    The date of a step and what confirmed it are one entry's, never two.
    """
    found: dict[int, Reached] = {}
    for group, reached in _confirmed(journey, protocol):
        if group not in found or _firmness(found[group]) <= _firmness(reached):
            found[group] = reached
    return found


def _firmness(reached: Reached) -> tuple[bool, datetime]:
    return reached.by_scan, reached.at


def _confirmed(journey: Journey, protocol: Protocol) -> Iterator[tuple[int, Reached]]:
    """Yield all that confirms a step; the first begins with the opening, which somebody signed."""
    if journey.opened_at is not None:
        yield GETTING_READY, Reached(journey.opened_at, 1, by_scan=False)
    limit, lot, since = furthest(journey), lots.living(journey), milestones.restarted(journey)
    for code, reached in journey.milestones.items():
        group = protocol.by_code[code].group
        of_a_lost_lot = group >= BEING_MADE and reached.seq < since
        if 0 < group <= limit and not of_a_lost_lot:
            yield group, reached
    if lot is not None and lot.tested and limit >= BEING_TESTED:
        yield BEING_TESTED, lot.tested


def furthest(journey: Journey) -> int:
    """Return the furthest step that what exists today can have reached; BETWEEN for none."""
    lot = lots.living(journey)
    if lot is None:
        return _of_material(journey) if journey.lots else LAST
    if lot.released_at is None:
        return BEING_MADE if lot.state == "open" else BEING_TESTED
    return LAST if any(visit.firm for visit in journey.visits.values()) else HOME


def _of_material(journey: Journey) -> int:
    """Say how far collected cells are that no lot has used."""
    material = [item for item in journey.present() if item.use != "dose"]
    if any(item.custodian and item.custodian.site == journey.maker for item in material):
        return AT_THE_LAB
    if any(item.shipment for item in material):
        return ON_THE_WAY
    return COLLECTED if material else BETWEEN


def visit_shown(journey: Journey) -> Visit | None:
    """Return the visit whose dates the patient may see: confirmed, its product released and not gone.

    Once it is done it stays, for the days that are counted from it.
    """
    if journey.released is None or lots.living(journey) is None:
        return None
    firm = [visit for visit in journey.visits.values() if visit.firm]
    return firm[-1] if firm else None


def with_hospital_team(journey: Journey) -> bool:
    """Say whether the hospital's team cares for the patient: from chemotherapy to a first follow-up."""
    return not journey.follow_ups and any(
        visit.chemotherapy_started_at is not None and visit.state != "cancelled"
        for visit in journey.visits.values()
    )


def dates(journey: Journey, protocol: Protocol, site: SiteRules) -> tuple[Dated, ...]:
    """Return the dates the patient lives by; none before a coordinator confirmed them."""
    visit = visit_shown(journey)
    doses = after_day_zero.doses(journey, visit, site) if visit else None
    if visit is None or doses is None or not visit.chemotherapy:
        return ()
    course = Course(visit.regimen, visit.chemotherapy)
    first, last = doses
    plan = planned(protocol.visit, site, course, first, last if last > first else None)
    found = calendar_dates(plan, protocol.visit.visit_hours)
    if visit.state != "done":
        return found
    return tuple(dated for dated in found if dated.code in AFTERWARDS)


def withdrawn(journey: Journey, entries: tuple[Entry, ...]) -> tuple[Visit, ...]:
    """Return the visits the patient was told of and that will not take place."""
    told = {entry.data["visit"] for entry in entries if entry.kind is Kind.VISIT_CONFIRMED}
    return tuple(
        visit
        for visit in journey.visits.values()
        if visit.state == "cancelled" and visit.id in told
    )


def last_confirmed(journey: Journey, protocol: Protocol) -> datetime | None:
    """Return when anything that the page shows, or may show again, was confirmed last."""
    return max((reached.at for _, reached in _confirmed(journey, protocol)), default=None)
