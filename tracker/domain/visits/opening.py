"""How early may chemotherapy and day zero fall after a release?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.events import SiteRules


@dataclass(frozen=True)
class Release:
    """What is known of the product's way back: the days of release, shipping and receipt."""

    released: date
    shipped: date | None = None
    received: date | None = None


@dataclass(frozen=True)
class Earliest:
    """No chemotherapy before the one day, no infusion before the other."""

    chemotherapy: date
    day_zero: date


def earliest(site: SiteRules, release: Release) -> Earliest:
    """Return the first days that leave time for the patient, the courier and the check.

    Where the product is not there yet the site's usual travel time stands in for the day.
    """
    arrival = _arrival(site, release)
    opens = {
        "released": release.released,
        "shipped": release.shipped or release.released,
        "received": arrival,
    }[site.chemotherapy_opens_on]
    notice = release.released + timedelta(days=site.notice_days)
    return Earliest(chemotherapy=max(opens, notice), day_zero=arrival + timedelta(days=1))


def _arrival(site: SiteRules, release: Release) -> date:
    left = release.shipped or release.released
    return release.received or left + timedelta(days=site.travel_days)
