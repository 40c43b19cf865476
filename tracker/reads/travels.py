"""How did one shipment travel: what the courier said, how cold it was, and what is in it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.domain import collection, conditions, loggers, shipments
from tracker.domain.authority_table import EVERYWHERE, Action, places
from tracker.domain.custody import MOVING
from tracker.domain.events import Actor, Entry
from tracker.domain.journey import Container, Journey, Shipment
from tracker.domain.kinds import Kind
from tracker.domain.loggers import Profile
from tracker.reads.journeys import Told
from tracker.store import readings
from tracker.store.readings import Kept


@dataclass(frozen=True)
class Attached:
    """One reading-out of the logger: its entry, and the file it came from, where we hold it."""

    entry: Entry
    file: Kept | None


@dataclass(frozen=True)
class Travel:
    """One shipment with everything said of it."""

    shipment: Shipment
    packed: Entry
    news: tuple[Entry, ...]
    attached: tuple[Attached, ...]
    excursions: tuple[Entry, ...]
    limits: tuple[int, int]


def of(told: Told, name: str) -> Travel:
    """Return how one shipment travelled. Raises Refused for an unknown one."""
    shipment = shipments.find(told.journey, name)
    about = [entry for entry in _counted(told) if entry.data.get("shipment") == name]
    files = {kept.seq: kept for kept in readings.of(told.journey.coi, name)}
    return Travel(
        shipment=shipment,
        packed=next(entry for entry in about if entry.kind is Kind.SHIPMENT_PACKED),
        news=_of_kind(about, Kind.COURIER_UPDATED),
        attached=tuple(
            Attached(entry, files.get(entry.seq))
            for entry in _of_kind(about, Kind.READINGS_ATTACHED)
        ),
        excursions=_of_kind(about, Kind.EXCURSION_FOUND),
        limits=conditions.limits(told.protocol, shipment),
    )


def _counted(told: Told) -> list[Entry]:
    return [entry for entry in told.entries if entry.seq not in told.journey.struck]


def _of_kind(entries: list[Entry], kind: Kind) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.kind is kind)


def blind(journey: Journey, actor: Actor) -> frozenset[str]:
    """Return the shipments whose contents this person must scan before seeing them.

    Whoever works where a shipper goes to may be the one to open it; the packer's side knows anyway.
    """
    here = places(actor, Action.PACK)
    return frozenset(
        item.id
        for item in journey.shipments.values()
        if item.state in MOVING
        and here & {item.to_site, EVERYWHERE}
        and item.from_site not in here
    )


def hidden(journey: Journey, actor: Actor) -> frozenset[str]:
    """Return the containers that no page shows this person before their own scans."""
    return frozenset(
        name
        for shipment in blind(journey, actor)
        for name in journey.shipments[shipment].containers
    )


def profiles(site: str) -> tuple[Profile, ...]:
    """Return the profiles of a site's loggers, by model."""
    return tuple(loggers.from_data(each) for each in readings.profiles(site))


@dataclass(frozen=True)
class Bench:
    """What waits to be packed, and what would stop it: said before anybody fetches a shipper."""

    to_pack: tuple[Container, ...]
    others: tuple[Container, ...]
    destination: str
    hold_hours: int | None
    arrive_by: datetime | None
    fresh: bool


def bench(told: Told, actor: Actor) -> Bench:
    """Return what stands at the packing bench of one journey."""
    journey = told.journey
    back = any(item.use == "dose" for item in journey.present())
    ready = [item for item in journey.present() if _may_leave(journey, item, actor, back=back)]
    here = [item for item in ready if not item.stored and not item.quarantine]
    fresh = not back and not told.protocol.material.freezes_at_site
    hours = told.site.max_fresh_hold_hours
    return Bench(
        to_pack=tuple(here),
        others=tuple(item for item in ready if item not in here),
        destination=journey.site if back else journey.maker,
        hold_hours=hours,
        arrive_by=_arrive_by(journey, here, hours) if fresh and hours else None,
        fresh=fresh,
    )


def _may_leave(journey: Journey, item: Container, actor: Actor, *, back: bool) -> bool:
    """Say whether a container stands where this person packs, and is of what is packed there."""
    here = places(actor, Action.PACK)
    start = journey.maker if back else journey.site
    uses = {"dose"} if back else {"collection", "cryobag"}
    sealed = bool(item.shipment) and journey.shipments[item.shipment].state in MOVING
    held = item.custodian is not None and item.custodian.site == start
    named = item.use in uses and item.state == "open"
    return named and held and not sealed and bool(here & {start, EVERYWHERE})


def _arrive_by(journey: Journey, items: list[Container], hours: int) -> datetime | None:
    """Return when the cells must have arrived: the longest wait the site allows, for the oldest."""
    oldest = min((collection.waits_since(journey, item) for item in items), default=None)
    return oldest + timedelta(hours=hours) if oldest else None
