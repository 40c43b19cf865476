"""How does each hospital work, and how is it reached? For administrators."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.events import SiteRules
from tracker.domain.refused import Refused
from tracker.store import directory, sites
from tracker.store.directory import Number
from tracker.store.sites import Contact

__all__ = ["Contact", "Hospital", "Number", "everywhere", "one"]


@dataclass(frozen=True)
class Hospital:
    """A site's rules, and how patients reach it: by day, and by day or night."""

    rules: SiteRules
    contact: Contact
    night: Number


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
    night = directory.of(rules.code, directory.DAY_OR_NIGHT)
    return Hospital(rules, sites.contact(rules.code) or Contact(), night)
