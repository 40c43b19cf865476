"""What should have happened by now and has not? Each answer is one task for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain import after_day_zero, disposition, expected_release, milestones, news
from tracker.domain.events import SiteRules
from tracker.domain.journey import Journey
from tracker.domain.news import call_by
from tracker.domain.protocol import Protocol

AT_THE_BENCH: Final = {
    "unanswered_offer": "Offered, and nobody has answered",
    "courier_late": "Packed, and no courier has taken it",
    "out_of_storage": "Frozen, and not in storage",
}
"""What the people who hold the cells can end, and how it is told to them."""

KINDS: Final = frozenset(
    {
        *AT_THE_BENCH,
        "late_milestone",
        "release_late",
        "release_waits",
        "call_late",
        "follow_up_late",
    }
)


@dataclass(frozen=True)
class Late:
    """One thing that is late. `about` tells two of a kind apart; `due_at` is when it was due."""

    kind: str
    about: str
    due_at: datetime


def late(
    journey: Journey, protocol: Protocol, site: SiteRules, now: datetime
) -> tuple[Late, ...]:
    """Return everything in a journey that is late at `now`.

    Of a closed journey only a call is owed, and check-ups for cells that were given: what closes is the
    record of the chain, and the first year of a patient goes on.
    """
    found = [*_calls(journey)]
    if journey.open:
        found += _dated(journey, protocol, site)
    if journey.open or journey.closed == "completed":
        found += _check_ups(journey, protocol, site)
    return tuple(item for item in found if item.due_at < now)


def _calls(journey: Journey) -> Iterator[Late]:
    """Yield the call that a clinician owes the patient."""
    if journey.review_since is not None:
        yield Late("call_late", f"{journey.review_since:%Y-%m-%dT%H:%M}", news.until(journey))


def _dated(journey: Journey, protocol: Protocol, site: SiteRules) -> Iterator[Late]:
    if due := milestones.due(journey, protocol):
        yield Late("late_milestone", due[0].code, due[1])
    yield from _offers(journey, timedelta(minutes=site.answer_offer_minutes))
    yield from _waiting_for_courier(journey, timedelta(minutes=site.courier_wait_minutes))
    yield from _out_of_storage(journey, timedelta(minutes=site.courier_wait_minutes))
    lot = journey.released
    if lot is not None and lot.released_at is not None and disposition.waiting(journey):
        yield Late("release_waits", lot.id, call_by(lot.released_at, site))
    yield from _release(journey, protocol, site)


def _check_ups(journey: Journey, protocol: Protocol, site: SiteRules) -> Iterator[Late]:
    """Yield one for each check-up nobody has written down, due once its day is over at the site."""
    for check_up in after_day_zero.follow_ups(journey, protocol, site):
        if not check_up.seen:
            over = check_up.until + timedelta(days=1)
            due_at = datetime.combine(over, time(), ZoneInfo(site.zone))
            yield Late("follow_up_late", f"day {check_up.day_after}", due_at)


def _release(journey: Journey, protocol: Protocol, site: SiteRules) -> Iterator[Late]:
    """Yield one where the maker's last day has gone by, and a visit was pencilled in by it."""
    said = journey.estimates.get(expected_release.milestone(protocol))
    if said is not None and journey.released is None and journey.visit is not None:
        due_at = datetime.combine(said[1] + timedelta(days=1), time(), ZoneInfo(site.zone))
        yield Late("release_late", said[1].isoformat(), due_at)


def _offers(journey: Journey, within: timedelta) -> Iterator[Late]:
    """Yield one for each offer still open; the containers of one shipment are one offer."""
    seen = set()
    for container in journey.containers.values():
        if container.offer is None:
            continue
        about = container.shipment or container.id
        offered_at = container.offer.at
        if (about, offered_at) not in seen:
            seen.add((about, offered_at))
            when = f"{offered_at:%Y-%m-%dT%H:%M}"
            yield Late("unanswered_offer", f"{about} {when}", offered_at + within)


def _waiting_for_courier(journey: Journey, within: timedelta) -> Iterator[Late]:
    """Yield one for each packed shipper no courier has taken: cells that wait are cells in storage."""
    for shipment in journey.shipments.values():
        if shipment.state == "packed":
            yield Late("courier_late", shipment.id, shipment.packed_at + within)


def _out_of_storage(journey: Journey, within: timedelta) -> Iterator[Late]:
    """Yield one for each frozen bag of the hospital that stands about: not stored, offered or packed."""
    for item in journey.present():
        here = item.custodian is not None and item.custodian.site == journey.site
        waits = item.state == "open" and item.offer is None and not item.shipment
        if item.unstored_since is not None and here and waits:
            when = f"{item.unstored_since:%Y-%m-%dT%H:%M}"
            yield Late("out_of_storage", f"{item.id} {when}", item.unstored_since + within)
