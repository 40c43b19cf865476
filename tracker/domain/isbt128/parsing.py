"""What did the scanner read: one structure, two neighbours, or a compound message?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from tracker.domain.isbt128.check import check_character
from tracker.domain.isbt128.dates import (
    BirthDate,
    CollectionDay,
    CollectionMoment,
    ExpiryDay,
    ExpiryMoment,
    ExpiryMonth,
    ProductionDay,
    ProductionMoment,
    ZonedMoment,
)
from tracker.domain.isbt128.identity import (
    ChainOfIdentity,
    DonationNumber,
    DonorNumber,
    Grid,
    StaffMember,
)
from tracker.domain.isbt128.measures import Dimensions, InfectionMarkers, PatientNumber
from tracker.domain.isbt128.product import (
    BloodGroup,
    Divisions,
    ProcessingFacility,
    ProcessorProduct,
    ProductCode,
    ProductLot,
    ProductSupplement,
    SingleEuropeanCode,
    SpecialTesting,
)
from tracker.domain.isbt128.structure import Checked, Structure
from tracker.domain.isbt128.supplies import (
    Consignment,
    ContainerLot,
    ContainerMaker,
    Supply,
    SupplyLot,
)
from tracker.domain.refused import Refused

STRUCTURES: Final[dict[str, type[Structure]]] = {
    kind.identifier: kind
    for kind in (
        BloodGroup,
        ProductCode,
        ExpiryDay,
        ExpiryMoment,
        CollectionDay,
        CollectionMoment,
        ProductionDay,
        ProductionMoment,
        SpecialTesting,
        ContainerMaker,
        ContainerLot,
        DonorNumber,
        StaffMember,
        Supply,
        SupplyLot,
        BirthDate,
        PatientNumber,
        ExpiryMonth,
        InfectionMarkers,
        Consignment,
        Dimensions,
        ZonedMoment,
        Divisions,
        ProcessingFacility,
        ProcessorProduct,
        ProductLot,
        ProductSupplement,
        SingleEuropeanCode,
        Grid,
        ChainOfIdentity,
    )
}
"""By identifier; 001 is missing because its identifier is `=` and any letter or digit."""

RETIRED: Final = {"={": "011", "=[": "015", '="': "016", "&,3": "037"}
LOCAL: Final = re.compile(r"&[a-z;!]")
READERS: Final = ("]C0", "]C4", "]d1")
"""What a scanner may put in front: plain Code 128, two codes joined, Data Matrix."""

LONGEST: Final = 2_400
UNORDERED: Final = "000"
NEIGHBOURS: Final = 2
MOST_PARTS: Final = 99


@dataclass(frozen=True)
class Compound(Structure):
    """023, one message of several structures in no promised order; none stands inside another."""

    number: ClassVar = "023"
    identifier: ClassVar = "=+"
    length: ClassVar = 5
    pattern: ClassVar = re.compile(r"(?P<count>[0-9]{2})(?P<order>[0-9]{3})")

    structures: tuple[Structure, ...]

    def __post_init__(self) -> None:
        """Refuse what could not be read back: no structure, too many, or a message in a message."""
        if not 1 <= len(self.structures) <= MOST_PARTS:
            count = len(self.structures)
            raise Refused("compound_count", expected=f"1 to {MOST_PARTS}", actual=count)
        if any(isinstance(each, Compound) for each in self.structures):
            raise Refused("identifier_unknown", start=self.identifier)

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from the header, which promises how many structures follow, and these."""
        header, rest = content[: cls.length], content[cls.length :]
        if len(header) < cls.length:
            expected, actual = cls.length, len(header)
            raise Refused(
                "wrong_length", structure=cls.number, expected=expected, actual=actual
            )
        promised = cls.match(header)
        if promised["order"] != UNORDERED:
            raise Refused("compound_order", sequence=promised["order"])
        structures = _structures(rest)
        count = int(promised["count"])
        if not structures or len(structures) != count:
            raise Refused("compound_count", expected=count, actual=len(structures))
        return cls(structures)

    def content(self) -> str:
        """Return the header and every structure behind it, each with its identifier."""
        parts = "".join(each.encode() for each in self.structures)
        return f"{len(self.structures):02}{UNORDERED}{parts}"


def parse(raw: str) -> tuple[Structure, ...]:
    """Return the structures in `raw`, or raise `Refused` saying why it is no usable label.

    Of a compound message these are the structures inside it.
    """
    text = _without_reader_prefix(raw)
    if text.startswith(Compound.identifier):
        return Compound.read(text.removeprefix(Compound.identifier)).structures
    structures = _structures(text)
    if len(structures) > NEIGHBOURS:
        raise Refused("compound_count", expected=NEIGHBOURS, actual=len(structures))
    return structures


def _without_reader_prefix(raw: str) -> str:
    text = raw.strip()
    if len(text) > LONGEST:
        raise Refused("scan_too_long")
    if text.startswith("]C1"):
        raise Refused("not_isbt128")
    if text.startswith(READERS):
        text = text[3:]
    if not text:
        raise Refused("scan_empty")
    return text


def _structures(text: str) -> tuple[Structure, ...]:
    structures: list[Structure] = []
    rest = text
    while rest:
        if structures and rest[0] not in "=&":
            _refuse_trailing(structures[-1], rest)
        structure = _first(rest)
        structures.append(structure)
        rest = rest[len(structure.encode()) :]
    return tuple(structures)


def _first(text: str) -> Structure:
    kind = _kind(text)
    content = text[len(kind.identifier) :]
    length = kind.needs(content)
    if len(content) < length:
        _refuse_short(kind, content, length)
    return kind.read(content[:length])


def _kind(text: str) -> type[Structure]:
    for size in (3, 2):
        start = text[:size]
        if start in RETIRED:
            raise Refused("structure_retired", structure=RETIRED[start])
        if start in STRUCTURES:
            return STRUCTURES[start]
    if LOCAL.match(text):
        raise Refused("local_structure", start=text[:2])
    if re.match(r"=[A-Za-z0-9]", text):
        return DonationNumber
    if _ends_in_check_character(text):
        raise Refused("check_character_in_barcode")
    raise Refused("identifier_unknown", start=text[:2])


def _refuse_trailing(structure: Structure, rest: str) -> None:
    if isinstance(structure, Checked) and rest == structure.check_character:
        raise Refused("check_character_in_barcode")
    expected = len(structure.content())
    actual = expected + len(rest)
    raise Refused("wrong_length", structure=structure.number, expected=expected, actual=actual)


def _refuse_short(kind: type[Structure], content: str, length: int) -> None:
    if _ends_in_check_character(content):
        raise Refused("check_character_in_barcode")
    raise Refused("wrong_length", structure=kind.number, expected=length, actual=len(content))


def _ends_in_check_character(text: str) -> bool:
    """Whether this is what people type: a bare donation or chain number and its check."""
    bare = text[:-1]
    known = DonationNumber.pattern.fullmatch(bare + "00") or ChainOfIdentity.pattern.fullmatch(
        bare
    )
    return bool(known) and text[-1] == check_character(bare)
