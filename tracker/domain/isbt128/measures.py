"""What was measured or tested, and by which hospital number is the patient known there?"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import ClassVar, Final, Self

from tracker.domain.isbt128.structure import Checked, Structure
from tracker.domain.refused import Refused

MARKERS: Final = (
    ("HIV antibody", "HIV antigen"),
    ("HIV nucleic acid", "HCV antibody"),
    ("HCV antigen", "HCV nucleic acid"),
    ("HBV core antibody", "HBV surface antigen"),
    ("HBV nucleic acid", "HTLV antibody"),
    ("syphilis antibody", "CMV antibody"),
    ("CMV nucleic acid", "EBV nucleic acid"),
    ("WNV nucleic acid", "parvovirus B19 antibody"),
    ("parvovirus B19 nucleic acid", "Chagas antibody"),
    ("HEV nucleic acid", None),
)
FOUND: Final = {1: "negative", 2: "positive"}


@dataclass(frozen=True)
class PatientNumber(Structure):
    """025, the patient's number at one location; letters and digits only."""

    number: ClassVar = "025"
    identifier: ClassVar = "&#"
    length: ClassVar = 4
    pattern: ClassVar = re.compile(
        r"(?P<location>[A-Z0-9]{2})(?P<size>[0-9]{2})(?P<patient>[A-Za-z0-9]{1,99})"
    )

    location: str
    patient: str

    def __post_init__(self) -> None:
        """Refuse a number that cannot be written."""
        self.match(self.content())

    @classmethod
    def needs(cls, text: str) -> int:
        """Return four characters and as many as the third and fourth say."""
        return cls.length + _count(cls.number, text[2:4])

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from location, length and number."""
        found = cls.match(content)
        if int(found["size"]) != len(found["patient"]):
            raise Refused("wrong_alphabet", structure=cls.number)
        return cls(found["location"], found["patient"])

    def content(self) -> str:
        """Return location, length and number."""
        return f"{self.location}{len(self.patient):02}{self.patient}"


@dataclass(frozen=True)
class InfectionMarkers(Checked):
    """027, results for infections. Personal: on no patient page and in no log line."""

    number: ClassVar = "027"
    identifier: ClassVar = '&"'
    length: ClassVar = 18
    pattern: ClassVar = re.compile(r"(?P<digits>[0-8]{9}[036])0{8}")

    digits: str

    def content(self) -> str:
        """Return ten digits that hold two results each, and eight unused ones."""
        return self.digits + "0" * 8

    @property
    def results(self) -> dict[str, str]:
        """What was looked for and found; a marker without information is left out."""
        pairs = zip(MARKERS, self.digits, strict=True)
        values = [(names, divmod(int(digit), 3)) for names, digit in pairs]
        named = [pair for names, found in values for pair in zip(names, found, strict=True)]
        return {name: FOUND[value] for name, value in named if name and value}


@dataclass(frozen=True)
class Dimension:
    """One measured value: what (`code`), how it compares, its digits and their scale."""

    comparison: str
    code: str
    value: str
    scale: str = "0"
    qualifier: str = "00"

    def encode(self) -> str:
        """Return the 14 characters of one value."""
        return "".join(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Dimensions(Structure):
    """029, volume, weight, counts: as many values as the message says."""

    number: ClassVar = "029"
    identifier: ClassVar = "&$"
    length: ClassVar = 2
    pattern: ClassVar = re.compile(r"[0-9]{2}(?:[0-9]{14})*")
    one: ClassVar = re.compile(
        r"(?P<comparison>[0-9]{2})(?P<code>[0-9]{4})(?P<value>[0-9]{5})"
        r"(?P<scale>[0-9])(?P<qualifier>[0-9]{2})"
    )

    values: tuple[Dimension, ...]

    def __post_init__(self) -> None:
        """Refuse values that would not come back as they went in."""
        if self._split(self.content()) != self.values:
            raise Refused("wrong_alphabet", structure=self.number)

    @classmethod
    def needs(cls, text: str) -> int:
        """Return two characters and fourteen for each value."""
        return cls.length + 14 * _count(cls.number, text[:2])

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from the number of values and the values."""
        return cls(cls._split(content))

    @classmethod
    def _split(cls, content: str) -> tuple[Dimension, ...]:
        text = cls.match(content).string
        if cls.needs(text) != len(text):
            raise Refused("wrong_alphabet", structure=cls.number)
        return tuple(Dimension(**found.groupdict()) for found in cls.one.finditer(text, 2))

    def content(self) -> str:
        """Return the number of values and the values."""
        return f"{len(self.values):02}" + "".join(value.encode() for value in self.values)

    @classmethod
    def volume_ml(cls, volume_ml: int) -> Self:
        """Build a statement of volume, anticoagulant included."""
        return cls((Dimension("01", "0001", f"{volume_ml:05}"),))


def _count(number: str, digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and int(digits)):
        raise Refused("wrong_alphabet", structure=number)
    return int(digits)
