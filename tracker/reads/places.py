"""At which hospitals does this person work, and how does each of them tell the time?"""

from __future__ import annotations

from tracker.domain import authority_table
from tracker.domain.authority_table import EVERYWHERE, Action
from tracker.domain.events import Actor, SiteRules
from tracker.store import sites


def sites_of(actor: Actor) -> tuple[SiteRules, ...]:
    """Return the hospitals where a person holds a role that sees journeys, by code."""
    held = authority_table.places(actor, Action.SEE_JOURNEYS)
    return tuple(site for site in sites.everywhere() if held & {site.code, EVERYWHERE})


def zones() -> dict[str, str]:
    """Return the time zone of every site, by code."""
    return {site.code: site.zone for site in sites.everywhere()}


def name_of(code: str) -> str:
    """Return the name of a hospital or a plant; the code itself where none is known."""
    site = sites.rules(code)
    return site.name if site else sites.makers().get(code, code)
