"""What is known of one journey, and may this person see it?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from tracker import protocols
from tracker.domain import stretches, summary
from tracker.domain.authority_table import Action, may_at
from tracker.domain.events import Actor, Entry, SiteRules
from tracker.domain.journey import Journey
from tracker.domain.protocol import Protocol
from tracker.domain.recording import fold
from tracker.domain.refused import Refused
from tracker.reads import folds
from tracker.store import board, identifiers, sites
from tracker.store.derived import Derived


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
    found = folds.memory().of(coi, library())
    if found is None:
        raise Refused("not_found")
    return Told(
        found.journey, found.protocol, found.history.entries, site_rules(found.journey.site)
    )


def seen_by(actor: Actor, coi: str) -> Told:
    """Return a journey this person may see. Raises Refused `not_found` as if there were none."""
    line = board.one(coi)
    if line is None or not may_see(actor, line.summary):
        raise Refused("not_found")
    return tell(coi)


def may_see(actor: Actor, line: summary.Summary) -> bool:
    """Say whether a person holds any role at the journey's hospital or plant."""
    return may_at(actor, Action.SEE_JOURNEYS, site=line.site, maker=line.maker)


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
    return derived_from(journey, protocol)


def derived_from(journey: Journey, protocol: Protocol) -> Derived:
    """Return what a journey says to the tables around the log."""
    return Derived(
        summary.summary(journey, protocol),
        summary.identifiers(journey),
        stretches.kept(journey, protocol),
        summary.places(journey),
    )


def pinned(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Return the protocol's exact text and its notice, as a dossier carries them."""
    digest = str(entries[0].data["protocol_digest"])
    notice = library().by_digest(digest).notice
    return {"protocol_text": library().text(digest), "notice": notice}
