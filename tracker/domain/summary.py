"""What a worklist shows of a journey, and which identifiers lead to it: all that is derived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain import after_day_zero, disposition, milestones, return_visit
from tracker.domain.journey import Journey
from tracker.domain.protocol import Protocol
from tracker.domain.visits.places import Place


@dataclass(frozen=True)
class Summary:
    """One line of a worklist. `latest` and `next_due` are milestone codes; times are UTC.

    `group` is the patient's step, 1 to 10. `waiting_since` is set while a release has no confirmed
    visit. Of a closed journey `next_due_at` is about when its next check-up has to be written down.
    `booked_on` is the day zero that holds a place in the site's calendar.
    """

    coi: str
    site: str
    maker: str
    protocol: str
    protocol_version: int
    priority: str
    opened_at: datetime
    latest: str
    latest_at: datetime | None
    next_due: str
    next_due_at: datetime | None
    group: int
    released_at: datetime | None
    waiting_since: datetime | None
    visit: str
    day_zero: date | None
    booked_on: date | None
    holds: int
    review: bool
    closed: str


def summary(journey: Journey, protocol: Protocol) -> Summary:
    """Return the worklist line of an opened journey."""
    assert journey.opened_at is not None, "a journey begins with its opening"
    latest = milestones.latest(journey, protocol)
    due = milestones.due(journey, protocol) if journey.open else None
    visit = journey.visit or next(reversed(list(journey.visits.values())), None)
    lot = journey.released
    released_at = lot.released_at if lot else None
    return Summary(
        coi=journey.coi,
        site=journey.site,
        maker=journey.maker,
        protocol=journey.protocol,
        protocol_version=journey.protocol_version,
        priority=journey.priority,
        opened_at=journey.opened_at,
        latest=latest.code if latest else "",
        latest_at=journey.milestones[latest.code].at if latest else None,
        next_due=due[0].code if due else "",
        next_due_at=due[1] if due else _check_up_due_at(journey, protocol),
        group=group(journey, protocol),
        released_at=released_at,
        waiting_since=released_at if disposition.waiting(journey) else None,
        visit=visit.state if visit else "",
        day_zero=visit.day_zero if visit else None,
        booked_on=visit.day_zero if visit and visit.firm and visit.state != "done" else None,
        holds=sum(1 for _ in journey.open_holds()),
        review=journey.review_since is not None,
        closed=journey.closed,
    )


def _check_up_due_at(journey: Journey, protocol: Protocol) -> datetime | None:
    """Return when to look at a closed journey again: it owes its check-ups still."""
    if journey.closed != "completed":
        return None
    return after_day_zero.next_owed_at(journey, protocol)


def group(journey: Journey, protocol: Protocol) -> int:
    """Return the patient's step, 1 to 10: the furthest group in which something was reached."""
    reached = [protocol.by_code[code].group for code in journey.milestones]
    return max(reached, default=0) or 1


def places(journey: Journey) -> frozenset[Place]:
    """Return the places of the site that the journey's visits hold."""
    return return_visit.places(journey)


def identifiers(journey: Journey) -> dict[str, str]:
    """Return every identifier that leads to this journey, and what it names."""
    found = {f"coi:{journey.coi}": "journey"}
    if journey.donor:
        found[f"donor:{journey.donor}"] = "wristband"
    found |= {f"din:{din}": "collection" for din in journey.collections}
    found |= {f"foreign:{value}": system for value, system in journey.links.items()}
    for container in journey.containers.values():
        found[f"container:{container.id}"] = container.use
        if container.barcode:
            found[f"foreign:{container.barcode}"] = container.use
        if container.stored:
            found[f"place:{container.stored}"] = container.id
    return found
