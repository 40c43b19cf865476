"""What is asked of whoever has a container in hand: dividing, freezing, storing, passing it on."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Field, Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import (
    REASON,
    VOLUME,
    choice,
    container,
    containers,
    count,
    moment,
    text,
)
from tracker.domain.specs.people import BEDSIDE, HANDLERS, LIAISON, NURSE, PLANT, TECH

PARTS: Final = Field(
    "parts",
    "parts",
    "parts",
    parts=(
        VOLUME,
        choice("use", "what it is for", "product", "sample", required=False),
    ),
)

SPECS: Final = (
    Spec(
        Kind.CONTAINER_SPLIT,
        "Split a container",
        "container",
        1,
        (TECH, PLANT),
        (container(), PARTS),
        "I split this container as recorded.",
    ),
    Spec(
        Kind.CONTAINERS_POOLED,
        "Pool containers",
        "container",
        1,
        (TECH, PLANT),
        (containers(), VOLUME),
        "I pooled these containers as recorded.",
    ),
    Spec(
        Kind.CONTAINER_DISCARDED,
        "Give a container its final place",
        "container",
        1,
        (NURSE, TECH, PLANT, LIAISON, BEDSIDE),
        (
            container(),
            choice("fate", "final place", "destroyed", "returned", "retained", "transferred"),
            text("taken_by", "who takes it, and where", required=False),
            REASON,
        ),
        "This container leaves the journey as recorded.",
    ),
    Spec(
        Kind.FROZEN,
        "Freeze",
        "container",
        1,
        (TECH, PLANT),
        (
            containers(),
            choice("method", "method", "controlled_rate", "passive"),
            count("dmso_permille", "DMSO", 10, 200, unit="per thousand", usual=(50, 100)),
            moment("started_at", "freezing started"),
            moment("ended_at", "freezing ended"),
            text("curve_digest", "digest of the curve file", required=False),
        ),
        "I froze these containers as recorded.",
    ),
    Spec(
        Kind.STORED,
        "Put into storage",
        "container",
        0,
        (TECH, PLANT),
        (container(), text("place", "position")),
    ),
    Spec(
        Kind.REMOVED_FROM_STORAGE,
        "Take out of storage",
        "container",
        0,
        (TECH, PLANT),
        (container(), REASON),
    ),
    Spec(
        Kind.CUSTODY_OFFERED,
        "Offer custody",
        "custody",
        1,
        HANDLERS,
        (
            containers(required=False),
            text("shipment", "shipment", required=False),
            choice("to_role", "to", *(role.value for role in HANDLERS)),
            text("to_site", "where", required=False),
        ),
        "I offer these containers.",
    ),
    Spec(
        Kind.CUSTODY_ACCEPTED,
        "Accept custody",
        "custody",
        1,
        HANDLERS,
        (containers(required=False), text("shipment", "shipment", required=False)),
        "I now hold these containers.",
    ),
    Spec(
        Kind.CUSTODY_DECLINED,
        "Decline custody",
        "custody",
        1,
        HANDLERS,
        (containers(required=False), text("shipment", "shipment", required=False), REASON),
        "I do not take these containers.",
    ),
    Spec(
        Kind.CUSTODY_WITHDRAWN,
        "Withdraw an offer",
        "custody",
        1,
        HANDLERS,
        (containers(required=False), text("shipment", "shipment", required=False), REASON),
        "I take back my offer.",
    ),
)
