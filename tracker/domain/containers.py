"""What came from what: splitting, pooling, and the final place of every container."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tracker.domain import custody, infusion
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Container, Journey
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused


def split(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Split one container into numbered parts whose volumes add up to the whole."""
    whole = _material(journey, facts, facts.data["container"])
    parts = facts.data["parts"]
    _require_sum(protocol, [part["volume_ml"] for part in parts], whole.volume_ml)
    product = protocol.product_codes["cryobag"]
    divisions = next_divisions(journey, whole.din, product, len(parts))
    named = [
        {**part, "container": f"{whole.din}-{code}", "product": code}
        for part, code in zip(parts, divisions, strict=True)
    ]
    return (Event(facts.kind, {**facts.data, "parts": named}),)


def _material(journey: Journey, facts: Facts, name: str) -> Container:
    """Return collected material that may be divided or pooled; a dose stays as it was filled."""
    container = custody.require_usable(journey, facts, name)
    if container.lot:
        raise Refused("container_not_here", container=name, state="a dose already")
    return container


def was_split(journey: Journey, entry: Entry) -> Journey:
    """Fold: the whole is consumed, its parts exist, each still without a label."""
    whole = journey.containers[entry.data["container"]]
    parts = [_part(whole, part, entry) for part in entry.data["parts"]]
    consumed = replace(whole, state="consumed", custodian=None, stored="")
    return journey.with_containers([consumed, *parts])


def _part(whole: Container, part: dict[str, Any], entry: Entry) -> Container:
    return Container(
        id=part["container"],
        use="sample" if "sample" in {whole.use, part.get("use")} else "cryobag",
        din=whole.din,
        product=part["product"],
        born=entry.happened_at,
        custodian=entry.by,
        place=whole.place,
        volume_ml=part["volume_ml"],
        parents=(whole.id,),
        came_by=whole.came_by,
        frozen_at=whole.frozen_at,
        unstored_since=entry.happened_at if whole.frozen_at else None,
    )


def next_divisions(journey: Journey, din: str, product: str, count: int) -> list[str]:
    """Return the next `count` free product codes of a donation: divisions A0, B0 ... Z0, A1 ...

    A division is unique per donation and product description, also after a lot has failed.
    """
    description = product[:6]
    used = {item.product for item in journey.containers.values() if item.din == din}
    every = (
        f"{description}{letter}{digit}"
        for digit in string.digits
        for letter in string.ascii_uppercase
    )
    free = [code for code in every if code not in used]
    if len(free) < count:
        raise Refused(
            "field_out_of_range", label="parts", value=count, low=1, high=260, unit=""
        )
    return free[:count]


def pool(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Pool two or more containers into one; the volumes add up."""
    names = facts.data["containers"]
    pooled = [_material(journey, facts, name) for name in names]
    if len({item.id for item in pooled}) < 2:
        raise Refused(
            "field_type", field="containers", label="containers", expected="two or more"
        )
    _require_alike(pooled)
    _require_sum(protocol, [facts.data["volume_ml"]], sum(item.volume_ml for item in pooled))
    din = pooled[0].din
    code = next_divisions(journey, din, protocol.product_codes["cryobag"], 1)[0]
    return (Event(facts.kind, {**facts.data, "container": f"{din}-{code}", "product": code}),)


def _require_alike(pooled: list[Container]) -> None:
    """Refuse to pool frozen with unfrozen cells, or a sample with what is given back."""
    if len({item.frozen_at is None for item in pooled}) > 1:
        raise Refused("pool_unlike", what="frozen and unfrozen cells")
    if len({item.use == "sample" for item in pooled}) > 1:
        raise Refused("pool_unlike", what="a sample and what is given back")


def was_pooled(journey: Journey, entry: Entry) -> Journey:
    """Fold: the pooled containers are consumed, one new container exists."""
    data = entry.data
    pooled = [journey.containers[name] for name in data["containers"]]
    whole = {"container": data["container"], "product": data["product"]}
    frozen = [item.frozen_at for item in pooled if item.frozen_at]
    new = replace(
        _part(pooled[0], {**whole, "volume_ml": data["volume_ml"]}, entry),
        parents=tuple(item.id for item in pooled),
        place=entry.by.site,
        came_by=pooled[0].came_by if all(item.came_by for item in pooled) else "",
        # The oldest ice decides how long a pool may be kept.
        frozen_at=min(frozen) if len(frozen) == len(pooled) else None,
    )
    return journey.with_containers([*_consumed(pooled), new])


def _consumed(containers: Iterable[Container]) -> list[Container]:
    return [
        replace(item, state="consumed", custodian=None, stored="", offer=None)
        for item in containers
    ]


def _require_sum(protocol: Protocol, parts: list[int], whole: int) -> None:
    tolerance = protocol.material.volume_tolerance_ml
    if abs(sum(parts) - whole) > tolerance:
        words: dict[str, Any] = {"parts": sum(parts), "whole": whole, "tolerance": tolerance}
        raise Refused("volume_mismatch", **words)


def discard(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Give a container its final place, with the reason, by the hands that hold it.

    What goes to another hospital leaves our chain there: whoever takes it is named. What is left of a
    bag given in part goes to no other hospital.
    """
    container = custody.require_holder(journey, facts, facts.data["container"])
    transferred = facts.data["fate"] == "transferred"
    if transferred and container.rest_waits:
        raise Refused("rest_not_transferred", container=container.id)
    if transferred and not facts.data.get("taken_by"):
        raise Refused("field_missing", field="taken_by", label="who takes it, and where")
    return (Event(facts.kind, facts.data),)


def discarded(journey: Journey, entry: Entry) -> Journey:
    """Fold: the container has left the journey; one given in part stays given, its rest has left."""
    container = journey.containers[entry.data["container"]]
    became = {"rest" if container.rest_waits else "state": entry.data["fate"]}
    gone = replace(container, **became, custodian=None, stored="", offer=None)
    return infusion.finish_visit(journey.with_containers([gone]))
