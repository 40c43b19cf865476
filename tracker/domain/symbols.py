"""What a label's two-dimensional symbol says, so that every later scan can be judged by it alone."""

from __future__ import annotations

from tracker.domain.isbt128 import (
    ChainOfIdentity,
    Compound,
    DonationNumber,
    DonorNumber,
    ProductCode,
)
from tracker.domain.journey import Container, Journey, Shipment
from tracker.domain.scans import PLACE_PREFIX, SHIPPER_PREFIX


def container_symbol(journey: Journey, container: Container) -> str:
    """Return donation number, product and chain of identity as one compound message (023)."""
    parts = (
        DonationNumber.of(container.din),
        ProductCode.of(container.product),
        ChainOfIdentity.of(journey.coi),
    )
    return Compound(parts).encode()


def wristband_symbol(journey: Journey) -> str:
    """Return chain of identity and donor number as one compound message: two identifiers."""
    return Compound((ChainOfIdentity.of(journey.coi), donor(journey))).encode()


def donor(journey: Journey) -> DonorNumber:
    """Return the donor number of a journey's patient."""
    return DonorNumber.read(journey.donor)


def order_symbol(journey: Journey) -> str:
    """Return the chain of identity alone, as order sheets and certificates carry it."""
    return ChainOfIdentity.of(journey.coi).encode()


def shipper_symbol(journey: Journey, shipment: Shipment) -> str:
    """Return what the label of a shipper says, in words of our own.

    Structure 028 wants a serial that is unique for the facility and year; no such number is given
    when a shipper is packed. It must not read as an order sheet either, which proves identity.
    """
    return f"{SHIPPER_PREFIX}{journey.coi}-{shipment.id}"


def place_symbol(place: str) -> str:
    """Return what the label of a storage position says."""
    return f"{PLACE_PREFIX}{place}"
