"""Freezing, and the one position each container stands in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tracker.domain import authority, collection, custody
from tracker.domain.chain import moment
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Container, Journey
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused


def freeze(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Freeze containers at the site, in time, where the product is one that is frozen there."""
    if not protocol.material.freezes_at_site:
        raise Refused("not_frozen_product")
    if moment(facts.data["ended_at"]) < moment(facts.data["started_at"]):
        raise Refused("end_before_start", field="ended_at")
    for name in facts.data["containers"]:
        container = custody.require_usable(journey, facts, name)
        if container.frozen_at is not None:
            raise Refused("already_frozen", container=name)
        _require_in_time(journey, protocol, facts, container)
    return (Event(facts.kind, facts.data),)


def _require_in_time(
    journey: Journey, protocol: Protocol, facts: Facts, container: Container
) -> None:
    earliest, latest = collection.ends(journey, container)
    if moment(facts.data["started_at"]) < latest:
        raise Refused("freeze_too_early", field="started_at", container=container.id)
    limit = protocol.material.freeze_within_hours
    hours = collection.hours_since(journey, container, facts.data["started_at"])
    late = limit is not None and hours > limit
    # What was opened before the cells began to wait is about something else.
    told = any(item.opened_at >= earliest for item in journey.open_deviations())
    if late and not told:
        raise Refused("freeze_too_late", limit=limit, hours=round(hours))


def frozen(journey: Journey, entry: Entry) -> Journey:
    """Fold: the containers are frozen."""
    at = moment(entry.data["ended_at"])
    named = [journey.containers[name] for name in entry.data["containers"]]
    return journey.with_containers(
        replace(container, frozen_at=at, unstored_since=at) for container in named
    )


def store(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Put a scanned container into a scanned position that holds nothing else.

    With a reason, what already stands somewhere moves there in one step: it is never nowhere.
    """
    container = custody.require_holder(journey, facts, facts.data["container"])
    place = facts.data["place"]
    if container.stored and not facts.data.get("reason"):
        raise Refused("already_stored", container=container.id, place=container.stored)
    _require_free(journey, facts, place)
    at_hospital = authority.person(journey, facts).site == journey.site
    # What it is for tells a protocol that the dose has arrived: it has not while the plant keeps it.
    told = {"use": container.use} if at_hospital else {}
    if container.stored:
        told["moved_from"] = container.stored
    return (Event(facts.kind, {**facts.data, **told}),)


def _require_free(journey: Journey, facts: Facts, place: str) -> None:
    """Refuse a position that is taken, kept for somebody else's cells, or not on the site's map."""
    others = (item.stored for item in journey.containers.values())
    if place in others or facts.owners.get(f"place:{place}", journey.coi) != journey.coi:
        raise Refused("place_taken", place=place)
    if facts.kept.get(place, journey.coi) != journey.coi:
        raise Refused("place_kept", place=place)
    at_hospital = authority.person(journey, facts).site == journey.site
    if at_hospital and place in facts.unmapped:
        raise Refused("place_unknown", place=place)


def stored(journey: Journey, entry: Entry) -> Journey:
    """Fold: the container stands at its position."""
    place = entry.data["place"]
    container = journey.containers[entry.data["container"]]
    return journey.with_containers(
        [replace(container, stored=place, place=place, unstored_since=None)]
    )


def take(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Take a container out of storage, with the reason."""
    container = custody.require_holder(journey, facts, facts.data["container"])
    if not container.stored:
        raise Refused("not_stored", container=container.id)
    return (Event(facts.kind, {**facts.data, "place": container.stored}),)


def taken(journey: Journey, entry: Entry) -> Journey:
    """Fold: the position is free again, and for frozen cells the clock runs."""
    container = journey.containers[entry.data["container"]]
    since = entry.happened_at if container.frozen_at else None
    out = replace(container, stored="", place=entry.by.site, unstored_since=since)
    return journey.with_containers([out])
