"""Where does a journey's chain of entries stand, and what exactly do they say?"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain import chain
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import board, log
from tracker.store.log import Line, Sealed

__all__ = ["Line", "Part", "Sealed", "before", "head", "head_told", "part"]


@dataclass(frozen=True)
class Part:
    """Some rows of a chain exactly as they are stored, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int


def head(actor: Actor, coi: str) -> str:
    """Return the digest of a journey's last entry, without reading the others.

    Raises Refused `not_found` where there is no such journey, or it is not theirs to see.
    """
    line = board.one(coi)
    if line is None or not journeys.may_see(actor, line.summary):
        raise Refused("not_found")
    return line.head_digest


def head_told(told: journeys.Told) -> str:
    """Return the digest of the last entry a journey was told from, whatever was written since."""
    digest = chain.START
    for entry in told.entries:
        digest = chain.digest(digest, chain.body(entry))
    return digest


def part(actor: Actor, coi: str, *, after: int, limit: int) -> Part:
    """Return up to `limit` entries that follow entry number `after`. Raises Refused, log.Broken."""
    head(actor, coi)
    lines = log.bodies(coi)
    log.read_checked(coi, lines)
    wanted = [line for line in lines if line.seq > after][:limit]
    return Part(tuple(wanted), len(lines))


def before(coi: str, seq: int) -> str:
    """Return what entry `seq` of a journey is linked to: the digest of the entry before it."""
    return next(line.prev for line in log.bodies(coi) if line.seq == seq)
