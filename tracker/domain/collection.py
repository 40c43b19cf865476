"""From the vein to a bag: collections, counted cells, and whether they are enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from tracker.domain import authorization, custody, visit_dates
from tracker.domain.chain import moment
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.findings import Findings
from tracker.domain.journey import Cells, Collection, Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

COUNT_TOLERANCE_PERCENT: Final = 15
"""Two counts of the same cells differ so much between two tubes; a limit for typing errors only."""


def report_findings(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record what is known of the donor; it replaces what was known before."""
    return (Event(facts.kind, facts.data),)


def findings_reported(journey: Journey, entry: Entry) -> Journey:
    """Fold: labels printed from now on say this."""
    data = entry.data
    found = Findings(data["complete"], tuple(data.get("reactive", ())), data["at_risk"])
    return replace(journey, findings=found)


def start(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Start a collection: insurance first, then the patient's identity, then the needle.

    Two people compare twice: whose chain of identity this is, when it begins, and who sits in the chair.
    """
    din = facts.data["din"]
    authorization.require_approved(journey, visit_dates.local_day(facts))
    for collection in journey.collections.values():
        if collection.ended_at is None:
            raise Refused("collection_open", din=collection.din)
    if din in journey.collections or f"din:{din}" in facts.owners:
        raise Refused("already_collected", din=din)
    if not journey.collections and not journey.has_verified("enrolment"):
        raise Refused("identity_not_verified", point="at enrolment")
    if not _verified_since_last(journey):
        raise Refused("identity_not_verified", point="before the collection")
    product = protocol.product_codes["collection"]
    container = f"{din}-{product}"
    return (
        Event(
            Kind.COLLECTION_STARTED, {**facts.data, "container": container, "product": product}
        ),
    )


def _verified_since_last(journey: Journey) -> bool:
    """Say whether identity was verified before this collection, not merely before an earlier one."""
    checks = [check.at for check in journey.verified if check.point == "pre_collection"]
    ends = [item.ended_at for item in journey.collections.values() if item.ended_at]
    return bool(checks) and (not ends or max(checks) >= max(ends))


def started(journey: Journey, entry: Entry) -> Journey:
    """Fold: a collection runs, and its bag hangs on the machine."""
    data = entry.data
    collection = Collection(data["din"], entry.happened_at)
    bag = Container(
        id=data["container"],
        use="collection",
        din=data["din"],
        product=data["product"],
        born=entry.happened_at,
        custodian=entry.by,
        place=entry.by.site,
        state="collecting",
    )
    collections = {**journey.collections, collection.din: collection}
    return replace(journey, collections=collections, sufficiency="").with_containers([bag])


def end(journey: Journey, protocol: Protocol, facts: Facts, now: datetime) -> tuple[Event, ...]:
    """End the running collection with its volumes."""
    collection = journey.collections.get(facts.data["din"])
    if collection is None or collection.ended_at is not None:
        raise Refused("collection_not_open", din=facts.data["din"])
    if facts.happened_at < collection.started_at:
        raise Refused("end_before_start", field="happened_at")
    return (Event(Kind.COLLECTION_ENDED, facts.data),)


def ended(journey: Journey, entry: Entry) -> Journey:
    """Fold: the bag is full and the patient disconnected."""
    din = entry.data["din"]
    collection = replace(journey.collections[din], ended_at=entry.happened_at)
    bag = next(item for item in journey.containers.values() if _is_bag_of(item, din))
    bag = replace(bag, state="open", volume_ml=entry.data["product_volume_ml"])
    collections = {**journey.collections, din: collection}
    return replace(journey, collections=collections).with_containers([bag])


def _is_bag_of(container: Container, din: str) -> bool:
    return container.din == din and container.use == "collection"


def count(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Count the cells of a container its laboratory holds."""
    container = custody.require_holder(journey, facts, facts.data["container"])
    if facts.data["cd3_e6"] > facts.data["tnc_e6"]:
        raise Refused("too_many_cells", field="cd3_e6")
    if not facts.data.get("reason"):
        _require_sum(journey, container, facts.data["cd3_e6"])
    return (Event(Kind.CELLS_COUNTED, facts.data),)


def _require_sum(journey: Journey, container: Container, cd3_e6: int) -> None:
    """Ask for a reason where the parts together hold more cells than what they came from.

    Fewer are no surprise: not every part is counted, and freezing costs cells. A bag nobody counted is
    looked through, up and down. What was divided or pooled is gone and is not counted again, so the
    last count of a part is always the last word, in whatever order the parts are counted.
    """
    if container.lot:
        return
    counts = {item.id: item.cells.cd3_e6 for item in journey.containers.values() if item.cells}
    counts[container.id] = cd3_e6
    for wholes in _upward(journey, container):
        if not all(name in counts for name in wholes):
            continue
        total = sum(counts[name] for name in wholes)
        parts = _held(journey, counts, wholes)
        if parts * 100 > total * (100 + COUNT_TOLERANCE_PERCENT):
            named = " and ".join(wholes)
            words: dict[str, Any] = {"parts": parts, "total": total, "whole": named}
            raise Refused("count_mismatch", tolerance=COUNT_TOLERANCE_PERCENT, **words)


def _upward(journey: Journey, container: Container) -> Iterator[tuple[str, ...]]:
    """Yield what a container came from, nearest first, as far as it was not pooled."""
    wholes = container.parents
    while wholes:
        yield wholes
        wholes = journey.containers[wholes[0]].parents if len(wholes) == 1 else ()


def _held(journey: Journey, counts: Mapping[str, int], wholes: tuple[str, ...]) -> int:
    """Return the cells counted in what came of these together: the first count on each way down."""
    return sum(
        counts[item.id] if item.id in counts else _held(journey, counts, (item.id,))
        for item in journey.containers.values()
        if item.parents == wholes and not item.lot
    )


def counted(journey: Journey, entry: Entry) -> Journey:
    """Fold: this is the container's latest count. A decision falls that rests on more cells than that."""
    data = entry.data
    cells = Cells(data["tnc_e6"], data["cd3_e6"], data["viability_permille"])
    before = total_cells(journey)
    journey = journey.with_containers(
        [replace(journey.containers[data["container"]], cells=cells)]
    )
    after = total_cells(journey)
    fewer = after.cd3_e6 < before.cd3_e6 or after.tnc_e6 < before.tnc_e6
    return replace(journey, sufficiency="") if fewer else journey


def total_cells(journey: Journey) -> Cells:
    """Return the running total over all collections of use, from the latest count of each bag."""
    counts = [bag.cells for bag in bags_of_use(journey) if bag.cells]
    return Cells(
        tnc_e6=sum(cells.tnc_e6 for cells in counts),
        cd3_e6=sum(cells.cd3_e6 for cells in counts),
        viability_permille=min((cells.viability_permille for cells in counts), default=0),
    )


def bags_of_use(journey: Journey) -> tuple[Container, ...]:
    """Return the collected bags of which something is left, or went into a lot that has not failed."""
    alive = [item.id for item in journey.present()]
    for lot in journey.lots.values():
        if lot.state not in {"terminated", "rejected"}:
            alive.extend(lot.consumed)
    kin = {name for item in alive for name in (item, *journey.ancestors(item))}
    bags = (journey.containers[name] for name in sorted(kin))
    return tuple(bag for bag in bags if bag.use == "collection")


def decide(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Decide on the running total: enough, collect again, or a signed exception with its reason."""
    bags = [item for item in journey.containers.values() if item.use == "collection"]
    if not bags:
        raise Refused("nothing_to_do", what="no collection yet")
    for bag in bags:
        if bag.state == "collecting":
            raise Refused("collection_open", din=bag.din)
        if bag.cells is None and not bag.final:
            raise Refused("not_counted", container=bag.id)
    total = total_cells(journey)
    _judge(facts, protocol, total)
    figures = {"cd3_e6": total.cd3_e6, "target_cd3_e6": protocol.target.cd3_e6}
    return (Event(Kind.SUFFICIENCY_DECIDED, {**facts.data, **figures}),)


def _judge(facts: Facts, protocol: Protocol, total: Cells) -> None:
    decision, target = facts.data["decision"], protocol.target
    enough = total.cd3_e6 >= target.cd3_e6 and total.tnc_e6 >= target.tnc_e6
    if decision == "enough" and not enough:
        raise Refused("not_enough_cells", total=total.cd3_e6, target=target.cd3_e6)
    if decision == "exception" and not facts.data.get("reason"):
        raise Refused("exception_needs_reason", field="reason")


def decided(journey: Journey, entry: Entry) -> Journey:
    """Fold: this is the latest word on whether the cells suffice."""
    return replace(journey, sufficiency=entry.data["decision"])


def ends(journey: Journey, container: Container) -> tuple[datetime, datetime]:
    """Return when the earliest and the latest collection in a container ended."""
    dins = journey.collected_in(container.id)
    found = [at for din in dins if (at := journey.collections[din].ended_at) is not None]
    assert found, "a container leaves the machine only when its collection ends"
    return min(found), max(found)


def waits_since(journey: Journey, container: Container) -> datetime:
    """Return since when a container waits: a pool is as old as its oldest part."""
    return ends(journey, container)[0]


def hours_since(journey: Journey, container: Container, later: str) -> float:
    """Return the hours from the end of a container's first collection to `later` (entry text)."""
    return (moment(later) - waits_since(journey, container)).total_seconds() / 3600
