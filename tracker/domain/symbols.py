"""What a label's two-dimensional symbol says, so that every later scan can be judged by it alone."""

from __future__ import annotations

from tracker.domain import isbt128
from tracker.domain.isbt128 import ChainOfIdentity, DonationNumber, DonorNumber, ProductCode
from tracker.domain.journey import Container, Journey
from tracker.domain.scans import PLACE_PREFIX

FIN_LENGTH = 5


def container_symbol(journey: Journey, container: Container) -> str:
    """Return donation number, product and chain of identity as one compound message (023)."""
    return isbt128.compound(
        (
            DonationNumber.of(container.din),
            ProductCode.of(container.product),
            ChainOfIdentity.of(journey.coi),
        )
    )


def wristband_symbol(journey: Journey) -> str:
    """Return chain of identity and donor number as one compound message: two identifiers."""
    fin, number = journey.donor[:FIN_LENGTH], journey.donor[FIN_LENGTH:]
    return isbt128.compound((ChainOfIdentity.of(journey.coi), DonorNumber(fin, number)))


def order_symbol(journey: Journey) -> str:
    """Return the chain of identity alone, as order sheets and certificates carry it."""
    return ChainOfIdentity.of(journey.coi).encode()


def place_symbol(place: str) -> str:
    """Return what the label of a storage position says."""
    return f"{PLACE_PREFIX}{place}"
