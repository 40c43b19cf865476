"""What is in this container, and which division of it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from tracker.domain.isbt128.structure import FACILITY, Structure

AUTOLOGOUS: Final = frozenset("1XA8")
"""Types of collection: autologous only, with biohazard, eligible for others too, with other material."""


@dataclass(frozen=True)
class BloodGroup(Structure):
    """002, blood group, or a message on intended use or status in its place."""

    number: ClassVar = "002"
    identifier: ClassVar = "=%"
    length: ClassVar = 4
    pattern: ClassVar = re.compile(r"(?P<group>[0-9A-Z][0-9A-Za-z])(?P<phenotype>[0-9A-Z])0")

    group: str
    phenotype: str = "0"

    def content(self) -> str:
        """Return the content; its last character is always 0."""
        return f"{self.group}{self.phenotype}0"


@dataclass(frozen=True)
class ProductCode(Structure):
    """003, product description code, type of collection and division.

    Case matters in the last three characters. In the families M N R T V W these three together
    are the division. The meaning of a description code comes from the site's own tables.
    """

    number: ClassVar = "003"
    identifier: ClassVar = "=<"
    length: ClassVar = 8
    pattern: ClassVar = re.compile(
        r"(?P<description>[A-Z][A-Z0-9]{4})(?P<collection_type>[A-Za-z0-9])"
        r"(?P<division>[A-Z0-9][a-z0-9])"
    )

    description: str
    collection_type: str
    division: str = "00"

    @property
    def code(self) -> str:
        """The 8 characters."""
        return self.content()

    @property
    def autologous(self) -> bool:
        """Whether the type of collection says that the cells go back to whom they came from."""
        return self.collection_type in AUTOLOGOUS

    @property
    def needs_divisions(self) -> bool:
        """Whether structure 032 must be scanned too, because the division does not fit here."""
        return self.division == "99"

    @classmethod
    def of(cls, code: str) -> Self:
        """Build from the 8 characters kept in the record."""
        return cls.read(code)


@dataclass(frozen=True)
class SpecialTesting(Structure):
    """010, special testing; the meaning comes from the site's own tables."""

    number: ClassVar = "010"
    identifier: ClassVar = "&("
    length: ClassVar = 5
    pattern: ClassVar = re.compile(r"(?P<code>[A-Z0-9]{5})")

    code: str


@dataclass(frozen=True)
class Divisions(Structure):
    """032, which division of a product, where two characters are not enough."""

    number: ClassVar = "032"
    identifier: ClassVar = "=,"
    length: ClassVar = 6
    pattern: ClassVar = re.compile(r"(?P<divisions>[A-Z0-9]{6})")

    divisions: str


@dataclass(frozen=True)
class ProcessingFacility(Structure):
    """033, the facility that gave the product its code, and its own code for it."""

    number: ClassVar = "033"
    identifier: ClassVar = "&+"
    length: ClassVar = 11
    pattern: ClassVar = re.compile(FACILITY + r"(?P<product>[A-Z0-9]{6})")

    facility: str
    product: str = "000000"


@dataclass(frozen=True)
class ProcessorProduct(Structure):
    """034, processing facility, its product code and the product description code in one."""

    number: ClassVar = "034"
    identifier: ClassVar = "=/"
    length: ClassVar = 16
    pattern: ClassVar = re.compile(
        FACILITY + r"(?P<product>[A-Z0-9]{6})(?P<description>[A-Z][A-Z0-9]{4})"
    )

    facility: str
    product: str
    description: str


@dataclass(frozen=True)
class ProductLot(Structure):
    """035, a lot number of human material; by itself it never makes a product unique."""

    number: ClassVar = "035"
    identifier: ClassVar = "&,1"
    length: ClassVar = 18
    pattern: ClassVar = re.compile(r"(?P<lot>[A-Z0-9]{18})")

    lot: str


@dataclass(frozen=True)
class ProductSupplement(Structure):
    """036, a further number of human material; by itself it never makes a product unique."""

    number: ClassVar = "036"
    identifier: ClassVar = "&,2"
    length: ClassVar = 18
    pattern: ClassVar = re.compile(r"(?P<supplement>[A-Z0-9]{18})")

    supplement: str


@dataclass(frozen=True)
class SingleEuropeanCode(Structure):
    """038, the European code of a tissue or cell product (not of a medicinal product)."""

    number: ClassVar = "038"
    identifier: ClassVar = "&,4"
    length: ClassVar = 40
    pattern: ClassVar = re.compile(
        r"(?P<country>[A-Z]{2})(?P<establishment>[A-Z0-9]{6})(?P<donation>[A-Z0-9]{13})"
        r"(?P<system>[ABE])(?P<product>[A-Z0-9]{7})(?P<split>[A-Za-z0-9]{3})"
        r"(?P<expiry>[0-9]{8})"
    )

    country: str
    establishment: str
    donation: str
    system: str
    product: str
    split: str
    expiry: str
