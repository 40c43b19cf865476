"""What was scanned, whose is it, and what may be done with it now?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tracker.actions import recording
from tracker.domain import custody, next_steps, visit_dates
from tracker.domain.events import Actor, Entry, Event, Facts
from tracker.domain.identity import container_of
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.photographs import Symbol, chosen
from tracker.domain.refused import Refused
from tracker.domain.scans import Scan, means, read, require_accounted, shipper
from tracker.reads import journeys
from tracker.store import board, log, scanned
from tracker.store.db import db, writing


@dataclass(frozen=True)
class Found:
    """What one scan leads to. `container` is None for a wristband, an order sheet or a shipper.

    `unfit` says why nobody may use it, although it is this patient's.
    """

    scan: Scan
    told: journeys.Told
    container: Container | None
    steps: tuple[next_steps.Step, ...]
    unfit: Refused | None = None


@dataclass(frozen=True)
class Look:
    """One scan to be looked up: `means` as the page knows it, `reason` for what was typed.

    `linear` says that a camera read nothing but a barcode of lines, which may be misread; `shipment` is
    the shipper it came out of, where one is being received.
    """

    raw: str
    expect: str = ""
    means: str = ""
    reason: str = ""
    linear: bool = False
    shipment: str = ""


def ours(what: Look, actor: Actor, asked: recording.Request) -> Found:
    """Return what was scanned. Raises Refused, and keeps the scan, when it is not what was expected.

    Nothing is counted, and what is unfit may come: the entry that follows counts and judges it.
    """
    return _or_kept(_found, what, actor, asked)


def sought(what: Look, actor: Actor, asked: recording.Request) -> Found:
    """Return what was scanned to find where it belongs, as `ours` does, and count the scan.

    What is unfit may be looked for: nobody is about to use it, so nothing was nearly missed.
    """
    found = ours(what, actor, asked)
    _count(what, found, actor, asked)
    return found


def _or_kept(
    find: Callable[[Look, Actor], Found], what: Look, actor: Actor, asked: recording.Request
) -> Found:
    try:
        return find(what, actor)
    except Refused as refused:
        _keep(what, actor, refused, asked)
        raise


def look(what: Look, actor: Actor, asked: recording.Request) -> Found:
    """Return what was scanned, as `judged` does. Raises Refused for what nobody may use, too."""
    found = judged(what, actor, asked)
    if found.unfit is not None:
        raise found.unfit
    return found


def judged(what: Look, actor: Actor, asked: recording.Request) -> Found:
    """Return what was scanned. Raises Refused, and keeps the scan, when it is not what was expected.

    What is this patient's but used, damaged, quarantined or expired is returned as `unfit`, so that
    a page can say whose it is, and kept in its own journey as a refused scan.

    A scan of another patient's journey than expected is an identity mismatch and is recorded in the
    journey that was expected: that is where the wrong bag nearly went.
    """
    found = _or_kept(_shipper if shipper(what.raw) else _found, what, actor, asked)
    if found.container is not None:
        today = visit_dates.local(asked.now, found.told.site)
        found = replace(found, unfit=custody.unfit(found.container, today))
    if found.unfit is not None:
        _keep(replace(what, expect=found.told.journey.coi), actor, found.unfit, asked)
    else:
        _count(what, found, actor, asked)
    return found


def photographed(
    seen: Sequence[Symbol], what: Look, actor: Actor, asked: recording.Request
) -> Found:
    """Return what a camera saw, as `judged` does. Raises Refused, and keeps what was seen."""
    every = "\n".join(symbol.text for symbol in seen)
    try:
        counted = chosen(seen)
    except Refused as refused:
        _keep(replace(what, raw=every), actor, refused, asked)
        raise
    return judged(replace(what, raw=counted.text, linear=not counted.square), actor, asked)


def read_by_camera(seen: Sequence[Symbol], actor: Actor, asked: recording.Request) -> str:
    """Return the text that counts of what a camera saw, for an entry to judge.

    Raises Refused, and keeps what was seen, when nothing counts. A code of lines counts only when
    its containers are on their way, as at a look-up; of a shipper's label only the square code does.
    """
    every = Look("\n".join(symbol.text for symbol in seen), means="camera")
    try:
        counted = chosen(seen)
        if shipper(counted.text) is None:
            read(counted.text)
        if not counted.square:
            _found(replace(every, raw=counted.text, linear=True), actor)
    except Refused as refused:
        _keep(every, actor, refused, asked)
        raise
    return counted.text.strip()


def _found(what: Look, actor: Actor) -> Found:
    raw, expect = what.raw, what.expect
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
    require_accounted(read_, what.means, what.reason)
    container = container_of(told.journey, read_)
    if what.linear and not _awaited(told.journey, read_):
        raise Refused("linear_unconfirmed")
    if read_.product and container is None:
        raise Refused("container_unknown", container=f"{read_.din} {read_.product}")
    steps = next_steps.steps(told.journey, told.protocol)
    if container is not None:
        steps = next_steps.with_container(steps, container.id)
    return Found(read_, told, container, steps)


def _shipper(what: Look, actor: Actor) -> Found:
    """Return the journey of a shipper's label. Raises Refused for one that nobody here knows."""
    scan = shipper(what.raw)
    assert scan is not None, "asked for labels of shippers alone"
    if what.expect and scan.coi != what.expect:
        raise mismatch(what.expect, scan.coi)
    line = board.one(scan.coi)
    told = journeys.tell(scan.coi) if line and journeys.may_see(actor, line.summary) else None
    if told is None or scan.shipment not in told.journey.shipments:
        raise Refused("unknown_shipment", shipment=scan.shipment)
    require_accounted(scan, what.means, what.reason)
    return Found(scan, told, None, ())


