"""The life of the return visit: proposed by a release, confirmed with the patient, moved, cleared, done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from tracker.domain import expected_release, second_dose, visit_dates, visit_moves
from tracker.domain.events import SERVICE, Entry, Event, Facts
from tracker.domain.journey import Journey, Visit
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.visits import planner
from tracker.domain.visits.places import BED, Place, needed

KEPT_WITHIN: Final = timedelta(days=7)
"""How much later than the first possible day a visit that was pencilled in may stay."""

PROVISIONAL: Final = "provisional"
"""Pencilled in before the release: it holds no place, and nobody is told of it."""


def proposal(
    journey: Journey, protocol: Protocol, facts: Facts, expected: date | None = None
) -> Event:
    """Return the proposal that follows a release: the first feasible plan, or the need for one.

    A provisional visit keeps its day where it still fits: lodging was held for it. While a release
    is only `expected` it takes the first plan, as it does whenever that day is estimated anew, or the
    day a coordinator asks for.
    """
    before = journey.visit
    held = before.day_zero if before and expected is None else None
    data: dict[str, Any] = {"visit": before.id if before else f"V{journey.last_seq + 1}"}
    looked = visit_dates.find(journey, protocol, facts, expected)
    found = looked.choices
    if asked := facts.data.get("day_zero"):
        found = _only_on(found, date.fromisoformat(asked))
    if found:
        kept = next((each for each in _soon(found) if each.day_zero == held), found[0])
        data |= visit_dates.as_data(kept, facts.site)
        data["choices"] = len(found)
    if looked.set_aside:
        data["set_aside"] = len(looked.set_aside)
    return Event(Kind.VISIT_PROPOSED, data, by=SERVICE)


def _only_on(found: tuple[planner.Choice, ...], day: date) -> tuple[planner.Choice, ...]:
    """Return the choices of the day asked for. Raises Refused where there is none."""
    of_day = tuple(each for each in found if each.day_zero == day)
    if not of_day:
        why = "no plan of the product and the site fits it"
        raise Refused("day_not_possible", field="day_zero", day=day, why=why)
    return of_day


def _soon(found: tuple[planner.Choice, ...]) -> Iterator[planner.Choice]:
    """Yield the choices no later than a kept day may be: nobody waits longer for lodging's sake."""
    latest = found[0].day_zero + KEPT_WITHIN
    return (each for each in found if each.day_zero <= latest)


def provisional(journey: Journey, protocol: Protocol, facts: Facts) -> Event | None:
    """Return a visit to pencil in before the release, or None while nothing says when that will be."""
    expected = expected_release.expected(journey, protocol, facts)
    if expected is None:
        return None
    event = proposal(journey, protocol, facts, expected.latest)
    if "day_zero" not in event.data:
        return None
    pencilled = {
        "provisional": True,
        "expected_release": expected.latest.isoformat(),
        "expected_by": expected.source,
    }
    return replace(event, data={**event.data, **pencilled})


