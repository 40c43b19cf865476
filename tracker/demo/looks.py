"""Who has looked at a patient of the demonstration, and what did two people set right about them?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from tracker.actions import identity_changes, naming, recording
from tracker.demo.people import Account
from tracker.domain.events import Signing
from tracker.store import patients

MEANING: Final = "I saw proof of who this patient is, and this change is right."

LOOKS: Final = (
    ("cora", 50, "journey"),
    ("dana", 30, "journey"),
    ("nora", 26, "collection page"),
)
"""Who looked, how many hours ago, and at which page."""


def fill(coi: str, accounts: Mapping[str, Account], now: datetime) -> None:
    """Correct a mistyped record number with two signatures, and let the team have looked."""
    patient = patients.of(coi)
    assert patient is not None, "every journey of the demonstration has its patient"
    first, second = accounts["cora"].actor, accounts["dana"].actor
    written = {
        "name": patient.name,
        "birth_date": patient.birth_date.isoformat(),
        "record_number": patient.record_number.replace("-0", "-1", 1),
    }
    signings = (Signing(first, MEANING), Signing(second, MEANING, answers=written))
    wish = identity_changes.Wish(coi, first, "mistyped", signings)
    asked = recording.request(now - timedelta(hours=48))
    identity_changes.carry_out("corrected", wish, asked, written)
    for who, hours, what in LOOKS:
        at = recording.request(now - timedelta(hours=hours))
        naming.patient(coi, accounts[who].actor, at, what)
