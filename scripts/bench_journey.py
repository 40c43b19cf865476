"""Which journey do the measurements stand on?"""

from collections.abc import Iterable
from datetime import UTC, datetime

from tracker.actions import opening, recording
from tracker.demo.people import Account
from tracker.demo.tale import MEANING, Attempt, Tale
from tracker.domain import chain
from tracker.domain.events import Signing
from tracker.domain.journey import Journey
from tracker.reads import journeys
from tracker.store import derived, log, patients
from tracker.store.db import db, writing

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


def clone(told: Journey, numbers: Iterable[int]) -> None:
    """Write the same history under other identifiers, through the log and the derived tables."""
    bodies = [chain.body(entry) for entry in log.load(told.coi)]
    writing()
    for number in numbers:
        if number % 50 == 1:
            db.session.commit()
            writing()
        own = [chain.read(renamed(body, told, number)) for body in bodies]
        sealed = log.append(own, request_id="bench")
        found = journeys.derive(tuple(own))
        derived.refresh(found, (own[-1].seq, sealed[-1].digest), limits=None)
    db.session.commit()


def renamed(body: str, told: Journey, number: int) -> str:
    """Return an entry's text as it would stand in the journey of this number."""
    din = next(iter(told.collections))
    serial = f"{number:04d}"
    for old, new in (
        (told.coi, coi_of(told, number)),
        (told.donor, f"{told.donor[:-8]}{90000000 + number}"),
        (din, f"{din[:-6]}{500000 + number}"),
        ("-T1-R1-B01-", f"-T1-R1-{serial}X-"),
    ):
        body = body.replace(old, new)
    return body


def coi_of(told: Journey, number: int) -> str:
    """Return the identifier of the journey of this number."""
    return f"{told.coi[:-6]}{100000 + number}"
