"""Who may do this here? Deny by default: a role, held at this journey's hospital or plant."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.authority_table import EVERYWHERE
from tracker.domain.events import Actor, Facts, Grant, Person
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind, Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS


def roles_for(protocol: Protocol, facts: Facts) -> tuple[Role, ...]:
    """Return the roles that may record this: the kind's, or the milestone's own."""
    if facts.kind is Kind.MILESTONE_REACHED:
        milestone = protocol.by_code.get(str(facts.data.get("milestone")))
        if milestone is not None and milestone.roles:
            return milestone.roles
    return SPECS[facts.kind].roles


def require_allowed(journey: Journey, protocol: Protocol, facts: Facts) -> None:
    """Refuse unless the person acting holds one of the roles at one of the journey's places."""
    roles = roles_for(protocol, facts)
    if not held(facts.actor, roles, journey, facts):
        raise not_allowed(facts.kind, roles)


def not_allowed(kind: Kind, roles: Iterable[Role]) -> Refused:
    """Return the refusal that says who may record `kind`."""
    names = ", ".join(role.value.replace("_", " ") for role in roles)
    return Refused("not_allowed", kind=SPECS[kind].title, roles=names)


def person(journey: Journey, facts: Facts, actor: Actor | None = None) -> Person:
    """Return `actor` (or the one acting) in the role they act in here, as entries keep them.

    Of several roles, the one that holds the containers in question comes first, or the one they were
    offered to. Raises Refused when no role fits.
    """
    who = actor or facts.actor
    roles = SPECS[facts.kind].roles
    found = held(who, roles, journey, facts)
    if not found:
        raise not_allowed(facts.kind, roles)
    posts = _posts(journey, facts)
    grant = next(
        (grant for grant in found if (grant.role.value, grant.place) in posts), found[0]
    )
    return Person(who.id, who.name, grant.role.value, grant.place)


def held(actor: Actor, roles: tuple[Role, ...], journey: Journey, facts: Facts) -> list[Grant]:
    """Return what a person holds of these roles at one of the journey's places."""
    places = {journey.site or facts.site.code, journey.maker, EVERYWHERE}
    return [
        grant
        for role in roles
        for grant in actor.grants
        if grant.role is role and grant.place in places
    ]


def _posts(journey: Journey, facts: Facts) -> set[tuple[str, str]]:
    """Return the posts that hold what this attempt names, or that it was offered to."""
    data = facts.data
    listed = data.get("containers")
    names = [*listed] if isinstance(listed, list) else []
    shipment = journey.shipments.get(str(data.get("shipment")))
    if shipment is not None:
        names.extend(shipment.containers)
    wanted = {str(name) for name in (*names, data.get("container"))}
    containers = [item for item in journey.containers.values() if item.id in wanted]
    if facts.kind in {Kind.CUSTODY_ACCEPTED, Kind.CUSTODY_DECLINED}:
        return {(item.offer.to_role, item.offer.to_site) for item in containers if item.offer}
    return {(item.custodian.role, item.custodian.site) for item in containers if item.custodian}
