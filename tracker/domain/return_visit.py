"""The life of the return visit: proposed by a release, confirmed with the patient, moved, cleared, done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from tracker.domain.events import SERVICE, Entry, Event, Facts, SiteRules
from tracker.domain.journey import Container, Journey, Visit
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol, Regimen
from tracker.domain.refused import Refused
from tracker.domain.visits import planner
from tracker.domain.visits.opening import Release
from tracker.domain.visits.rules import Search

HORIZON_DAYS: Final = 60
"""How far ahead plans are sought; later than this nobody can promise a chair."""


def local_day(facts: Facts) -> date:
    """Return the day it is at the hospital when this happened: visits are days, not moments."""
    return _local(facts.happened_at, facts.site)


def _local(moment: datetime, site: SiteRules) -> date:
    return moment.astimezone(ZoneInfo(site.zone)).date()


def plans(
    journey: Journey, protocol: Protocol, facts: Facts, indication: str = ""
) -> tuple[planner.Plan, ...]:
    """Return every feasible plan within the horizon, the earliest day zero first."""
    return planner.plans(protocol.visit, facts.site, search(journey, facts, indication))


def search(journey: Journey, facts: Facts, indication: str = "") -> Search:
    """Return where to look for a visit: from the release on, but never in the past."""
    today = local_day(facts)
    released = max(
        (lot.released_at for lot in journey.lots.values() if lot.released_at), default=None
    )
    release = Release(
        released=_local(released, facts.site) if released else today,
        shipped=_local(shipped, facts.site) if (shipped := _shipped_at(journey)) else None,
        received=today if _all_received(journey) else None,
    )
    found = planner.after_release(facts.site, release, facts.booked, indication)
    first = max(found.not_before, today)
    chemotherapy = max(found.chemotherapy_not_before or today, today)
    return replace(
        found,
        not_before=first,
        horizon_days=HORIZON_DAYS,
        chemotherapy_not_before=chemotherapy,
    )


def _shipped_at(journey: Journey) -> datetime | None:
    """Return when the doses were packed for the hospital, if they were."""
    back = [item.packed_at for item in journey.shipments.values() if item.direction == "back"]
    return max(back, default=None)


def _all_received(journey: Journey) -> bool:
    doses = _released_doses(journey)
    return bool(doses) and all(dose.received_for_use for dose in doses)


def proposal(journey: Journey, protocol: Protocol, facts: Facts, indication: str = "") -> Event:
    """Return the proposal that follows a release: the first feasible plan, or the need for one."""
    data: dict[str, Any] = {"visit": f"V{journey.last_seq + 1}"}
    found = plans(journey, protocol, facts, indication)
    if found:
        data |= _planned(found[0])
        data["choices"] = len(found)
    if indication:
        data["indication"] = indication
    return Event(Kind.VISIT_PROPOSED, data, by=SERVICE)


def _planned(plan: planner.Plan) -> dict[str, Any]:
    return {
        "day_zero": plan.day_zero.isoformat(),
        "chemotherapy": [day.isoformat() for day in plan.chemotherapy],
        "regimen": plan.regimen,
    }


def propose(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Propose a visit anew, after an earlier one was cancelled; a release does this by itself."""
    if journey.released is None:
        raise Refused("no_release")
    if journey.visit is not None:
        raise Refused("visit_open", visit=journey.visit.id)
    event = proposal(journey, protocol, facts, facts.data.get("indication", ""))
    return (replace(event, by=None),)


def proposed(journey: Journey, entry: Entry) -> Journey:
    """Fold: a visit is proposed, or needed when no plan fitted."""
    data = entry.data
    visit = Visit(
        id=data["visit"],
        state="proposed" if data.get("day_zero") else "needed",
        day_zero=None,
        chemotherapy=(),
        regimen="",
        proposed_at=entry.recorded_at,
        indication=data.get("indication", ""),
    )
    return journey.with_visit(_dated(visit, entry))


def _dated(visit: Visit, entry: Entry) -> Visit:
    data = entry.data
    if not data.get("day_zero"):
        return visit
    return replace(
        visit,
        day_zero=date.fromisoformat(data["day_zero"]),
        chemotherapy=tuple(date.fromisoformat(day) for day in data["chemotherapy"]),
        regimen=data["regimen"],
    )


def current(journey: Journey, facts: Facts) -> Visit:
    """Return the visit an attempt is about: the one named, or the open one. Raises Refused."""
    name = facts.data.get("visit")
    visit = journey.visits.get(name) if name else journey.visit
    if visit is None:
        raise Refused("unknown_visit", visit=name or "open")
    return visit


