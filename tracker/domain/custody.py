"""Who holds each container: an offer and an acceptance by two people, and never nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from tracker.domain import labelling
from tracker.domain.authority import person
from tracker.domain.authority_table import EVERYWHERE
from tracker.domain.events import Entry, Event, Facts, Person
from tracker.domain.journey import Container, Journey, Offer
from tracker.domain.kinds import Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused

MOVING = frozenset({"packed", "under_way"})
"""Shipment states in which the shipper is sealed: its containers change hands only together."""

DAMAGED_AT_THAW, DAMAGED_AT_RECEIPT = "damaged at thaw", "damaged at receipt"
DAMAGED = frozenset({DAMAGED_AT_THAW, DAMAGED_AT_RECEIPT})
"""Why a bag found broken is quarantined: for good."""


def find(journey: Journey, name: str) -> Container:
    """Return a container that has not left the journey. Raises Refused otherwise."""
    container = journey.containers.get(name)
    if container is None:
        raise Refused("container_unknown", container=name)
    if container.final:
        raise Refused("container_final", container=name, state=container.state)
    return container


def require_holder(journey: Journey, facts: Facts, name: str) -> Container:
    """Return the container when the person acting holds it, nothing is offered and it is not sealed.

    Custody is a post, such as the cell lab of one hospital: the colleague on the next shift holds what
    the first one took over. At a plant any of its roles may act, since a liaison may record for it.
    """
    container = require_post(journey, facts, name)
    if container.shipment and journey.shipments[container.shipment].state in MOVING:
        raise Refused("container_not_here", container=name, state="sealed in a shipment")
    _require_off_the_patient(container)
    return container


def require_post(journey: Journey, facts: Facts, name: str) -> Container:
    """Return the container when the post of the person acting holds it and nothing is offered."""
    container = find(journey, name)
    who = person(journey, facts)
    if container.custodian is None or not _same_post(container.custodian, who):
        raise Refused("not_custodian", container=name, custodian=_named(container.custodian))
    if container.offer is not None:
        raise Refused("already_offered", container=name, to=container.offer.to_role)
    return container


def _require_off_the_patient(container: Container) -> None:
    """Refuse to handle a bag while a line still joins it to the patient."""
    if container.state == "collecting":
        raise Refused("collection_open", din=container.din)
    if container.state == "infusing":
        raise Refused("container_not_here", container=container.id, state="being infused")


def require_usable(journey: Journey, facts: Facts, name: str) -> Container:
    """Return the container when the person acting holds it and nothing has quarantined it."""
    container = require_holder(journey, facts, name)
    if container.quarantine:
        raise _stopped(container)
    return container


def unfit(container: Container, day: date) -> Refused | None:
    """Return why nobody may use a container on this day, whoever holds it; None where one may."""
    if container.final:
        return Refused("container_final", container=container.id, state=container.state)
    if container.quarantine:
        return _stopped(container)
    if container.expires_on and container.expires_on < day:
        return Refused("expired", container=container.id, day=container.expires_on)
    return None


def _stopped(container: Container) -> Refused:
    """Return why a quarantined container is not used: what is broken stays so, the rest may be freed."""
    return Refused(
        "damaged" if container.quarantine in DAMAGED else "quarantined",
        container=container.id,
        reason=container.quarantine,
    )


def _same_post(holder: Person, who: Person) -> bool:
    if holder.site != who.site:
        return False
    plant = {Role.MANUFACTURER_QA, Role.LAB_LIAISON}
    return holder.role == who.role or {holder.role, who.role} <= plant


def _named(holder: Person | None) -> str:
    return f"{holder.name}, {holder.role}, {holder.site}" if holder else "nobody"


def _chosen(journey: Journey, facts: Facts) -> list[Container]:
    """Return the containers an attempt is about: those listed, or all of a sealed shipment."""
    if name := facts.data.get("shipment"):
        shipment = journey.shipments.get(name)
        if shipment is None:
            raise Refused("unknown_shipment", shipment=name)
        if shipment.state not in MOVING:
            raise Refused("shipment_state", shipment=name, state=shipment.state)
        return [find(journey, item) for item in shipment.containers]
    names = facts.data.get("containers")
    if not names:
        raise Refused("field_missing", field="containers", label="containers")
    containers = [find(journey, item) for item in names]
    for container in containers:
        if container.shipment and journey.shipments[container.shipment].state in MOVING:
            state = f"sealed in shipment {container.shipment}"
            raise Refused("container_not_here", container=container.id, state=state)
    return containers


def _ids(containers: Iterable[Container]) -> list[str]:
    return [container.id for container in containers]


def offer(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Offer what one holds to a role at a place; nothing leaves the chair unlabelled.

    What is not sealed in a shipment stays at its place: packing is what asks whether the cells are
    enough, cold and in time, and a receipt is what looks whether they are the ones expected.
    """
    who = person(journey, facts)
    containers = _chosen(journey, facts)
    for container in containers:
        _require_off_the_patient(container)
        if container.custodian is None or not _same_post(container.custodian, who):
            named = _named(container.custodian)
            raise Refused("not_custodian", container=container.id, custodian=named)
        if container.offer is not None:
            to = container.offer.to_role
            raise Refused("already_offered", container=container.id, to=to)
        labelling.require_bound(journey, container)
    anywhere = facts.data["to_role"] == Role.COURIER
    to_site = facts.data.get("to_site") or (EVERYWHERE if anywhere else who.site)
    leaves = anywhere or to_site != who.site
    if leaves and not facts.data.get("shipment") and who.role != Role.COURIER:
        raise Refused("offer_needs_shipment", container=containers[0].id, site=who.site)
    data = {**facts.data, "containers": _ids(containers), "to_site": to_site}
    return (Event(facts.kind, data),)


