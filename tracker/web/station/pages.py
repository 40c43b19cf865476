"""Which pages stand at the station, for whom, and how does one step lead to its page?"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, url_for

from tracker.domain.authority_table import Action, roles
from tracker.domain.custody import MOVING
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.next_steps import Step
from tracker.reads import collecting

pages = Blueprint("station", __name__, url_prefix="/station")

HERE: Final = roles(Action.STAND_AT_THE_STATION)
"""Whoever may stand where the cells are; what each may record there the rules decide."""

AT_THE_CHAIR: Final = frozenset(
    {Kind.IDENTITY_VERIFIED, Kind.COLLECTION_STARTED, Kind.COLLECTION_ENDED}
)
AT_THE_BED: Final = frozenset(
    {Kind.THAW_STARTED, Kind.THAW_ENDED, Kind.INFUSION_STARTED, Kind.INFUSION_ENDED}
)


ON_THE_ROAD: Final = frozenset({Kind.READINGS_ATTACHED, Kind.SHIPMENT_RECEIVED})


def address(journey: Journey, step: Step) -> str:
    """Return the page on which a step is done: the chair, the bedside, or the form of its kind."""
    if step.kind in AT_THE_BED or (step.kind in AT_THE_CHAIR and _has_dose(journey)):
        return url_for("station.bedside", coi=journey.coi)
    if step.kind is Kind.STORED and len(step.containers) == 1:
        return url_for("station.storage", coi=journey.coi, container=step.containers[0])
    if step.kind in AT_THE_CHAIR or _binds_at_the_chair(journey, step):
        return url_for("station.collection", coi=journey.coi)
    if step.kind is Kind.SHIPMENT_PACKED:
        return url_for("station.packing", coi=journey.coi)
    if step.kind in ON_THE_ROAD and (name := _moving(journey)):
        return url_for("station.shipment", coi=journey.coi, shipment=name)
    return url_for(
        "station.record",
        coi=journey.coi,
        kind=step.kind.value,
        **_known(journey, step),
    )


def _moving(journey: Journey) -> str:
    """Return the one shipment under way; "" where there is none, or more than one to choose from."""
    moving = [item.id for item in journey.shipments.values() if item.state in MOVING]
    return moving[0] if len(moving) == 1 else ""


def _has_dose(journey: Journey) -> bool:
    return any(item.use == "dose" for item in journey.containers.values())


def _binds_at_the_chair(journey: Journey, step: Step) -> bool:
    stand = collecting.stand(journey)
    running = stand.bag.id if stand.bag and stand.bag.state == "collecting" else None
    return step.kind is Kind.CONTAINER_LABELLED and running in step.containers


def _known(journey: Journey, step: Step) -> dict[str, Any]:
    """Return the fields that the step itself fills."""
    if step.milestone:
        return {"milestone": step.milestone}
    names = [name for name in step.containers if name]
    shipped = {journey.containers[name].shipment for name in names} - {""}
    if step.kind in {Kind.CUSTODY_ACCEPTED, Kind.CUSTODY_DECLINED} and len(shipped) == 1:
        return {"shipment": shipped.pop()}
    if not names:
        return {}
    return (
        {"containers": names, "container": names[0]}
        if len(names) == 1
        else {"containers": names}
    )
