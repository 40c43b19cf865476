"""Is the whole log what was written, and does everything around it agree?

Each way of tampering is seen by a check of its own: a changed text by its digest, a missing
middle by the numbers, a foreign entry by its signature, and a cut-off end or a vanished journey
by the board and by the checkpoints, which remember what there was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain import checkpoint, merkle
from tracker.domain.refused import Refused
from tracker.store import board, checkpoints, derived, log
from tracker.store.checkpoints import Leaf
from tracker.store.db import steady
from tracker.store.derived import Derive
from tracker.store.log import Broken, Line
from tracker.store.signing import NAME, signer


@dataclass(frozen=True)
class Fault:
    """The first thing found wrong. `coi` is "" and `seq` 0 where no one entry is at fault."""

    coi: str
    seq: int
    why: str

    def __str__(self) -> str:
        if not self.coi:
            return self.why
        return f"journey {self.coi}, entry {self.seq}: {self.why}"


@dataclass(frozen=True)
class Verdict:
    """How many entries were checked, and the first fault if there is one."""

    entries: int
    fault: Fault | None


def whole_log(derive: Derive, *, outside: str | None = None) -> Verdict:
    """Check every chain, signature, derived row and checkpoint.

    `outside` is a checkpoint somebody else kept: the log must still contain all it stood for.
    """
    steady()
    heads: dict[str, tuple[int, str]] = {}
    digests: dict[tuple[str, int], str] = {}
    for coi in log.journeys():
        lines = log.bodies(coi)
        fault = _fault_of_journey(coi, lines, derive)
        if fault is not None:
            return Verdict(len(digests), fault)
        heads[coi] = lines[-1].seq, lines[-1].digest
        digests |= {(coi, line.seq): line.digest for line in lines}
    for fault in (*_vanished(heads), *_faults_of_tree(digests, outside)):
        return Verdict(len(digests), fault)
    return Verdict(len(digests), None)


def _fault_of_journey(coi: str, lines: Sequence[Line], derive: Derive) -> Fault | None:
    try:
        entries = log.read_checked(coi, lines)
    except Broken as broken:
        return Fault(coi, broken.seq, broken.why)
    for line in lines:
        if not signer().signed(line.digest, line.signature):
            return Fault(coi, line.seq, "it does not carry our signature")
    try:
        wrong = derived.fault(derive(entries), (lines[-1].seq, lines[-1].digest))
    except Refused as refused:
        wrong = refused.sentence
    return Fault(coi, lines[-1].seq, wrong) if wrong else None


def _vanished(heads: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    """Find journeys the board remembers and the log does not."""
    wanted = board.Wanted(open_only=False)
    for line in board.find(wanted, limit=board.count(wanted)):
        if line.summary.coi not in heads:
            yield Fault(
                line.summary.coi, 1, "the board shows it, but the log has no entry of it"
            )


def _faults_of_tree(
    digests: dict[tuple[str, int], str], outside: str | None
) -> Iterator[Fault]:
    leaves = checkpoints.leaves()
    yield from _faults_of_leaves(leaves, digests)
    hashes = [checkpoints.leaf_hash(leaf) for leaf in leaves]
    for note in (*checkpoints.notes(), *([outside] if outside is not None else [])):
        why = _fault_of_note(note, hashes)
        if why:
            yield Fault("", 0, why)


def _faults_of_leaves(
    leaves: Sequence[Leaf], digests: dict[tuple[str, int], str]
) -> Iterator[Fault]:
    for expected, leaf in enumerate(leaves):
        if leaf.position != expected:
            yield Fault("", 0, f"leaf {expected} of the tree over all journeys is missing")
        found = digests.get((leaf.coi, leaf.seq))
        if found is None:
            yield Fault(
                leaf.coi, leaf.seq, "it is under a checkpoint, but no longer in the log"
            )
        elif found != leaf.digest:
            yield Fault(leaf.coi, leaf.seq, "it is not the entry that is under a checkpoint")


def _fault_of_note(note: str, hashes: Sequence[bytes]) -> str:
    text = signer().open_note(note)
    if text is None:
        return "a checkpoint does not carry our signature"
    stated = checkpoint.read(text)
    if stated.origin != NAME:
        return f"a checkpoint speaks of another log, {stated.origin}"
    if stated.size > len(hashes):
        return f"a checkpoint stands for {stated.size} entries, the tree has only {len(hashes)}"
    if merkle.root(hashes[: stated.size]) != stated.root:
        return f"the first {stated.size} entries are not those a checkpoint stands for"
    return ""
