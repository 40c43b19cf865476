"""At which of the ten steps is the patient, and on what does each step rest?

Nothing is shown that no entry says. A step that was reached for a lot that came to nothing, or for a
visit that was cancelled, is not shown as reached any more; and while a clinician has news to tell,
no step is shown at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.domain import after_day_zero, news, wording
from tracker.domain.events import Entry, SiteRules
from tracker.domain.journey import Journey, Lot, Reached, Visit
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.visits.courses import Course
from tracker.domain.visits.days import Dated, calendar_dates
from tracker.domain.visits.planner import planned

LOST: Final = frozenset({"terminated", "rejected"})
COLLECTED, ON_THE_WAY, AT_THE_LAB, BEING_MADE, BEING_TESTED, HOME, LAST = 2, 3, 4, 5, 6, 8, 10
BETWEEN: Final = 0
"""The step of a journey that has none just now: people talk about what comes next."""

AFTERWARDS: Final = frozenset({"stay_near", "no_driving", "caregiver"})
UPDATE_EVERY: Final = timedelta(days=7)


@dataclass(frozen=True)
class Shown:
    """One of the ten steps, and whether it rests on a scan or on somebody's signed word."""

    step: wording.Step
    by_scan: bool


def standing(journey: Journey, now: datetime) -> str:
    """Say what the page may show: `step` for the ten steps, `closed`, `between`, or news.

    News is held back (`review`) until somebody has called, or shown (`news`) once it no longer waits.
    """
    if journey.closed:
        return "closed"
    if journey.review_since is not None:
        return "review" if news.waits(journey, now) else "news"
    return "between" if furthest(journey) == BETWEEN else "step"


def current(journey: Journey, protocol: Protocol) -> int:
    """Return the step the patient is at, 1 to 10."""
    return max(_reached(journey, protocol), default=1)


def steps(journey: Journey, protocol: Protocol) -> tuple[Shown, ...]:
    """Return the ten steps as they may be shown."""
    reached = _reached(journey, protocol)
    here = max(reached, default=1)
    dates = {group: found.at for group, found in reached.items()}
    scanned = {
        protocol.by_code[code].group
        for code, found in journey.milestones.items()
        if found.by_scan
    }
    found = wording.steps(dates, here)
    return tuple(Shown(_still_to_come(step, journey), step.group in scanned) for step in found)


def _still_to_come(step: wording.Step, journey: Journey) -> wording.Step:
    """Return the step at home as ahead while a visit is confirmed and the product still travels."""
    given = any(item.state == "infused" for item in journey.containers.values())
    if step.group != HOME or step.state != "unconfirmed" or given:
        return step
    return wording.Step(step.group, "ahead", None)


def _reached(journey: Journey, protocol: Protocol) -> dict[int, Reached]:
    """Return what each step rests on: the milestone of it that was reached last."""
    found: dict[int, Reached] = {}
    limit = furthest(journey)
    for code, reached in journey.milestones.items():
        group = protocol.by_code[code].group
        if 0 < group <= limit and (group not in found or found[group].at <= reached.at):
            found[group] = reached
    lot = _living(journey)
    if lot is not None and len(journey.lots) > 1 and BEING_MADE in found:
        first = found[BEING_MADE]
        found[BEING_MADE] = Reached(max(lot.opened_at, first.at), first.seq, first.by_scan)
    if lot is not None and lot.tested and limit >= BEING_TESTED:
        found.setdefault(BEING_TESTED, lot.tested)
    return found


def furthest(journey: Journey) -> int:
    """Return the furthest step that what exists today can have reached; BETWEEN for none."""
    lot = _living(journey)
    if lot is None:
        return _of_material(journey) if journey.lots else LAST
    if lot.released_at is None:
        return BEING_MADE if lot.state == "open" else BEING_TESTED
    return LAST if any(visit.firm for visit in journey.visits.values()) else HOME


def _living(journey: Journey) -> Lot | None:
    """Return the latest lot that may still be given."""
    return next(
        (lot for lot in reversed(list(journey.lots.values())) if lot.state not in LOST), None
    )


def _of_material(journey: Journey) -> int:
    """Say how far collected cells are that no lot has used."""
    material = [item for item in journey.present() if item.use != "dose"]
    if any(item.custodian and item.custodian.site == journey.maker for item in material):
        return AT_THE_LAB
    if any(item.shipment for item in material):
        return ON_THE_WAY
    return COLLECTED if material else BETWEEN


def visit_shown(journey: Journey) -> Visit | None:
    """Return the visit whose dates the patient may see: confirmed, and its product released.

    Once it is done it stays, for the days that are counted from it.
    """
    if journey.released is None:
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
    """Return when anything shown was confirmed last."""
    return max((reached.at for reached in _reached(journey, protocol).values()), default=None)


def next_update(since: datetime, now: datetime) -> datetime:
    """Return by when the patient hears from us again, counted in weeks from the last news."""
    weeks = max(0, (now - since) // UPDATE_EVERY) + 1
    return since + weeks * UPDATE_EVERY


def last_promise(since: datetime, now: datetime) -> date | None:
    """Return the day of the latest promise that has come due, if one has."""
    weeks = (now - since) // UPDATE_EVERY
    return (since + weeks * UPDATE_EVERY).date() if weeks > 0 else None
