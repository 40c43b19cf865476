"""Who signed what, when and with which meaning, and whose signature is still awaited?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain import authority, authority_table, signatures
from tracker.domain.authority_table import EVERYWHERE, Action
from tracker.domain.events import Actor, Facts, Signature
from tracker.domain.kinds import Kind, Role
from tracker.domain.next_steps import Step, steps
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import journeys, worklists
from tracker.store import board, log

NOBODY: Final = Actor("", "", ())
LIMIT: Final = 50


@dataclass(frozen=True)
class Signed:
    """One signature, and the exact entry it stands in."""

    seq: int
    kind: Kind
    title: str
    signature: Signature
    digest: str


@dataclass(frozen=True)
class Awaited:
    """A step that can be done now and needs signatures; these roles may give them."""

    kind: Kind
    title: str
    milestone: str
    signatures: int
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Signatures:
    """The signatures of one journey."""

    coi: str
    signed: tuple[Signed, ...]
    unsigned: tuple[Awaited, ...]


@dataclass(frozen=True)
class Waiting:
    """Some open journeys with the steps nobody has signed there, and how many there are in all."""

    journeys: tuple[tuple[str, tuple[Awaited, ...]], ...]
    total: int


def of(coi: str, actor: Actor) -> Signatures:
    """Return the signatures of a journey, the latest first. Raises Refused `not_found`."""
    told = journeys.seen_by(actor, coi)
    site, maker = told.journey.site, told.journey.maker
    if not authority_table.may_at(actor, Action.READ_SIGNATURES, site=site, maker=maker):
        raise Refused("not_found")
    digests = {line.seq: line.digest for line in log.bodies(coi)}
    signed = tuple(
        Signed(entry.seq, entry.kind, SPECS[entry.kind].title, signature, digests[entry.seq])
        for entry in reversed(told.entries)
        for signature in entry.signatures
    )
    return Signatures(coi, signed, awaited(told))


def awaited(told: journeys.Told) -> tuple[Awaited, ...]:
    """Return the steps that may come now and that nobody has signed yet."""
    if told.journey.closed:
        return ()
    found = (_awaited(told, step) for step in steps(told.journey, told.protocol))
    return tuple(each for each in found if each.signatures)


def everywhere(actor: Actor, now: datetime, *, limit: int = LIMIT, offset: int = 0) -> Waiting:
    """Return open journeys of the hospitals this person may check, and what is unsigned there."""
    places = authority_table.places(actor, Action.READ_SIGNATURES)
    sites = None if EVERYWHERE in places else tuple(sorted(places))
    page = worklists.find(actor, board.Wanted(sites=sites), now, limit=limit, offset=offset)
    cois = (row.line.summary.coi for row in page.rows)
    return Waiting(tuple((coi, awaited(journeys.tell(coi))) for coi in cois), page.total)


def _awaited(told: journeys.Told, step: Step) -> Awaited:
    data = {"milestone": step.milestone} if step.milestone else {}
    at = told.journey.last_at or told.journey.opened_at
    assert at is not None, "an open journey was opened"
    facts = Facts(step.kind, at, data, NOBODY, told.site)
    roles = authority.roles_for(told.protocol, facts)
    needed = signatures.needed(told.protocol, facts)
    return Awaited(step.kind, step.title, step.milestone, needed, roles)
