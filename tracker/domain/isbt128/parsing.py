"""What did the scanner read: one structure, two neighbours, or a compound message?"""

from __future__ import annotations

import re
from typing import Final

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
HEADER: Final = "=+"
HEADER_LENGTH: Final = 7
UNORDERED: Final = "000"
NEIGHBOURS: Final = 2
MOST_PARTS: Final = 99


def parse(raw: str) -> tuple[Structure, ...]:
    """Return the structures in `raw`, or raise `Refused` saying why it is no usable label."""
    text = _without_reader_prefix(raw)
    if text.startswith(HEADER):
        return _compound(text)
    structures = _structures(text)
    if len(structures) > NEIGHBOURS:
        raise Refused("compound_count", expected=NEIGHBOURS, actual=len(structures))
    return structures


def compound(structures: tuple[Structure, ...]) -> str:
    """Return the compound message (023) that holds `structures`, in no promised order."""
    if not 1 <= len(structures) <= MOST_PARTS:
        raise Refused("compound_count", expected=f"1 to {MOST_PARTS}", actual=len(structures))
    return f"{HEADER}{len(structures):02}{UNORDERED}" + "".join(s.encode() for s in structures)


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


def _compound(text: str) -> tuple[Structure, ...]:
    expected = _promised(text[len(HEADER) : HEADER_LENGTH])
    structures = _structures(text[HEADER_LENGTH:])
    if not structures or len(structures) != expected:
        raise Refused("compound_count", expected=expected, actual=len(structures))
    return structures


def _promised(header: str) -> int:
    if len(header) < HEADER_LENGTH - len(HEADER):
        raise Refused("wrong_length", structure="023", expected=5, actual=len(header))
    if not re.fullmatch(r"[0-9]{5}", header):
        raise Refused("wrong_alphabet", structure="023")
    if header[2:] != UNORDERED:
        raise Refused("compound_order", sequence=header[2:])
    return int(header[:2])


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
