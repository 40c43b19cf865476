"""Entries made by hand: the log does not ask whether a rule would allow them."""

from datetime import UTC, datetime, timedelta

from tracker.domain.events import Entry, Person
from tracker.domain.kinds import Kind

COI = "CHA999926000001"
OTHER = "CHA999926000002"
NORA = Person(id="s-nora", name="Nora Lind", role="apheresis_nurse", site="ROC")
OPENED = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)


def entry(coi: str, seq: int, note: str = "ñ, 37 °C and a \N{DROP OF BLOOD}") -> Entry:
    """Return one entry of a journey; equal arguments give equal entries."""
    moment = OPENED + timedelta(minutes=seq)
    kind = Kind.JOURNEY_OPENED if seq == 1 else Kind.CELLS_COUNTED
    return Entry(
        coi=coi,
        seq=seq,
        kind=kind,
        happened_at=moment,
        recorded_at=moment,
        by=NORA,
        data={"tnc_e6": 9000 + seq, "note": note},
        scans=("=A99992600004200",),
    )


def run(coi: str, length: int, *, first: int = 1) -> tuple[Entry, ...]:
    """Return consecutive entries of a journey."""
    return tuple(entry(coi, seq) for seq in range(first, first + length))
