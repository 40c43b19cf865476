"""About how long does this stretch take: by the site's own journeys, else by the product's guide?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.domain import stretches as ways
from tracker.domain.protocol import Protocol
from tracker.reads.journeys import Told
from tracker.store import stretches


@dataclass(frozen=True)
class Range:
    """A range of days, never a promised one. `count` journeys told it; 0: the product's guide did."""

    name: str
    days: tuple[int, int]
    count: int

    def in_guide(self, protocol: Protocol) -> bool:
        """Say whether the product's sentences have a place for this range."""
        return self.name in protocol.ranges_days


def usual(
    site: str, protocol: Protocol, now: datetime, *, but: str = ""
) -> dict[str, tuple[int, int]]:
    """Return how long each stretch takes at a site by its own journeys, where enough went it to say."""
    found = {
        name: ways.of_site(
            ways.waited(stretches.of_site(site, protocol.id, name, but=but), now)
        )
        for name in protocol.ranges_days
    }
    return {name: days for name, days in found.items() if days is not None}


def of_step(told: Told, group: int, now: datetime) -> Range | None:
    """Return how long the stretch of a step takes; None where neither the site nor the guide can say."""
    name = ways.OF_STEP.get(group, "")
    journey = told.journey
    found = ways.waited(
        stretches.of_site(journey.site, journey.protocol, name, but=journey.coi), now
    )
    days = ways.of_site(found)
    if days is not None:
        return Range(name, days, len(found))
    guide = told.protocol.ranges_days.get(name)
    return Range(name, guide, 0) if guide is not None else None
