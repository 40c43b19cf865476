"""What do all drafts share: the reason people give, the labels they scan, what lies loose or moves?"""

from functools import cache
from typing import Any

from tests.domain.telling import Telling
from tracker.domain import isbt128
from tracker.domain.journey import Container, Label, Shipment

Draft = tuple[dict[str, Any], tuple[str, ...]]
"""The fields and the scans of an attempt, before anybody is found to make it."""

WHY = {"reason": "as a test wants it"}


def label_of(told: Telling, item: Container) -> str:
    """Return what scanning a container's label reads, worked out once."""
    return _symbol(told.journey.coi, item.din, item.product)


@cache
def _symbol(coi: str, din: str, product: str) -> str:
    parts = (
        isbt128.DonationNumber.of(din),
        isbt128.ProductCode.of(product),
        isbt128.ChainOfIdentity.of(coi),
    )
    return isbt128.Compound(parts).encode()


def loose(told: Telling) -> list[Label]:
    return [label for label in told.journey.labels.values() if label.state == "printed"]


def moving(told: Telling) -> list[Shipment]:
    moving = {"packed", "under_way"}
    return [item for item in told.journey.shipments.values() if item.state in moving]