def mismatch(expected: str, scanned: str) -> Refused:
    """Return the refusal nobody can override, with the evidence to keep."""
    words = {"expected": expected, "scanned": scanned}
    kept_event = Event(Kind.IDENTITY_MISMATCH, {**words, "attempted": "scan"})
    return Refused("identity_mismatch", keep=kept_event, **words)


def _awaited(journey: Journey, scan: Scan) -> bool:
    """Say whether containers of this donation are still on their way: else lines were misread."""
    return not journey.closed and any(
        container.din == scan.din and not container.final
        for container in journey.containers.values()
    )


def _count(what: Look, found: Found, actor: Actor, asked: recording.Request) -> None:
    """Count a scan that was answered, so that refusals have something to be compared with."""
    writing()
    journey = found.told.journey
    read_by = means(what.raw, what.means)
    parts = (journey.site, journey.coi, read_by, what.raw, "", what.reason, asked.id)
    scanned.keep((scanned.Scanned(asked.now, actor.id, *parts),))
    db.session.commit()


def _keep(what: Look, actor: Actor, refused: Refused, asked: recording.Request) -> None:
    """Keep the scan with the journey it was refused for, or apart where there is none."""
    if not what.expect or not _evidence(what, actor, refused, asked):
        stray = recording.Stray(what.raw, refused.code, what.means, what.reason)
        recording.keep_stray(stray, actor, asked)


def _evidence(
    what: Look, actor: Actor, refused: Refused, asked: recording.Request
) -> tuple[Entry, ...]:
    expect = what.expect
    line = board.one(expect)
    if line is None or not journeys.may_see(actor, line.summary):
        return ()
    log.writing(expect)
    told = journeys.tell(expect)
    said = {what.raw: what.means}
    kind = Kind.SHIPMENT_RECEIVED if what.shipment else Kind.SCAN_REFUSED
    about = {"shipment": what.shipment} if what.shipment else {}
    facts = Facts(kind, asked.now, about, actor, told.site, (what.raw,), means=said)
    return recording.keep_evidence(told, facts, refused, asked)
