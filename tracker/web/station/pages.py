"""Which pages stand at the station, for whom, and how does one step lead to its page?"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, url_for

from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind, Role
from tracker.domain.next_steps import Step
from tracker.reads import collecting

pages = Blueprint("station", __name__, url_prefix="/station")

HERE: Final = (
    Role.APHERESIS_NURSE,
    Role.CELL_LAB_TECH,
    Role.COURIER,
    Role.INFUSION_NURSE,
    Role.PHYSICIAN,
    Role.LAB_LIAISON,
    Role.MANUFACTURER_QA,
    Role.COORDINATOR,
    Role.QA,
    Role.AUDITOR,
)
"""Whoever may stand where the cells are; what each may record there the rules decide."""

AT_THE_CHAIR: Final = frozenset(
    {Kind.IDENTITY_VERIFIED, Kind.COLLECTION_STARTED, Kind.COLLECTION_ENDED}
)
AT_THE_BED: Final = frozenset(
    {Kind.THAW_STARTED, Kind.THAW_ENDED, Kind.INFUSION_STARTED, Kind.INFUSION_ENDED}
)


def address(journey: Journey, step: Step) -> str:
    """Return the page on which a step is done: the chair, the bedside, or the form of its kind."""
    if step.kind in AT_THE_BED or (step.kind in AT_THE_CHAIR and _has_dose(journey)):
        return url_for("station.bedside", coi=journey.coi)
    if step.kind in AT_THE_CHAIR or _binds_at_the_chair(journey, step):
        return url_for("station.collection", coi=journey.coi)
    return url_for(
        "station.record",
        coi=journey.coi,
        kind=step.kind.value,
        **_known(journey, step),
    )


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