def offered(journey: Journey, entry: Entry) -> Journey:
    """Fold: the containers are on offer; the offerer still holds them."""
    data = entry.data
    half = Offer(entry.by, data["to_role"], data["to_site"], entry.happened_at)
    named = [journey.containers[name] for name in data["containers"]]
    return journey.with_containers(replace(container, offer=half) for container in named)


def accept(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Take over what was offered to one's own post; never one's own offer."""
    who = person(journey, facts)
    containers = _chosen(journey, facts)
    for container in containers:
        half = _require_offer(container)
        if half.by.id == who.id:
            raise Refused("accept_own_offer")
        if (half.to_role, half.to_site) != (who.role, who.site):
            to = f"{half.to_role} at {half.to_site}"
            raise Refused("offered_to_other", container=container.id, to=to)
    return (Event(facts.kind, {**facts.data, "containers": _ids(containers)}),)


def accepted(journey: Journey, entry: Entry) -> Journey:
    """Fold: the accepter holds the containers now."""
    named = [journey.containers[name] for name in entry.data["containers"]]
    moved = [
        replace(item, custodian=entry.by, offer=None, place=_place(item, entry))
        for item in named
    ]
    journey = journey.with_containers(moved)
    if (name := entry.data.get("shipment")) and entry.by.role == Role.COURIER:
        return journey.with_shipment(replace(journey.shipments[name], state="under_way"))
    return journey


def _place(container: Container, entry: Entry) -> str:
    return f"with {entry.by.name}" if entry.by.role == Role.COURIER else entry.by.site


def decline(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Refuse to take over, with a reason; the offerer goes on holding."""
    who = person(journey, facts)
    containers = _chosen(journey, facts)
    for container in containers:
        half = _require_offer(container)
        if (half.to_role, half.to_site) != (who.role, who.site):
            to = f"{half.to_role} at {half.to_site}"
            raise Refused("offered_to_other", container=container.id, to=to)
    return (Event(facts.kind, {**facts.data, "containers": _ids(containers)}),)


def withdraw(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Take an offer back, with a reason; only the post that offered may."""
    who = person(journey, facts)
    containers = _chosen(journey, facts)
    for container in containers:
        if not _same_post(_require_offer(container).by, who):
            raise Refused("withdraw_not_yours")
    return (Event(facts.kind, {**facts.data, "containers": _ids(containers)}),)


def _require_offer(container: Container) -> Offer:
    if container.offer is None:
        raise Refused("not_offered", container=container.id)
    return container.offer


def offer_ended(journey: Journey, entry: Entry) -> Journey:
    """Fold: the offer is gone and the offerer holds on (declined or withdrawn)."""
    named = [journey.containers[name] for name in entry.data["containers"]]
    return journey.with_containers(replace(container, offer=None) for container in named)
