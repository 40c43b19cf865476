"""Which places of a site does a visit take, and how many of each are there?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.domain.events import SiteRules

INFUSION: Final = "infusion"
CHAIR: Final = "chair"
BED: Final = "bed"
THAW: Final = "thaw"
RESOURCES: Final = (INFUSION, CHAIR, BED, THAW)

NAMES: Final = {
    INFUSION: "infusion places",
    CHAIR: "chemotherapy chairs",
    BED: "beds",
    THAW: "thaws",
}


@dataclass(frozen=True, order=True)
class Place:
    """One place of a resource on one day."""

    resource: str
    day: date


def capacity(site: SiteRules, resource: str) -> int | None:
    """Return how many places of a resource a day has; None where the site does not count them."""
    return {
        INFUSION: site.infusions_per_day,
        CHAIR: site.chairs,
        BED: site.beds,
        THAW: site.thaws_per_day,
    }[resource]


def needed(
    chemotherapy: Iterable[date], infusions: Iterable[date], bed_nights: int
) -> frozenset[Place]:
    """Return what a visit takes: a chair each day of chemotherapy, a thaw and a place each dose.

    The bed is taken from the first dose on.
    """
    doses = tuple(infusions)
    first = min(doses, default=None)
    nights = range(bed_nights) if first else ()
    return frozenset(
        [Place(CHAIR, day) for day in chemotherapy]
        + [Place(resource, day) for day in doses for resource in (INFUSION, THAW)]
        + [Place(BED, first + timedelta(days=night)) for night in nights if first]
    )
