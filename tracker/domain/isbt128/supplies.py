"""Which bag set, kit or reagent was used, and of which lot?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from tracker.domain.isbt128.structure import FACILITY, Structure

LOT = re.compile(r"(?P<lot>[A-Z0-9]{10})")
"""Left-padded with zeros to its full length."""


@dataclass(frozen=True)
class ContainerMaker(Structure):
    """017, the maker of a bag set and its catalogue number, left-padded with zeros."""

    number: ClassVar = "017"
    identifier: ClassVar = "=)"
    length: ClassVar = 10
    pattern: ClassVar = re.compile(r"(?P<maker>[A-Z0-9]{3})(?P<catalogue>[A-Z0-9]{7})")

    maker: str
    catalogue: str


@dataclass(frozen=True)
class ContainerLot(Structure):
    """018, the lot of a bag set."""

    number: ClassVar = "018"
    identifier: ClassVar = "&)"
    length: ClassVar = 10
    pattern: ClassVar = LOT

    lot: str


@dataclass(frozen=True)
class Supply(Structure):
    """021, the maker of a kit or reagent and its catalogue number."""

    number: ClassVar = "021"
    identifier: ClassVar = "=-"
    length: ClassVar = 10
    pattern: ClassVar = re.compile(r"(?P<maker>[A-Z0-9]{2})(?P<catalogue>[A-Z0-9]{8})")

    maker: str
    catalogue: str


@dataclass(frozen=True)
class SupplyLot(Structure):
    """022, the lot of a kit or reagent."""

    number: ClassVar = "022"
    identifier: ClassVar = "&-"
    length: ClassVar = 10
    pattern: ClassVar = LOT

    lot: str


@dataclass(frozen=True)
class Consignment(Structure):
    """028, a shipment: box `container` of `containers`; paperwork says 00."""

    number: ClassVar = "028"
    identifier: ClassVar = "=$"
    length: ClassVar = 16
    pattern: ClassVar = re.compile(
        FACILITY + r"(?P<year>[0-9]{2})(?P<serial>[0-9]{5})"
        r"(?P<container>[0-9]{2})(?P<containers>[0-9]{2})"
    )

    facility: str
    year: str
    serial: str
    container: str
    containers: str
