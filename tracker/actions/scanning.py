"""What was scanned, whose is it, and what may be done with it now?"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.actions import recording
from tracker.domain import next_steps
from tracker.domain.events import Actor, Entry, Event, Facts
from tracker.domain.identity import container_of
from tracker.domain.journey import Container
from tracker.domain.kinds import Kind
from tracker.domain.recording import kept
from tracker.domain.refused import Refused
from tracker.domain.scans import Scan, read
from tracker.reads import journeys
from tracker.store import board, log


@dataclass(frozen=True)
class Found:
    """What one scan leads to. `container` is None for a wristband or an order sheet."""

    scan: Scan
    told: journeys.Told
    container: Container | None
    steps: tuple[next_steps.Step, ...]


def scan(raw: str, actor: Actor, asked: recording.Request, *, expect: str = "") -> Found:
    """Return what was scanned. Raises Refused, and keeps the scan, when it is not what was expected.

    A scan of another patient's journey than `expect` is an identity mismatch and is recorded in the
    journey that was expected: that is where the wrong bag nearly went.
    """
    try:
        return _found(raw, actor, expect)
    except Refused as refused:
        _keep(raw, actor, refused, expect, asked)
        raise


def _found(raw: str, actor: Actor, expect: str) -> Found:
    read_ = read(raw)
    owners = journeys.owner(read_.values)
    cois = set(owners.values())
    if expect and cois != {expect}:
        scanned = ", ".join(sorted(cois)) or "something no journey knows"
        raise mismatch(expect, scanned)
    if len(cois) > 1:
        raise mismatch(min(cois), max(cois))
    if not cois:
        raise Refused("identifier_unknown", start=raw.strip()[:2])
    told = journeys.seen_by(actor, cois.pop())
    container = container_of(told.journey, read_)
    if read_.product and container is None:
        raise Refused("container_unknown", container=f"{read_.din} {read_.product}")
    steps = next_steps.steps(told.journey, told.protocol)
    if container is not None:
        steps = tuple(step for step in steps if container.id in {*step.containers, ""})
    return Found(read_, told, container, steps)


def mismatch(expected: str, scanned: str) -> Refused:
    """Return the refusal nobody can override, with the evidence to keep."""
    words = {"expected": expected, "scanned": scanned}
    kept_event = Event(Kind.IDENTITY_MISMATCH, {**words, "attempted": "scan"})
    return Refused("identity_mismatch", keep=kept_event, **words)


def _keep(
    raw: str, actor: Actor, refused: Refused, expect: str, asked: recording.Request
) -> None:
    """Keep the scan with the journey it was refused for, or apart where there is none."""
    entry = _evidence(raw, actor, refused, expect, asked) if expect else None
    if entry is None:
        recording.keep_stray(raw, actor, refused.code, asked)


def _evidence(
    raw: str, actor: Actor, refused: Refused, expect: str, asked: recording.Request
) -> Entry | None:
    line = board.one(expect)
    if line is None or not journeys.may_see(actor, line.summary):
        return None
    log.writing(expect)
    told = journeys.tell(expect)
    facts = Facts(Kind.SCAN_REFUSED, asked.now, {}, actor, told.site, (raw,))
    entry = kept(told.journey, facts, refused, asked.now)
    if entry is not None:
        recording.write(told.journey, told.protocol, (entry,), asked)
    return entry
