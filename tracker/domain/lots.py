"""One manufacturing run: what it consumes, what it yields, and how it may end without product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from tracker.domain import containers as bags
from tracker.domain import custody, return_visit
from tracker.domain.events import Entry, Event, Facts, Person
from tracker.domain.journey import Container, Journey, Lot
from tracker.domain.kinds import Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

LOST: Final = frozenset({"terminated", "rejected"})
GONE: Final = frozenset({"destroyed", "returned", "retained"})
"""Final places from which nothing is given. Who takes a dose to another hospital may give it there."""


def begin(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Open a lot with material the plant has received and accepted."""
    if facts.data["lot"] in journey.lots:
        raise Refused("lot_exists", lot=facts.data["lot"])
    for name in facts.data["containers"]:
        container = custody.require_usable(journey, facts, name)
        if container.custodian is None or container.custodian.site != journey.maker:
            raise Refused("container_not_here", container=name, state="not at the plant")
        if container.lot or container.use == "sample":
            state = "a dose already" if container.lot else "a sample, not material"
            raise Refused("container_not_here", container=name, state=state)
        _require_received(journey, container)
    return (Event(facts.kind, facts.data),)


def _require_received(journey: Journey, container: Container) -> None:
    """Refuse material that no receipt at the plant has looked at, however it came into its hands."""
    shipment = journey.shipments.get(container.came_by)
    if shipment is None or shipment.to_site != journey.maker:
        raise Refused("material_not_received", container=container.id, place=journey.maker)


def begun(journey: Journey, entry: Entry) -> Journey:
    """Fold: the material is consumed into the lot."""
    names = tuple(entry.data["containers"])
    used = [journey.containers[name] for name in names]
    lot = Lot(entry.data["lot"], names, entry.happened_at)
    gone = [replace(item, state="consumed", custodian=None, stored="") for item in used]
    return journey.with_containers(gone).with_lot(lot)


def living(journey: Journey) -> Lot | None:
    """Return the latest lot that may still be given, or was: some of its bags are not gone."""
    return next(
        (
            lot
            for lot in reversed(list(journey.lots.values()))
            if not _came_to_nothing(journey, lot)
        ),
        None,
    )


def _came_to_nothing(journey: Journey, lot: Lot) -> bool:
    states = {journey.containers[name].state for name in lot.bags}
    return lot.state in LOST or (bool(states) and states <= GONE)


def running(journey: Journey) -> Iterator[Lot]:
    """Yield the lots that hold cells no container carries: begun, not filled, and not ended."""
    lots = journey.lots.values()
    return (lot for lot in lots if not lot.bags and lot.state in {"open", "quarantined"})


def find(journey: Journey, name: str) -> Lot:
    """Return a lot of this journey. Raises Refused for an unknown one."""
    lot = journey.lots.get(name)
    if lot is None:
        raise Refused("unknown_lot", lot=name)
    return lot


def fill(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Fill one or many dose containers from an open lot, with their volumes and expiry date."""
    lot = find(journey, facts.data["lot"])
    if lot not in running(journey):
        raise Refused("lot_state", lot=lot.id, state=lot.state)
    din = journey.containers[lot.consumed[0]].din
    filled = facts.data["bags"]
    _require_free_barcodes(journey, facts)
    codes = bags.next_divisions(journey, din, protocol.product_codes["dose"], len(filled))
    named = [
        {**bag, "container": f"{din}-{code}", "product": code, "number": number}
        for number, (bag, code) in enumerate(zip(filled, codes, strict=True), start=1)
    ]
    return (Event(facts.kind, {**facts.data, "bags": named, "din": din}),)


def _require_free_barcodes(journey: Journey, facts: Facts) -> None:
    for bag in facts.data["bags"]:
        barcode = bag.get("barcode", "")
        owner = facts.owners.get(f"foreign:{barcode}")
        known = any(item.barcode == barcode for item in journey.containers.values())
        if barcode and (owner is not None or known):
            raise Refused("identifier_taken", value=barcode)


def was_filled(journey: Journey, entry: Entry) -> Journey:
    """Fold: the doses exist, held by the plant even when a hospital's liaison writes it down."""
    data = entry.data
    lot = journey.lots[data["lot"]]
    plant = Person(entry.by.id, entry.by.name, Role.MANUFACTURER_QA.value, journey.maker)
    doses = [
        Container(
            id=bag["container"],
            use="dose",
            din=data["din"],
            product=bag["product"],
            born=entry.happened_at,
            custodian=plant,
            place=journey.maker,
            volume_ml=bag["volume_ml"],
            parents=lot.consumed,
            lot=lot.id,
            barcode=bag.get("barcode", ""),
            component=bag.get("component", ""),
            colour=bag.get("colour", ""),
            infusion=bag.get("infusion", 0),
            frozen_at=entry.happened_at,
            expires_on=date.fromisoformat(data["expires_on"]),
        )
        for bag in data["bags"]
    ]
    filled = replace(lot, state="filled", bags=tuple(dose.id for dose in doses))
    return journey.with_containers(doses).with_lot(filled)


def terminate(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """End a lot without product. Failure is an ordinary branch: a second lot may follow."""
    lot = find(journey, facts.data["lot"])
    if lot.state not in {"open", "filled", "quarantined"}:
        raise Refused("lot_state", lot=lot.id, state=lot.state)
    return (Event(facts.kind, facts.data),)


def terminated(journey: Journey, entry: Entry) -> Journey:
    """Fold: no product comes of this lot."""
    lot = replace(
        journey.lots[entry.data["lot"]],
        state="terminated",
        ended_at=entry.happened_at,
        ended_seq=entry.seq,
    )
    return return_visit.without_provisional(journey).with_lot(lot)
