"""By when is a release expected: as the maker says, as it took here before, or as the guide has it?

A range, and a wide one: the ends of each stretch still ahead are added up. It is for staff, who pencil
visits in by it; no patient is shown a date that follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.domain import visit_dates
from tracker.domain.events import Facts
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol

SLOT: Final = "SLOT_CONFIRMED"
ON_THE_WAY: Final = ("travel_out", "making", "testing")
"""The stretches between the day the cells leave and the release, in their order."""

MAKER, HISTORY, GUIDE, BOTH = "maker", "history", "guide", "history and guide"
LOST: Final = frozenset({"terminated", "rejected"})


@dataclass(frozen=True)
class Expected:
    """A release expected between two days, both included, and what says so."""

    earliest: date
    latest: date
    source: str


def expected(journey: Journey, protocol: Protocol, facts: Facts) -> Expected | None:
    """Return when the release is expected; None once it came, and while nothing says when."""
    if journey.released is not None:
        return None
    if (said := journey.estimates.get(milestone(protocol))) is not None:
        return Expected(said[0], said[1], MAKER)
    today = visit_dates.local_day(facts)
    if (ahead := _ahead(journey, facts, today)) is None:
        return None
    since, left = ahead
    days = {name: facts.usual.get(name) or protocol.ranges_days.get(name) for name in left}
    known = [range_ for range_ in days.values() if range_ is not None]
    if len(known) < len(left):
        return None
    return Expected(
        earliest=max(today, since + timedelta(days=sum(low for low, _ in known))),
        latest=max(today, since + timedelta(days=sum(high for _, high in known))),
        source=_source({name in facts.usual for name in left}),
    )


def _source(from_history: set[bool]) -> str:
    if len(from_history) > 1:
        return BOTH
    return HISTORY if True in from_history else GUIDE


def _ahead(journey: Journey, facts: Facts, today: date) -> tuple[date, tuple[str, ...]] | None:
    """Return since when which stretches run; a slot alone counts from today on."""
    lot = next(reversed(list(journey.lots.values())), None)
    if lot is not None:
        if lot.state in LOST:
            return None
        begun = lot.tested.at if lot.tested else lot.opened_at
        left = ON_THE_WAY[2:] if lot.tested else ON_THE_WAY[1:]
        return visit_dates.local(begun, facts.site), left
    out = [item.packed_at for item in journey.shipments.values() if item.direction == "out"]
    if out:
        return visit_dates.local(max(out), facts.site), ON_THE_WAY
    return (today, ON_THE_WAY) if SLOT in journey.milestones else None


def milestone(protocol: Protocol) -> str:
    """Return the code of the milestone that a release reaches."""
    return next(
        (step.code for step in protocol.milestones if step.on is Kind.DISPOSITION_DECIDED), ""
    )