def propose(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Propose a visit anew after a cancellation, or pencil one in; a release does it by itself."""
    if journey.visit is not None and journey.visit.state != PROVISIONAL:
        raise Refused("visit_open", visit=journey.visit.id)
    if facts.data.get("provisional"):
        event = provisional(journey, protocol, facts)
    elif journey.released is None:
        raise Refused("no_release")
    else:
        event = proposal(journey, protocol, facts)
    if event is None:
        raise Refused("nothing_to_pencil_in")
    return (replace(event, by=None),)


def proposed(journey: Journey, entry: Entry) -> Journey:
    """Fold: a visit is proposed, or needed when no plan fitted."""
    data = entry.data
    visit = Visit(
        id=data["visit"],
        state=_proposed_state(entry),
        day_zero=None,
        chemotherapy=(),
        regimen="",
        proposed_at=entry.recorded_at,
    )
    # Until an opening said it, a proposal could: such an entry still means what it meant.
    indication = journey.indication or data.get("indication", "")
    return replace(journey, indication=indication).with_visit(_dated(visit, entry))


def _proposed_state(entry: Entry) -> str:
    if entry.data.get("provisional"):
        return PROVISIONAL
    return "proposed" if entry.data.get("day_zero") else "needed"


def _dated(visit: Visit, entry: Entry) -> Visit:
    data = entry.data
    if not data.get("day_zero"):
        return visit
    return replace(
        visit,
        day_zero=date.fromisoformat(data["day_zero"]),
        chemotherapy=tuple(date.fromisoformat(day) for day in data["chemotherapy"]),
        regimen=data["regimen"],
        second_day=date.fromisoformat(data["second_day"]) if data.get("second_day") else None,
        bed_nights=data.get("bed_nights", 0),
    )


def keep_away(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record days on which the patient cannot come, or can come after all."""
    if facts.data["last_day"] < facts.data["first_day"]:
        raise Refused("end_before_start", field="last_day")
    return (Event(facts.kind, facts.data),)


def kept_away(journey: Journey, entry: Entry) -> Journey:
    """Fold: no visit is planned on these days; taken back, all spans that touch them go."""
    first = date.fromisoformat(entry.data["first_day"])
    last = date.fromisoformat(entry.data["last_day"])
    if not entry.data.get("may_come"):
        return replace(journey, away=(*journey.away, (first, last)))
    left = tuple(span for span in journey.away if span[1] < first or span[0] > last)
    return replace(journey, away=left)


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
    found = visit_dates.choice_for(journey, protocol, facts, visit)
    dates = visit_dates.as_data(found, facts.site)
    return (Event(facts.kind, {**facts.data, "visit": visit.id, **dates}),)


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
    dates = visit_moves.moved_to(journey, protocol, facts, visit)
    if again := visit_moves.tests_again(protocol, facts, visit, dates):
        dates["tests_again"] = again
    return (Event(facts.kind, {**facts.data, "visit": visit.id, **dates}),)


def moved(journey: Journey, entry: Entry) -> Journey:
    """Fold: new dates; gone are the clearance for the old day, a course to be repeated, old tests."""
    visit = journey.visits[entry.data["visit"]]
    again = entry.data.get("tests_again", ())
    kept = {test: result for test, result in visit.readiness.items() if test not in again}
    if entry.data.get("repeat_chemotherapy") and visit.chemotherapy_started_at is not None:
        visit = replace(
            visit,
            courses_given=visit.courses_given + 1,
            chemotherapy_started_at=None,
            chemotherapy_completed_at=None,
        )
    state = "chemotherapy" if visit.chemotherapy_started_at else "confirmed"
    visit = replace(visit, moves=visit.moves + 1, state=state, cleared_at=None, readiness=kept)
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
    """Fold: no dates any more, and the place in the calendar is free; the treatment may end here."""
    journey = replace(journey, stopped=journey.stopped or bool(entry.data.get("for_good")))
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
    """Fold: the latest result."""
    visit = journey.visits[entry.data["visit"]]
    test = entry.data["test"]
    visit = replace(
        visit,
        readiness={**visit.readiness, test: entry.data["result"]},
        tested_at={**visit.tested_at, test: entry.happened_at},
    )
    return journey.with_visit(visit)


def start_chemotherapy(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Start chemotherapy, once readiness is shown and the product is where the site wants it first."""
    visit = _in_state(journey, facts, "confirmed")
    require_ready(protocol, visit)
    if not visit_dates.meant(journey, protocol, visit):
        raise Refused(
            "regimen_not_meant",
            regimen=visit.regimen,
            indication=journey.indication or "an indication that nobody said",
        )
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
    """Every label we read asks to confirm that the product is available before chemotherapy.

    Whatever a site waits for: cells known to be held or damaged are not available.
    """
    wanted = facts.site.chemotherapy_opens_on
    doses = visit_dates.released_doses(journey)
    shipped = bool(doses) and all(item.shipment or item.received_for_use for item in doses)
    here = bool(doses) and all(item.received_for_use for item in doses)
    met = {"released": bool(doses), "shipped": shipped, "received": here}
    if not met[wanted]:
        raise Refused("chemotherapy_gate", needed=wanted)
    if held := next((item for item in doses if item.quarantine), None):
        raise Refused("quarantined", container=held.id, reason=held.quarantine)
    visit_dates.require_every_component(journey)


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
    """Clear day zero: the physician says that the patient may receive the cells today.

    Every day on which cells are given is cleared anew, whether planned so or not.
    """
    visit = _in_state(journey, facts, "chemotherapy", "cleared")
    if visit.chemotherapy_completed_at is None:
        raise Refused("not_yet", what="chemotherapy is not completed")
    require_ready(protocol, visit)
    awaited = second_dose.awaited(journey, visit)
    if awaited:
        second_dose.require_clearable(journey, protocol, facts)
    doses = visit_dates.released_doses(journey)
    if not doses:
        raise Refused("no_release")
    visit_dates.require_every_component(journey)
    for dose in doses:
        if not dose.received_for_use:
            raise Refused("not_received", container=dose.id)
        if dose.quarantine:
            raise Refused("quarantined", container=dose.id, reason=dose.quarantine)
    if not awaited:
        visit_moves.require_within_window(protocol, facts, visit)
    _require_another_day(facts, visit)
    return (Event(facts.kind, {**facts.data, "visit": visit.id}),)


def _require_another_day(facts: Facts, visit: Visit) -> None:
    """Refuse to clear a day twice, or to put an earlier day in the place of the one cleared last."""
    last = visit_dates.cleared_on(visit, facts.site)
    if last is not None and last >= visit_dates.local_day(facts):
        state = (
            "cleared for today"
            if last == visit_dates.local_day(facts)
            else f"cleared for {last}"
        )
        raise Refused("visit_state", visit=visit.id, state=state)


def cleared(journey: Journey, entry: Entry) -> Journey:
    """Fold: the thaw may begin."""
    visit = journey.visits[entry.data["visit"]]
    return journey.with_visit(replace(visit, state="cleared", cleared_at=entry.happened_at))


def without_provisional(journey: Journey) -> Journey:
    """Return the journey with a visit that was only pencilled in taken out of the calendar."""
    visit = journey.visit
    if visit is None or visit.state != PROVISIONAL:
        return journey
    return journey.with_visit(replace(visit, state="cancelled"))


def places(journey: Journey) -> frozenset[Place]:
    """Return the places of the site that a journey's visits hold; after day zero only the bed."""
    held: set[Place] = set()
    for visit in journey.visits.values():
        if visit.firm and visit.day_zero is not None:
            infusions = [day for day in (visit.day_zero, visit.second_day) if day]
            found = needed(visit.chemotherapy, infusions, visit.bed_nights)
            over = visit.state == "done"
            held |= {each for each in found if each.resource == BED} if over else found
    return frozenset(held)
