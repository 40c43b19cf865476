"""What should have happened by now and has not? Each answer is one task for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.domain import disposition, milestones
from tracker.domain.journey import Journey
from tracker.domain.protocol import Protocol

ANSWER_WITHIN: Final = timedelta(hours=2)
"""An offer of custody is answered while both people still stand beside the container."""

PLAN_WITHIN: Final = timedelta(days=1)
CALL_WITHIN: Final = timedelta(days=1)

KINDS: Final = frozenset({"late_milestone", "unanswered_offer", "release_waits", "call_late"})


@dataclass(frozen=True)
class Late:
    """One thing that is late. `about` tells two of a kind apart; `due_at` is when it was due."""

    kind: str
    about: str
    due_at: datetime


def late(journey: Journey, protocol: Protocol, now: datetime) -> tuple[Late, ...]:
    """Return everything in a journey that is late at `now`; a closed journey is never late."""
    if not journey.open:
        return ()
    return tuple(item for item in _dated(journey, protocol) if item.due_at < now)


def _dated(journey: Journey, protocol: Protocol) -> Iterator[Late]:
    if due := milestones.due(journey, protocol):
        yield Late("late_milestone", due[0].code, due[1])
    yield from _offers(journey)
    lot = journey.released
    if lot is not None and lot.released_at is not None and disposition.waiting(journey):
        yield Late("release_waits", lot.id, lot.released_at + PLAN_WITHIN)
    since = journey.review_since
    if since is not None:
        yield Late("call_late", f"{since:%Y-%m-%dT%H:%M}", since + CALL_WITHIN)


def _offers(journey: Journey) -> Iterator[Late]:
    """Yield one for each offer still open; the containers of one shipment are one offer."""
    seen = set()
    for container in journey.containers.values():
        if container.offer is None:
            continue
        about = container.shipment or container.id
        offered_at = container.offer.at
        if (about, offered_at) not in seen:
            seen.add((about, offered_at))
            when = f"{offered_at:%Y-%m-%dT%H:%M}"
            yield Late("unanswered_offer", f"{about} {when}", offered_at + ANSWER_WITHIN)
