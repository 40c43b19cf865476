"""How does each hospital work, and how is it reached? For administrators."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.events import SiteRules
from tracker.domain.refused import Refused
from tracker.store import sites
from tracker.store.sites import Contact

__all__ = ["Contact", "Hospital", "everywhere", "one"]


@dataclass(frozen=True)
class Hospital:
    """A site's rules, and how patients reach it."""

    rules: SiteRules
    contact: Contact


def everywhere() -> tuple[Hospital, ...]:
    """Return every site, by code."""
    return tuple(_hospital(rules) for rules in sites.everywhere())


def one(code: str) -> Hospital:
    """Return one site. Raises Refused for an unknown one."""
    rules = sites.rules(code)
    if rules is None:
        raise Refused("unknown_site", site=code)
    return _hospital(rules)


def _hospital(rules: SiteRules) -> Hospital:
    return Hospital(rules, sites.contact(rules.code) or Contact())
