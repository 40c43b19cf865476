"""What happened on a journey, line by line, as it stands in the log?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.domain import chain
from tracker.domain.events import Entry
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.specs import SPECS
from tracker.store import log

STOPPED: Final = {
    Kind.IDENTITY_MISMATCH: "Stopped: not this patient's",
    Kind.SCAN_REFUSED: "Scan refused",
}
EVIDENCE: Final = frozenset(STOPPED)
"""What is kept of refused attempts."""


@dataclass(frozen=True)
class Line:
    """One entry with its seal. `struck_by` is the number of the entry that struck it, or 0."""

    entry: Entry
    title: str
    seal: str
    struck_by: int

    @property
    def near_miss(self) -> bool:
        """Say whether this is evidence of something stopped in time."""
        return self.entry.kind in EVIDENCE


def of(
    coi: str, entries: tuple[Entry, ...], protocol: Protocol | None = None
) -> tuple[Line, ...]:
    """Return the history of a journey, the latest first; with a protocol, milestones by their titles."""
    seals = {line.seq: chain.seal(line.digest) for line in log.bodies(coi)}
    struck = {
        entry.data["struck"]: entry.seq for entry in entries if entry.kind is Kind.ENTRY_STRUCK
    }
    return tuple(
        Line(entry, _title(entry, protocol), seals[entry.seq], struck.get(entry.seq, 0))
        for entry in reversed(entries)
    )


def _title(entry: Entry, protocol: Protocol | None) -> str:
    if protocol is not None and entry.kind is Kind.MILESTONE_REACHED:
        return protocol.by_code[entry.data["milestone"]].title
    return STOPPED.get(entry.kind, SPECS[entry.kind].title)


def seal_of(coi: str, seq: int) -> str:
    """Return the seal of one entry, as labels print it."""
    return next(chain.seal(line.digest) for line in log.bodies(coi) if line.seq == seq)


def was_answered(coi: str, request_id: str) -> bool:
    """Say whether a request already made an entry; evidence of its refusal is no answer."""
    return any(
        line.request_id == request_id and chain.read(line.body).kind not in EVIDENCE
        for line in log.bodies(coi)
    )
