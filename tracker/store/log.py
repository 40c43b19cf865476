"""What happened on a journey? The only writer of entries, and the only reader of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from tracker.domain import chain
from tracker.domain.events import Entry
from tracker.store.db import Clash, clashing, db, writing
from tracker.store.signing import signer
from tracker.store.tables import EntryRow

__all__ = [
    "Broken",
    "Clash",
    "History",
    "Line",
    "Sealed",
    "append",
    "bodies",
    "head",
    "journeys",
]
__all__ += ["load", "read_checked", "read_on", "writing"]


class Broken(Exception):
    """A journey's entries are not what was written. Nothing may be built on them."""

    def __init__(self, coi: str, seq: int, why: str) -> None:
        self.coi = coi
        self.seq = seq
        self.why = why
        super().__init__(f"journey {coi}, entry {seq}: {why}")


@dataclass(frozen=True)
class Sealed:
    """An entry as it now stands in the log. `seal` is what labels print."""

    entry: Entry
    digest: str
    seal: str


@dataclass(frozen=True)
class Line:
    """A stored row, exactly as it is: what dossiers and auditors get."""

    seq: int
    body: str
    prev: str
    digest: str
    signature: str
    request_id: str
    recorded_at: datetime


@dataclass(frozen=True)
class History:
    """A journey's entries as they were read and checked, with the digest of the last."""

    entries: tuple[Entry, ...] = ()
    digest: str = chain.START


def load(coi: str) -> tuple[Entry, ...]:
    """Return a journey's entries, oldest first, checked while reading. Raises Broken."""
    return read_on(coi, History()).entries


def read_on(coi: str, known: History) -> History:
    """Return what was known of a journey with what was written since. Raises Broken.

    Every new text is hashed, but only the last signature is verified: it covers the last digest,
    and that covers all before it. A forged entry can neither be read nor built upon. Where the log
    does not hold the last entry known (its writing was rolled back), all is read again.
    """
    lines = bodies(coi, since=len(known.entries))
    if known.entries:
        if not lines or lines[0].digest != known.digest:
            return read_on(coi, History())
        lines = lines[1:]
    if not lines:
        return known
    if not signer().signed(lines[-1].digest, lines[-1].signature):
        raise Broken(coi, lines[-1].seq, "it does not carry our signature")
    after = (len(known.entries), known.digest)
    return History(known.entries + read_checked(coi, lines, after=after), lines[-1].digest)


def read_checked(
    coi: str, lines: Sequence[Line], *, after: tuple[int, str] = (0, chain.START)
) -> tuple[Entry, ...]:
    """Return the entries in these rows. Raises Broken where they are no chain of `coi`."""
    rows = ((row.seq, row.body, row.prev, row.digest) for row in lines)
    broken = chain.first_break(rows, after=after)
    if broken is not None:
        raise Broken(coi, *broken)
    return tuple(_read(coi, row) for row in lines)


def head(coi: str) -> tuple[int, str]:
    """Return the number and digest of a journey's last entry; (0, START) before the first."""
    row = db.session.execute(
        select(EntryRow.seq, EntryRow.digest)
        .where(EntryRow.coi == coi)
        .order_by(EntryRow.seq.desc())
        .limit(1)
    ).first()
    return (row.seq, row.digest) if row else (0, chain.START)


def append(entries: Sequence[Entry], *, request_id: str) -> tuple[Sealed, ...]:
    """Write the next entries of one journey. Raises Clash when somebody else wrote first.

    The unique key (coi, seq) is the whole concurrency control: after a clash roll back, load
    again and ask the rule again.
    """
    if not entries:
        return ()
    seq, prev = head(entries[0].coi)
    sealed: list[Sealed] = []
    rows: list[dict[str, object]] = []
    for expected, entry in enumerate(entries, start=seq + 1):
        assert entry.coi == entries[0].coi, "one journey at a time"
        if entry.seq != expected:
            raise Clash(f"journey {entry.coi} now stands at entry {seq}")
        row = _row(entry, prev, request_id)
        prev = str(row["digest"])
        rows.append(row)
        sealed.append(Sealed(entry, prev, chain.seal(prev)))
    with clashing():
        db.session.execute(insert(EntryRow), rows)
    return tuple(sealed)


def bodies(coi: str, *, since: int = 0) -> tuple[Line, ...]:
    """Return a journey's rows from number `since` on, exactly as they are stored and unchecked."""
    columns = (EntryRow.seq, EntryRow.body, EntryRow.prev, EntryRow.digest)
    more = (EntryRow.signature, EntryRow.request_id, EntryRow.recorded_at)
    rows = db.session.execute(
        select(*columns, *more)
        .where(EntryRow.coi == coi, EntryRow.seq >= since)
        .order_by(EntryRow.seq)
    )
    return tuple(Line(*row) for row in rows)


def journeys() -> tuple[str, ...]:
    """Return every journey there is, in order of its identifier."""
    return tuple(db.session.scalars(select(EntryRow.coi).distinct().order_by(EntryRow.coi)))


def _row(entry: Entry, prev: str, request_id: str) -> dict[str, object]:
    text = chain.body(entry)
    # What could not be read back as it was written must never be kept.
    assert chain.body(chain.read(text)) == text, "an entry must read back as it was written"
    digest = chain.digest(prev, text)
    return {
        "coi": entry.coi,
        "seq": entry.seq,
        "body": text,
        "prev": prev,
        "digest": digest,
        "signature": signer().sign_digest(digest),
        "request_id": request_id,
        "recorded_at": entry.recorded_at,
    }


def _read(coi: str, row: Line) -> Entry:
    """Return the entry in a row whose columns say the same as its text."""
    try:
        entry = chain.read(row.body)
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(coi, row.seq, "its text is not an entry") from error
    if (entry.coi, entry.seq) != (coi, row.seq):
        raise Broken(coi, row.seq, f"its text belongs to {entry.coi}, entry {entry.seq}")
    if entry.recorded_at != row.recorded_at.replace(microsecond=0):
        raise Broken(coi, row.seq, "its time is not the one in its text")
    return entry
