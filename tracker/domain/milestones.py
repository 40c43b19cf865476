"""Which steps are reached, which may come now, and which are late: the product's own partial order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.domain.events import Data, Entry, Event, Facts
from tracker.domain.journey import Journey, Reached
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Milestone, Protocol
from tracker.domain.refused import Refused


def reach(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record a milestone by hand, once, and never before those it needs."""
    milestone = protocol.by_code.get(facts.data["milestone"])
    if milestone is None:
        raise Refused("unknown_milestone", milestone=facts.data["milestone"])
    if milestone.on is not None:
        kind = milestone.on.value
        raise Refused("reached_by_other_means", milestone=milestone.title, kind=kind)
    if not _is_new(journey, milestone):
        raise Refused("already_reached", milestone=milestone.title)
    require(journey, protocol, milestone.needs)
    return (Event(Kind.MILESTONE_REACHED, facts.data),)


def require(journey: Journey, protocol: Protocol, needs: tuple[str, ...]) -> None:
    """Refuse while one of `needs` is not reached, naming all that are missing."""
    missing = [protocol.by_code[code].title for code in needs if code not in journey.milestones]
    if missing:
        raise Refused("out_of_order", missing=", ".join(missing))


def require_order(journey: Journey, protocol: Protocol, kind: Kind, data: Data) -> None:
    """Refuse an entry that would reach a milestone too early, or that the product's gates stop."""
    for milestone in reached_by(protocol, kind, data):
        if milestone.code not in journey.milestones:
            require(journey, protocol, milestone.needs)
    for gate in protocol.gates:
        if gate.kind is kind:
            require(journey, protocol, gate.needs)


def reached_by(protocol: Protocol, kind: Kind, data: Data) -> Iterator[Milestone]:
    """Yield the milestones that an entry of `kind` with `data` reaches."""
    for milestone in protocol.milestones:
        if kind is Kind.MILESTONE_REACHED:
            if milestone.code == data["milestone"]:
                yield milestone
        elif milestone.on is kind and _fits(milestone.when, data):
            yield milestone


def _fits(when: Mapping[str, tuple[str, ...]], data: Data) -> bool:
    return all(data.get(name) in values for name, values in when.items())


def mark(journey: Journey, protocol: Protocol, entry: Entry) -> Journey:
    """Fold: note each milestone this entry reaches for the first time, or again after a lost lot."""
    reached = {
        milestone.code: Reached(entry.happened_at, entry.seq, bool(entry.scans))
        for milestone in reached_by(protocol, entry.kind, entry.data)
        if _is_new(journey, milestone)
    }
    return (
        replace(journey, milestones={**journey.milestones, **reached}) if reached else journey
    )


def restarted(journey: Journey) -> int:
    """Return the entry by which a lot came to nothing last; 0 where none did."""
    return max((lot.ended_seq for lot in journey.lots.values()), default=0)


def _is_new(journey: Journey, milestone: Milestone) -> bool:
    """Say whether a milestone is not reached, or was reached for cells that came to nothing."""
    reached = journey.milestones.get(milestone.code)
    return reached is None or reached.seq < restarted(journey)


def latest(journey: Journey, protocol: Protocol) -> Milestone | None:
    """Return the milestone reached last, by entry order."""
    if not journey.milestones:
        return None
    code = max(journey.milestones, key=lambda code: journey.milestones[code].seq)
    return protocol.by_code[code]


def possible(journey: Journey, protocol: Protocol) -> tuple[Milestone, ...]:
    """Return the milestones whose needs are met and that are not reached yet."""
    return tuple(
        milestone
        for milestone in protocol.milestones
        if milestone.code not in journey.milestones
        and all(need in journey.milestones for need in milestone.needs)
    )


def due(journey: Journey, protocol: Protocol) -> tuple[Milestone, datetime] | None:
    """Return the open milestone that is due first, and when; None when nothing has a date."""
    dates = [
        (milestone, _due_at(journey, milestone))
        for milestone in possible(journey, protocol)
        if milestone.due_hours is not None
    ]
    known = [(milestone, when) for milestone, when in dates if when is not None]
    return min(known, key=lambda pair: pair[1], default=None)


def _due_at(journey: Journey, milestone: Milestone) -> datetime | None:
    """Count a milestone's hours from the last of its needs, or from the opening."""
    starts = [journey.milestones[need].at for need in milestone.needs]
    start = max(starts, default=journey.opened_at)
    if start is None or milestone.due_hours is None:
        return None
    return start + timedelta(hours=milestone.due_hours)
