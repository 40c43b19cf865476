"""What do all ISBT 128 data structures have in common?"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import ClassVar, Self

from tracker.domain.isbt128.check import check_character
from tracker.domain.refused import Refused

FACILITY = r"(?P<facility>[A-NP-Z1-9][A-NP-Z0-9]{2}[0-9]{2})"
"""Facility identification number: never O and never a leading 0; digits in front are legal."""

TEST_FACILITIES = tuple(f"A999{digit}" for digit in range(10))
"""Reserved for tests and demonstrations; a site enters the number it is registered under."""


@dataclass(frozen=True)
class Structure:
    """A data identifier and its content.

    A subclass gives `pattern`, whose named groups are its fields in order; both reading and
    building pass through it, so an instance that exists can always be printed and read back.
    """

    number: ClassVar[str]
    identifier: ClassVar[str]
    length: ClassVar[int]
    pattern: ClassVar[re.Pattern[str]]

    def __post_init__(self) -> None:
        """Refuse fields that would not come back from the barcode as they went in."""
        found = self.match(self.content())
        if found.groupdict() != {
            field.name: getattr(self, field.name) for field in fields(self)
        }:
            raise Refused("wrong_alphabet", structure=self.number)

    @classmethod
    def match(cls, content: str) -> re.Match[str]:
        """Match `content` against the pattern, or refuse it with the nearest reason."""
        found = cls.pattern.fullmatch(content)
        if found:
            return found
        if content.isascii() and cls.pattern.fullmatch(content.upper()):
            raise Refused("lower_case")
        raise Refused("wrong_alphabet", structure=cls.number)

    @classmethod
    def needs(cls, text: str) -> int:
        """Return how many characters of `text` belong to this structure."""
        del text  # only structures that carry their own length look at it
        return cls.length

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from the content that follows the identifier in a barcode."""
        return cls(**cls.match(content).groupdict())

    def content(self) -> str:
        """Return what follows the identifier in a barcode."""
        return "".join(getattr(self, field.name) for field in fields(self))

    def encode(self) -> str:
        """Return exactly what belongs in the barcode."""
        return self.identifier + self.content()


@dataclass(frozen=True)
class Checked(Structure):
    """A structure whose printed text must end in a boxed check character."""

    @property
    def check_character(self) -> str:
        """The boxed character behind the printed text."""
        return check_character(self.content())
