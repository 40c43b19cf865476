"""How does each hospital work, and how is it reached? For administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.events import SiteRules
from tracker.domain.refused import Refused
from tracker.store import directory, sites
from tracker.store import ways as site_ways
from tracker.store.directory import DAY_OR_NIGHT, HELP_LINE, HOSPITAL_TEAM, Number
from tracker.store.sites import Contact
from tracker.store.ways import Ways

__all__ = [
    "DAY_OR_NIGHT",
    "HELP_LINE",
    "HOSPITAL_TEAM",
    "Contact",
    "Hospital",
    "Number",
    "everywhere",
    "one",
    "unreachable",
    "ways",
]


@dataclass(frozen=True)
class Hospital:
    """A site's rules, and how patients reach it: by day, and on further numbers of its directory."""

    rules: SiteRules
    contact: Contact
    numbers: Mapping[str, Number] = field(default_factory=dict)

    @property
    def unverified(self) -> tuple[str, ...]:
        """Return the numbers that are there and nobody has checked: "phone", or one of `FURTHER`."""
        phone = ("phone",) if self.contact.phone and not self.contact.phone_verified else ()
        others = (
            what for what, each in self.numbers.items() if each.number and not each.verified_on
        )
        return (*phone, *others)

    @property
    def reachable(self) -> bool:
        """Say whether a patient finds one checked number of the care team on their page."""
        night = self.numbers.get(DAY_OR_NIGHT, Number())
        by_day = self.contact.phone and self.contact.phone_verified
        return bool(by_day or (night.number and night.verified_on))


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
    numbers = {what: directory.of(rules.code, what) for what in directory.FURTHER}
    return Hospital(rules, sites.contact(rules.code) or Contact(), numbers)


def ways(code: str) -> Ways:
    """Return the way to each appointment of a site, by language."""
    return site_ways.of(code)


def unreachable() -> tuple[str, ...]:
    """Return the names of the sites whose patients would find no number on their page."""
    return tuple(each.rules.name for each in everywhere() if not each.reachable)
