"""What is known of one journey, and may this person see it?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from tracker import protocols
from tracker.domain import summary
from tracker.domain.authority import EVERYWHERE
from tracker.domain.events import Actor, Entry, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.kinds import Role
from tracker.domain.protocol import Protocol
from tracker.domain.recording import fold
from tracker.domain.refused import Refused
from tracker.store import board, identifiers, log, sites
from tracker.store.derived import Derived

BLIND = frozenset({Role.ADMIN})
"""Roles that open no journey: an administrator keeps people and sites, and sees no patient."""


@dataclass(frozen=True)
class Told:
    """A journey with everything it was folded from."""

    journey: Journey
    protocol: Protocol
    entries: tuple[Entry, ...]
    site: SiteRules


def library() -> protocols.Library:
    """Return the protocols this service was started with."""
    found: protocols.Library = current_app.extensions[protocols.EXTENSION]
    return found


def tell(coi: str) -> Told:
    """Return a journey read from its entries. Raises Refused `not_found`, or `log.Broken`."""
    entries = log.load(coi)
    if not entries:
        raise Refused("not_found")
    protocol = library().by_digest(str(entries[0].data["protocol_digest"]))
    journey = fold(coi, protocol, entries)
    return Told(journey, protocol, entries, site_rules(journey.site))


def seen_by(actor: Actor, coi: str) -> Told:
    """Return a journey this person may see. Raises Refused `not_found` as if there were none."""
    line = board.one(coi)
    if line is None or not may_see(actor, line.summary):
        raise Refused("not_found")
    return tell(coi)


def may_see(actor: Actor, line: summary.Summary) -> bool:
    """Say whether a person holds any role at the journey's hospital or plant."""
    places = {line.site, line.maker, EVERYWHERE}
    return any(grant.place in places and grant.role not in BLIND for grant in actor.grants)


def site_rules(code: str) -> SiteRules:
    """Return how a site works. Raises Refused for an unknown one."""
    rules = sites.rules(code)
    if rules is None:
        raise Refused("unknown_site", site=code)
    return rules


def owner(values: frozenset[str]) -> dict[str, str]:
    """Return the journey each of these identifiers belongs to; unknown ones are left out."""
    return identifiers.owners(values)


def derive(entries: tuple[Entry, ...]) -> Derived:
    """Return a journey's board row and identifiers, as a rebuild and a verification need them."""
    protocol = library().by_digest(str(entries[0].data["protocol_digest"]))
    journey = fold(entries[0].coi, protocol, entries)
    return Derived(summary.summary(journey, protocol), summary.identifiers(journey))


def pinned(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Return the protocol's exact text and its notice, as a dossier carries them."""
    digest = str(entries[0].data["protocol_digest"])
    notice = library().by_digest(digest).notice
    return {"protocol_text": library().text(digest), "notice": notice}