def _in_state(journey: Journey, facts: Facts, *states: str) -> Visit:
    visit = current(journey, facts)
    if visit.state not in states:
        raise Refused("visit_state", visit=visit.id, state=visit.state)
    return visit


def confirm(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Confirm a day zero agreed with the patient; only then does the patient see dates."""
    visit = _in_state(journey, facts, "proposed", "needed")
    if journey.released is None:
        raise Refused("no_release")
    plan = _plan_for(journey, protocol, facts, visit)
    return (Event(facts.kind, {**facts.data, "visit": visit.id, **_planned(plan)}),)


def _plan_for(journey: Journey, protocol: Protocol, facts: Facts, visit: Visit) -> planner.Plan:
    """Return the plan for the day asked for. Raises Refused naming the rules that forbid it."""
    day = date.fromisoformat(facts.data["day_zero"])
    _require_capacity(facts, day)
    where = search(journey, facts, visit.indication)
    if where.not_before <= day <= where.last_day:
        only = replace(where, not_before=day, horizon_days=1)
        if found := planner.plans(protocol.visit, facts.site, only):
            return found[0]
    reasons = " ".join(planner.why_not(protocol.visit, facts.site, where, day))
    raise Refused("day_not_possible", field="day_zero", day=day, why=reasons)


def _require_capacity(facts: Facts, day: date) -> None:
    if facts.booked.get(day, 0) >= facts.site.infusions_per_day:
        raise Refused("no_capacity", capacity=facts.site.infusions_per_day, day=day)


def confirmed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the dates are firm."""
    visit = replace(journey.visits[entry.data["visit"]], state="confirmed")
    return journey.with_visit(_dated(visit, entry))


def move(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Move a confirmed visit with a reason; about one in six moves after chemotherapy has begun."""
    visit = _in_state(journey, facts, "confirmed", "chemotherapy", "cleared")
    _require_nothing_thawed(journey, visit)
    day = date.fromisoformat(facts.data["day_zero"])
    if visit.chemotherapy_started_at is None:
        planned = _planned(_plan_for(journey, protocol, facts, visit))
    else:
        _require_infusion_day(protocol, visit, facts, day)
        planned = {
            "day_zero": day.isoformat(),
            "chemotherapy": [item.isoformat() for item in visit.chemotherapy],
            "regimen": visit.regimen,
        }
    return (Event(facts.kind, {**facts.data, "visit": visit.id, **planned}),)


def _require_infusion_day(protocol: Protocol, visit: Visit, facts: Facts, day: date) -> None:
    """With chemotherapy given only day zero can move, and only as far as the protocol lets it."""
    _require_capacity(facts, day)
    why = ""
    regimen = _regimen(protocol, visit)
    gap = (day - max(visit.chemotherapy)).days
    if day.weekday() not in facts.site.infusion_weekdays or day in facts.site.closed_days:
        why = "the site does not infuse on that day"
    elif gap < 1 or day < local_day(facts):
        why = "it is not after chemotherapy, or in the past"
    elif regimen and regimen.gap_max_days is not None and gap > regimen.gap_max_days:
        why = f"it is {gap} days after chemotherapy; chemotherapy would have to be repeated"
    if why:
        raise Refused("day_not_possible", field="day_zero", day=day, why=why)


def _regimen(protocol: Protocol, visit: Visit) -> Regimen | None:
    return next((item for item in protocol.visit.regimens if item.name == visit.regimen), None)


def moved(journey: Journey, entry: Entry) -> Journey:
    """Fold: new dates; a clearance given for the old day is gone."""
    visit = journey.visits[entry.data["visit"]]
    state = "chemotherapy" if visit.chemotherapy_started_at else "confirmed"
    visit = replace(visit, moves=visit.moves + 1, state=state, cleared_at=None)
    return journey.with_visit(_dated(visit, entry))


def cancel(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Cancel a visit with a reason; the product is kept."""
    visit = current(journey, facts)
    if visit.state in {"cancelled", "done"}:
        raise Refused("visit_state", visit=visit.id, state=visit.state)
    _require_nothing_thawed(journey, visit)
    return (Event(facts.kind, {**facts.data, "visit": visit.id}),)


def _require_nothing_thawed(journey: Journey, visit: Visit) -> None:
    """Refuse to take the day away from cells that cannot wait."""
    if any(item.state in {"thawing", "thawed", "infusing"} for item in journey.present()):
        raise Refused("visit_state", visit=visit.id, state="at the bedside")


def cancelled(journey: Journey, entry: Entry) -> Journey:
    """Fold: no dates any more, and the place in the calendar is free."""
    return journey.with_visit(replace(journey.visits[entry.data["visit"]], state="cancelled"))


def record_readiness(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record a readiness test: passed, failed, or waived with a reason."""
    visit = _in_state(journey, facts, "confirmed", "chemotherapy")
    if facts.data["test"] not in {test.code for test in protocol.visit.readiness}:
        raise Refused("readiness_unknown", test=facts.data["test"])
    if facts.data["result"] != "passed" and not facts.data.get("reason"):
        raise Refused("reason_missing", field="reason")
    return (Event(facts.kind, {**facts.data, "visit": visit.id}),)


def readiness_recorded(journey: Journey, entry: Entry) -> Journey:
    """Fold: the latest result; a failed one is for a clinician to tell."""
    visit = journey.visits[entry.data["visit"]]
    readiness = {**visit.readiness, entry.data["test"]: entry.data["result"]}
    failed = entry.data["result"] == "failed"
    since = journey.review_since or (entry.happened_at if failed else None)
    return replace(journey, review_since=since).with_visit(replace(visit, readiness=readiness))


def start_chemotherapy(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Start chemotherapy, once readiness is shown and the product is where the site wants it first."""
    visit = _in_state(journey, facts, "confirmed")
    require_ready(protocol, visit)
    _require_product(journey, facts)
    return (Event(facts.kind, {**facts.data, "visit": visit.id}),)


def require_ready(protocol: Protocol, visit: Visit) -> None:
    """Refuse while a readiness test is neither passed nor waived."""
    open_tests = [
        test.title
        for test in protocol.visit.readiness
        if visit.readiness.get(test.code) not in {"passed", "waived"}
    ]
    if open_tests:
        raise Refused("readiness_open", tests=", ".join(open_tests))


def _require_product(journey: Journey, facts: Facts) -> None:
    """Every label we read asks to confirm that the product is available before chemotherapy."""
    wanted = facts.site.chemotherapy_opens_on
    doses = _released_doses(journey)
    shipped = bool(doses) and all(item.shipment or item.received_for_use for item in doses)
    here = bool(doses) and all(item.received_for_use and not item.quarantine for item in doses)
    met = {"released": bool(doses), "shipped": shipped, "received": here}
    if not met[wanted]:
        raise Refused("chemotherapy_gate", needed=wanted)


def _released_doses(journey: Journey) -> list[Container]:
    released = {lot.id for lot in journey.lots.values() if lot.released_at is not None}
    return [item for item in journey.present() if item.lot in released]


def chemotherapy_started(journey: Journey, entry: Entry) -> Journey:
    """Fold: from now on only day zero can move."""
    visit = journey.visits[entry.data["visit"]]
    visit = replace(visit, state="chemotherapy", chemotherapy_started_at=entry.happened_at)
    return journey.with_visit(visit)


def complete_chemotherapy(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record the last dose of chemotherapy."""
    visit = _in_state(journey, facts, "chemotherapy")
    if visit.chemotherapy_completed_at is not None:
        raise Refused("visit_state", visit=visit.id, state="after chemotherapy")
    return (Event(facts.kind, {**facts.data, "visit": visit.id}),)


def chemotherapy_completed(journey: Journey, entry: Entry) -> Journey:
    """Fold: chemotherapy is given."""
    visit = journey.visits[entry.data["visit"]]
    return journey.with_visit(replace(visit, chemotherapy_completed_at=entry.happened_at))


def clear(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Clear day zero: the physician says that the patient may receive the cells."""
    visit = _in_state(journey, facts, "chemotherapy")
    if visit.chemotherapy_completed_at is None:
        raise Refused("not_yet", what="chemotherapy is not completed")
    require_ready(protocol, visit)
    doses = _released_doses(journey)
    if not doses:
        raise Refused("no_release")
    for dose in doses:
        if not dose.received_for_use:
            raise Refused("not_received", container=dose.id)
    return (Event(facts.kind, {**facts.data, "visit": visit.id}),)


def cleared(journey: Journey, entry: Entry) -> Journey:
    """Fold: the thaw may begin."""
    visit = journey.visits[entry.data["visit"]]
    return journey.with_visit(replace(visit, state="cleared", cleared_at=entry.happened_at))
