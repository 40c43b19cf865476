"""From frozen bag to vein: thaw, the bedside check, the clock, and what was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any

from tracker.domain import custody, holds, second_dose, shipments, visit_dates
from tracker.domain.events import SERVICE, Entry, Event, Facts
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused


def start_thaw(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Thaw a released, received, in-date dose, once day zero is cleared and two people checked it."""
    container = _dose(journey, facts)
    _require_cleared(journey)
    _require_cleared_today(journey, facts)
    second_dose.require_its_day(journey, protocol, facts, container)
    if container.state != "open":
        raise Refused("container_not_here", container=container.id, state=container.state)
    if container.stored:
        state = f"in storage at {container.stored}; take it out first"
        raise Refused("container_not_here", container=container.id, state=state)
    if not journey.has_verified("pre_thaw", container.id):
        raise Refused("identity_not_verified", point="before the thaw, for this container")
    return (Event(facts.kind, facts.data),)


def _dose(journey: Journey, facts: Facts) -> Container:
    """Return a dose that may be given; that it must not be comes before whose hands it is in."""
    container = custody.find(journey, facts.data["container"])
    shipments.require_released(journey, container)
    if container.expires_on and container.expires_on < visit_dates.local_day(facts):
        raise Refused("expired", container=container.id, day=container.expires_on)
    if not container.received_for_use:
        raise Refused("not_received", container=container.id)
    return custody.require_usable(journey, facts, container.id)


def _require_cleared(journey: Journey) -> None:
    if not any(visit.state == "cleared" for visit in journey.visits.values()):
        raise Refused("not_cleared")


def _require_cleared_today(journey: Journey, facts: Facts) -> None:
    """Refuse to thaw on a day nobody cleared: "may receive the cells today" is signed for one day.

    Asked of the thaw alone: cells thawed before midnight cannot wait for another clearance.
    """
    today = visit_dates.local_day(facts)
    if not any(
        visit_dates.cleared_on(visit, facts.site) == today for visit in journey.visits.values()
    ):
        raise Refused("cleared_for_another_day", day=today)


def thaw_started(journey: Journey, entry: Entry) -> Journey:
    """Fold: the timer runs."""
    container = journey.containers[entry.data["container"]]
    thawing = replace(container, state="thawing", thaw_started_at=entry.happened_at)
    return journey.with_containers([thawing])


def end_thaw(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """End the thaw; a damaged bag must be discarded, not given."""
    container = custody.require_usable(journey, facts, facts.data["container"])
    if container.state != "thawing":
        raise Refused("container_not_here", container=container.id, state=container.state)
    _minutes_since_thaw(container, facts.happened_at)
    return (Event(facts.kind, facts.data),)


def thaw_ended(journey: Journey, entry: Entry) -> Journey:
    """Fold: the bag is thawed; a damaged one is quarantined at once."""
    container = journey.containers[entry.data["container"]]
    damaged = entry.data["integrity"] == "damaged"
    quarantine = custody.DAMAGED_AT_THAW if damaged else container.quarantine
    return journey.with_containers([replace(container, state="thawed", quarantine=quarantine)])


def start(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Start an infusion: this bag, this patient, both checked at the bedside, inside the time limit."""
    container = _dose(journey, facts)
    _require_cleared(journey)
    if container.state != "thawed":
        raise Refused("not_thawed", container=container.id)
    if not _checked_since_thaw(journey, container):
        raise Refused("bedside_check_missing", container=container.id)
    _require_in_time(protocol.infusion.thaw_to_start_minutes, container, facts.happened_at)
    return (Event(facts.kind, facts.data),)


def _checked_since_thaw(journey: Journey, container: Container) -> bool:
    thawed = container.thaw_started_at
    return any(
        check.point == "bedside" and check.container == container.id and check.at >= thawed
        for check in journey.verified
        if thawed is not None
    )


def _require_in_time(limit: int | None, container: Container, at: datetime) -> None:
    minutes = _minutes_since_thaw(container, at)
    if limit is not None and minutes > limit:
        words: dict[str, Any] = {"minutes": ceil(minutes), "limit": limit}
        raise Refused("thaw_expired", container=container.id, **words)


def _minutes_since_thaw(container: Container, at: datetime) -> float:
    """Return the minutes since the thaw began. Raises Refused for a time before it."""
    assert container.thaw_started_at is not None, "a thawed container has a thaw start"
    if at < container.thaw_started_at:
        raise Refused("end_before_start", field="happened_at")
    return (at - container.thaw_started_at).total_seconds() / 60


def started(journey: Journey, entry: Entry) -> Journey:
    """Fold: the cells flow."""
    container = journey.containers[entry.data["container"]]
    infusing = replace(container, state="infusing", infusion_started_at=entry.happened_at)
    return journey.with_containers([infusing])


def end(journey: Journey, protocol: Protocol, facts: Facts, now: datetime) -> tuple[Event, ...]:
    """End an infusion with the volume given; a bag may be given in part."""
    container = custody.find(journey, facts.data["container"])
    if container.state != "infusing":
        raise Refused("not_infusing", container=container.id)
    given = facts.data["volume_ml"]
    if given > container.volume_ml + protocol.material.volume_tolerance_ml:
        words = {"label": "volume", "value": given, "low": 1, "high": container.volume_ml}
        raise Refused("field_out_of_range", field="volume_ml", unit="mL", **words)
    left = container.volume_ml - given
    rest = {"rest_ml": left} if left > protocol.material.volume_tolerance_ml else {}
    ended = Event(facts.kind, {**facts.data, **rest})
    return (ended, *_too_late(journey, protocol, container, facts))


def _too_late(
    journey: Journey, protocol: Protocol, container: Container, facts: Facts
) -> Iterator[Event]:
    """Yield a deviation for cells that were outside the time they keep: given is given, and is told."""
    minutes = ceil(_minutes_since_thaw(container, facts.happened_at))
    limit = protocol.infusion.thaw_to_end_minutes
    if limit is not None and minutes > limit:
        about = (
            f"The infusion of {container.id} ended {minutes} minutes after its thaw began; "
            f"the limit is {limit}."
        )
        opened = {
            "about": about,
            "deviation": f"D{journey.last_seq + 2}",
            "due_on": holds.due(facts),
        }
        yield Event(Kind.DEVIATION_OPENED, opened, by=SERVICE)


def ended(journey: Journey, entry: Entry) -> Journey:
    """Fold: the cells are back in the vein they came from; with the last dose the visit is done.

    What is left in the bag stays in the hands that gave it, until they say what became of it.
    """
    container = journey.containers[entry.data["container"]]
    infused = replace(container, state="infused", given_ml=entry.data["volume_ml"])
    left = "rest_ml" in entry.data
    infused = replace(infused, rest="open") if left else replace(infused, custodian=None)
    return finish_visit(journey.with_containers([infused]))


def finish_visit(journey: Journey) -> Journey:
    """Return the journey with its visit done once cells were given and no dose is left to give."""
    given = any(item.state == "infused" for item in journey.containers.values())
    left = any(item.use == "dose" and item.state != "infused" for item in journey.present())
    visit = next((v for v in journey.visits.values() if v.state == "cleared"), None)
    if visit is None or left or not given:
        return journey
    return journey.with_visit(replace(visit, state="done"))
