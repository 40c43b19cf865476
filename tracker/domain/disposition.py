"""May this lot be given? Two people decide, and only their signed release opens the return visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tracker.domain import holds, lots, return_visit
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Journey, Lot, Reached
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

RELEASES = frozenset({"released", "released_under_exception"})


def test(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record one release test of a filled lot."""
    lot = lots.find(journey, facts.data["lot"])
    if lot.state in {"terminated", "rejected"}:
        raise Refused("lot_state", lot=lot.id, state=lot.state)
    if facts.data["test"] not in protocol.release_tests:
        raise Refused("not_in_protocol", what=facts.data["test"])
    return (Event(facts.kind, facts.data),)


def tested(journey: Journey, entry: Entry) -> Journey:
    """Fold: the latest result of this test; with the first one, the lot is being tested."""
    lot = journey.lots[entry.data["lot"]]
    first = lot.tested or Reached(entry.happened_at, entry.seq, bool(entry.scans))
    tests = {**lot.tests, entry.data["test"]: entry.data["result"]}
    return journey.with_lot(replace(lot, tests=tests, tested=first))


def decide(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Decide a lot's disposition; a release proposes the return visit in the same breath."""
    lot = lots.find(journey, facts.data["lot"])
    decision = facts.data["decision"]
    if lot.state in {"terminated", "rejected"} or lot.state == decision:
        raise Refused("lot_state", lot=lot.id, state=lot.state)
    if decision != "released" and not facts.data.get("reason"):
        raise Refused("reason_missing", field="reason")
    decided = Event(facts.kind, facts.data)
    if decision not in RELEASES:
        return (decided,)
    _require_releasable(journey, protocol, facts, lot)
    if journey.visit is not None and journey.visit.state != return_visit.PROVISIONAL:
        return (decided,)
    return (decided, return_visit.proposal(journey, protocol, facts))


def _require_releasable(journey: Journey, protocol: Protocol, facts: Facts, lot: Lot) -> None:
    if not lot.bags:
        raise Refused("lot_not_filled", lot=lot.id)
    holds.require_none_on(journey, lot.consumed)
    if deviation := next(journey.open_deviations(), None):
        raise Refused("deviation_open", deviation=deviation.id)
    if not facts.data.get("certificate_digest"):
        raise Refused(
            "field_missing", field="certificate_digest", label="digest of the certificate"
        )
    open_tests = [name for name in protocol.release_tests if lot.tests.get(name) != "pass"]
    if open_tests and facts.data["decision"] == "released":
        raise Refused("tests_open", lot=lot.id, tests=", ".join(open_tests))


def decided(journey: Journey, entry: Entry) -> Journey:
    """Fold: the lot is released, or it is not."""
    lot = journey.lots[entry.data["lot"]]
    decision = entry.data["decision"]
    if decision in RELEASES:
        lot = replace(lot, state=decision, released_at=entry.happened_at)
        return journey.with_lot(lot)
    lot = replace(lot, state=decision, released_at=None, ended_at=None, ended_seq=0)
    if decision != "rejected":
        return journey.with_lot(lot)
    lot = replace(lot, ended_at=entry.happened_at, ended_seq=entry.seq)
    return return_visit.without_provisional(journey).with_lot(lot)


def waiting(journey: Journey) -> bool:
    """Say whether a release still waits for a visit that the coordinator has confirmed."""
    if journey.released is None or journey.stopped or not journey.open:
        return False
    return not any(visit.firm for visit in journey.visits.values())
