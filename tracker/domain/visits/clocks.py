"""Until when does a patient stay near, not drive, and have somebody with them? Three clocks, each its own.

Each runs from the last dose. The product says how long, as of the day of its label; a site may ask for
longer and never for less.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.events import SiteRules
from tracker.domain.protocol import VisitRules


@dataclass(frozen=True)
class Clock:
    """One rule after the cells. `code` is `stay_near`, `no_driving` or `caregiver`.

    It holds up to and including `until`; `by_site` says that the site asks for more than the product.
    """

    code: str
    days: int
    until: date
    by_site: bool


def clocks(rules: VisitRules, site: SiteRules, given: date) -> tuple[Clock, ...]:
    """Return the three clocks of a patient whose last dose is given on a day."""
    return (
        _clock("stay_near", rules.stay_near_days, site.stay_near_days, given),
        _clock("no_driving", rules.no_driving_days, site.no_driving_days, given),
        _clock("caregiver", rules.caregiver_days, site.caregiver_days, given),
    )


def _clock(code: str, product: int, site: int | None, given: date) -> Clock:
    days = max(product, site or 0)
    return Clock(code, days, given + timedelta(days=days), by_site=days > product)
