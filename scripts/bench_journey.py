"""Which journey do the measurements stand on?"""

from datetime import UTC, datetime

from tracker.actions import opening, recording
from tracker.demo.people import Account
from tracker.demo.tale import MEANING, Attempt, Tale
from tracker.domain.events import Signing
from tracker.domain.journey import Journey
from tracker.reads import journeys
from tracker.store import patients

START = datetime(2026, 3, 2, 14, tzinfo=UTC)


def told(accounts: dict[str, Account], until: str) -> Journey:
    """Tell one journey to the end of a chapter, through the service's own front door."""
    desk = accounts["cora"].actor
    patient = patients.Patient(patients.new_id(), "Bench Mark", START.date(), "SYNTHETIC-0")
    signed = (Signing(desk, MEANING),)
    wish = opening.Opening("example-frozen", "RST", patient, desk, signed, indication="LBCL")
    coi = opening.open_journey(wish, recording.request(START)).entry.coi

    def submit(attempt: Attempt) -> None:
        signed = attempt.signings(lambda name: accounts[name].actor)
        parts = (coi, attempt.kind.value, attempt.happened_at, attempt.data)
        who = accounts[attempt.who].actor
        claim = recording.Claim(*parts, who, attempt.scans, signed)
        recording.record(claim, recording.request(attempt.happened_at))

    protocol = journeys.library().latest("example-frozen")
    tale = Tale(protocol, submit, lambda: journeys.tell(coi).journey, START, "A9990")
    tale.tell(until)
    return journeys.tell(coi).journey
