"""Which donation, which donor, which chain of identity, which member of staff?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from tracker.domain.isbt128.check import check_character, check_value
from tracker.domain.isbt128.structure import FACILITY, Checked, Structure
from tracker.domain.refused import Refused

KEYED_FLAGS = range(60, 97)
"""Flag values that repeat the check value of the donation number (60 + 0...36)."""


@dataclass(frozen=True)
class DonationNumber(Checked):
    """001, the donation identification number (DIN) and the two flags of one printed label.

    Two labels of the same bag legally differ in their flags: compare `din`, never the object.
    """

    number: ClassVar = "001"
    identifier: ClassVar = "="
    length: ClassVar = 15
    pattern: ClassVar = re.compile(
        FACILITY + r"(?P<year>[0-9]{2})(?P<serial>[0-9]{6})(?P<flags>[0-9A-HJ-NPR-Y]{2})"
    )

    facility: str
    year: str
    serial: str
    flags: str = "00"

    def __post_init__(self) -> None:
        """Refuse flags that contradict the number they were computed from."""
        super().__post_init__()
        if self.flags.isdigit() and int(self.flags) in KEYED_FLAGS:
            self._check_keyed_flags()

    def _check_keyed_flags(self) -> None:
        if int(self.flags) != KEYED_FLAGS.start + check_value(self.din):
            raise Refused("check_character_wrong")

    @property
    def din(self) -> str:
        """The 13 characters that are the identity."""
        return self.facility + self.year + self.serial

    @property
    def check_character(self) -> str:
        """The boxed character; it covers the 13 characters, not the flags."""
        return check_character(self.din)

    @property
    def eye_text(self) -> str:
        """The number grouped for human eyes, without check character."""
        return f"{self.facility} {self.year} {self.serial}"

    def same_donation(self, other: DonationNumber) -> bool:
        """Whether both labels name the same donation."""
        return self.din == other.din

    @classmethod
    def of(cls, din: str, flags: str = "00") -> Self:
        """Build from the 13 characters kept in the record."""
        return cls.read(din + flags)

    @classmethod
    def with_keyed_flags(cls, din: str) -> Self:
        """Build with flags that let a reader notice a garbled scan."""
        return cls.of(din, str(KEYED_FLAGS.start + check_value(din)))


@dataclass(frozen=True)
class DonorNumber(Checked):
    """019, the donor: for autologous therapy the patient, under a number the facility gave."""

    number: ClassVar = "019"
    identifier: ClassVar = "=;"
    length: ClassVar = 21
    pattern: ClassVar = re.compile(FACILITY + r"(?P<donor>[0-9]{16})")

    facility: str
    donor: str

    @property
    def eye_text(self) -> str:
        """The number grouped for human eyes, without check character."""
        return f"{self.facility} {self.donor}"


@dataclass(frozen=True)
class StaffMember(Structure):
    """020, a member of staff, as on a badge."""

    number: ClassVar = "020"
    identifier: ClassVar = "='"
    length: ClassVar = 11
    pattern: ClassVar = re.compile(FACILITY + r"(?P<member>[A-Z0-9]{6})")

    facility: str
    member: str


@dataclass(frozen=True)
class Grid(Structure):
    """039, the global registration identifier of an allogeneic donor; its check is inside."""

    number: ClassVar = "039"
    identifier: ClassVar = "&:"
    length: ClassVar = 19
    pattern: ClassVar = re.compile(
        r"(?P<issuer>[1-9][0-9]{3})(?P<registration>[A-Z0-9]{13})(?P<check>[0-9]{2})"
    )

    issuer: str
    registration: str
    check: str

    def __post_init__(self) -> None:
        """Refuse a GRID whose two check digits do not fit."""
        super().__post_init__()
        if int(self.check) != check_value(self.issuer + self.registration):
            raise Refused("check_character_wrong")


@dataclass(frozen=True)
class ChainOfIdentity(Checked):
    """040, what ties every collection, lot and dose of one therapy to one patient (CoI)."""

    number: ClassVar = "040"
    identifier: ClassVar = "&/"
    length: ClassVar = 15
    pattern: ClassVar = re.compile(
        r"CH" + FACILITY + r"(?P<year>[0-9]{2})(?P<serial>[A-Z0-9]{6})"
    )

    facility: str
    year: str
    serial: str

    def content(self) -> str:
        """Return the 15 characters; by the general rule the check character covers `CH` too."""
        return f"CH{self.facility}{self.year}{self.serial}"

    @property
    def coi(self) -> str:
        """The 15 characters that are the identity."""
        return self.content()

    @property
    def eye_text(self) -> str:
        """The identifier grouped for human eyes, without check character."""
        return f"CH {self.facility} {self.year} {self.serial}"

    @classmethod
    def of(cls, coi: str) -> Self:
        """Build from the 15 characters kept in the record."""
        return cls.read(coi)
