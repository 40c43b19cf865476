"""What would an able person try at each step, and who is able? For machines that live journeys at random."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from tests.domain.container_drafts import ABOUT_A_CONTAINER
from tests.domain.drafts import Draft, label_of, moving
from tests.domain.journey_drafts import ABOUT_THE_JOURNEY
from tests.domain.telling import CAST, Telling
from tracker.demo.tale import Attempt
from tracker.domain import authority, authority_table, next_steps, signatures
from tracker.domain.kinds import Kind, Role
from tracker.domain.next_steps import Step


def suggested(told: Telling) -> Iterator[Attempt]:
    """Yield what the steps suggested now would have people try."""
    for step in next_steps.steps(told.journey, told.protocol):
        yield from attempts(told, step)


def attempts(told: Telling, step: Step) -> Iterator[Attempt]:
    """Yield what one step may mean: by somebody able, for each container and choice it offers."""
    for data, scans in _drafts(told, step):
        if attempt := _by_somebody_able(told, step.kind, data, scans):
            yield attempt


def _drafts(told: Telling, step: Step) -> Iterator[Draft]:
    if step.kind is Kind.MILESTONE_REACHED:
        yield {"milestone": step.milestone}, ()
    elif step.kind is Kind.IDENTITY_VERIFIED and step.containers == ("",):
        for point in ("enrolment", "pre_collection"):
            yield {"point": point, "stated": True}, (told.tale.wristband(),)
    elif step.kind in ABOUT_A_CONTAINER:
        for name in step.containers:
            if name:
                yield from ABOUT_A_CONTAINER[step.kind](told, told.journey.containers[name])
    elif step.kind in ABOUT_THE_JOURNEY:
        yield from ABOUT_THE_JOURNEY[step.kind](told)


def _by_somebody_able(
    told: Telling, kind: Kind, data: dict[str, Any], scans: tuple[str, ...]
) -> Attempt | None:
    draft = Attempt("cora", kind, told.tale.clock, data, scans)
    facts = told.facts(draft)
    needed = signatures.needed(told.protocol, facts)
    able = _able(told, authority.roles_for(told.protocol, facts))
    ranked = (name for name in _ranked(told, kind, data, scans) if name in able)
    people = list(islice(ranked, max(needed, 1)))
    if len(people) < max(needed, 1):
        return None
    signers = tuple((name, scans) for name in people[:needed])
    return replace(draft, who=people[0], signers=signers)


def _able(told: Telling, roles: tuple[Role, ...]) -> frozenset[str]:
    return _cast_of(roles, told.journey.site, told.journey.maker)


@cache
def _cast_of(roles: tuple[Role, ...], site: str, maker: str) -> frozenset[str]:
    places = {site, maker, authority_table.EVERYWHERE}
    return frozenset(
        name
        for name, actor in CAST.items()
        if any(grant.role in roles and grant.place in places for grant in actor.grants)
    )


def _ranked(
    told: Telling, kind: Kind, data: dict[str, Any], scans: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the cast, those first whose post holds the containers or was offered them."""
    return _in_order(frozenset(_posts(told, kind, data, scans)))


@cache
def _in_order(posts: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(CAST, key=lambda name: not any(_holds(name, post) for post in posts)))


def _holds(name: str, post: tuple[str, str]) -> bool:
    return any((grant.role.value, grant.place) == post for grant in CAST[name].grants)


def _posts(
    told: Telling, kind: Kind, data: dict[str, Any], scans: tuple[str, ...]
) -> set[tuple[str, str]]:
    journey = told.journey
    if kind is Kind.SHIPMENT_RECEIVED:
        site = journey.shipments[data["shipment"]].to_site
        return {("manufacturer_qa", site), ("cell_lab_tech", site)}
    names = [*data.get("containers", ()), data.get("container")]
    if shipment := journey.shipments.get(data.get("shipment", "")):
        names = [*shipment.containers]
    names += [item.id for item in journey.containers.values() if label_of(told, item) in scans]
    items = [journey.containers[name] for name in names if name in journey.containers]
    if kind in {Kind.CUSTODY_ACCEPTED, Kind.CUSTODY_DECLINED}:
        return {(item.offer.to_role, item.offer.to_site) for item in items if item.offer}
    return {(item.custodian.role, item.custodian.site) for item in items if item.custodian}


def offers_that_lead_home(told: Telling) -> Iterator[Attempt]:
    """Yield offers of what a courier or a packer holds, to those who can open or discard it."""
    for item in told.journey.present():
        if item.shipment in {shipment.id for shipment in moving(told)}:
            to = told.journey.shipments[item.shipment].to_site
            what: dict[str, Any] = {"shipment": item.shipment}
        else:
            to, what = told.journey.site, {"containers": [item.id]}
        role = "cell_lab_tech" if to == told.journey.site else "manufacturer_qa"
        data = {**what, "to_role": role, "to_site": to}
        if attempt := _by_somebody_able(told, Kind.CUSTODY_OFFERED, data, ()):
            yield attempt


def anything(told: Telling, kind: Kind) -> Iterator[Attempt]:
    """Yield what people may try of one kind at any time, suggested or not."""
    names = tuple(told.journey.containers) or ("",)
    codes = tuple(told.protocol.by_code) if kind is Kind.MILESTONE_REACHED else ("",)
    for code in codes:
        yield from attempts(told, Step(kind, kind.value, names, code))
    if kind is Kind.IDENTITY_VERIFIED:
        yield from attempts(told, Step(kind, kind.value))
