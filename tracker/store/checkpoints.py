"""Which entries are under a signed checkpoint, and what did each checkpoint say?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, insert, select

from tracker.domain import checkpoint
from tracker.domain.checkpoint import Checkpoint
from tracker.domain.merkle import root
from tracker.store.db import clashing, db
from tracker.store.signing import NAME, signer
from tracker.store.tables import CheckpointRow, EntryRow, LeafRow

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Leaf:
    """An entry's place in the tree over all journeys."""

    position: int
    coi: str
    seq: int
    digest: str


def write(now: datetime) -> str:
    """Put every entry outside the tree into it, and return the signed note over the whole tree.

    Call it in a transaction of its own. Raises Clash when another process is doing the same.
    The last note is returned again when nothing has been added since.
    """
    size = _size()
    rows = db.session.execute(
        _outside(select(EntryRow.coi, EntryRow.seq, EntryRow.digest))
    ).all()
    last = latest()
    if last is not None and not rows:
        return last
    added = [
        {"position": position, "coi": row.coi, "seq": row.seq, "digest": row.digest}
        for position, row in enumerate(rows, start=size)
    ]
    with clashing():
        if added:
            db.session.execute(insert(LeafRow), added)
    note = signer().sign_note(checkpoint.text(_whole_tree()))
    db.session.execute(
        insert(CheckpointRow).values(size=size + len(added), note=note, written_at=now)
    )
    return note


def latest() -> str | None:
    """Return the newest signed note."""
    return db.session.execute(
        select(CheckpointRow.note).order_by(CheckpointRow.id.desc()).limit(1)
    ).scalar()


def notes() -> tuple[str, ...]:
    """Return every signed note, oldest first."""
    return tuple(db.session.scalars(select(CheckpointRow.note).order_by(CheckpointRow.id)))


def leaves() -> tuple[Leaf, ...]:
    """Return the whole tree's leaves in order."""
    columns = (LeafRow.position, LeafRow.coi, LeafRow.seq, LeafRow.digest)
    rows = db.session.execute(select(*columns).order_by(LeafRow.position))
    return tuple(Leaf(*row) for row in rows)


def leaf_hash(leaf: Leaf) -> bytes:
    return checkpoint.leaf(leaf.coi, leaf.seq, leaf.digest)


def oldest_outside() -> datetime | None:
    """Return when the oldest entry that is under no checkpoint was recorded."""
    return db.session.scalars(_outside(select(EntryRow.recorded_at)).limit(1)).first()


def _outside(columns: Select[*Columns]) -> Select[*Columns]:
    """Take the entries that have no leaf, oldest first.

    By what is missing and not by the last number seen: of two transactions the one that took
    the lower number may be the one that commits later.
    """
    known = and_(LeafRow.coi == EntryRow.coi, LeafRow.seq == EntryRow.seq)
    return (
        columns.outerjoin_from(EntryRow, LeafRow, known)
        .where(LeafRow.position.is_(None))
        .order_by(EntryRow.id)
    )


def _size() -> int:
    return db.session.execute(select(func.count()).select_from(LeafRow)).scalar_one()


def _whole_tree() -> Checkpoint:
    hashes = [leaf_hash(leaf) for leaf in leaves()]
    return Checkpoint(NAME, len(hashes), root(hashes))
