"""When is a journey over? When every container has a final place and every label is accounted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from tracker.domain import labelling, lots, return_visit
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Journey
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

DIED: Final = "died"
"""The outcome after which nobody is written to, and no news is told."""


def close(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Close the journey with its outcome, once nothing is left to account for."""
    _require_outcome(journey, facts)
    if left := sorted(container.id for container in journey.present()):
        raise Refused("containers_not_final", containers=", ".join(left))
    if lot := next(lots.running(journey), None):
        raise Refused("lot_running", lot=lot.id)
    labelling.require_reconciled(journey)
    if deviation := next(journey.open_deviations(), None):
        raise Refused("deviation_open", deviation=deviation.id)
    if journey.visit is not None and journey.visit.state != return_visit.PROVISIONAL:
        raise Refused("visit_open", visit=journey.visit.id)
    return (Event(facts.kind, facts.data),)


def _require_outcome(journey: Journey, facts: Facts) -> None:
    outcome = facts.data["outcome"]
    infused = any(item.state == "infused" for item in journey.containers.values())
    if outcome == "completed" and not infused:
        raise Refused("outcome_mismatch", outcome=outcome, why="no cells have been given")
    if outcome == "not_a_candidate" and journey.collections:
        why = "cells have been collected; choose not_proceeding"
        raise Refused("outcome_mismatch", outcome=outcome, why=why)
    if outcome != "completed" and not facts.data.get("reason"):
        raise Refused("reason_missing", field="reason")


def closed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the journey is over. What a clinician should tell stays owed, but not to the dead."""
    outcome = entry.data["outcome"]
    owed = () if outcome == DIED else journey.owed
    return replace(journey, closed=outcome, owed=owed)
