"""What one scan says: which carrier it was, and which identifiers it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from tracker.domain import isbt128
from tracker.domain.refused import Refused

PLACE_PREFIX: Final = "PL:"
SHIPPER_PREFIX: Final = "SH:"
LONGEST: Final = 500
"""No label of ours is nearly as long; a key held down under a scanner is."""

SOURCES: Final = ("wedge", "camera", "typed")
"""By which means an identifier reaches us, the surest first; a wedge scanner is a keyboard."""

_AS_TYPED: Final = frozenset(
    {"check_character_missing", "check_character_wrong", "typed_too_long"}
)
"""Refusals that only fingers meet."""

_DIN: Final = re.compile(r"[A-NP-Z1-9][A-NP-Z0-9]{2}[0-9]{10}")
_DIN_KEYED: Final = re.compile(_DIN.pattern + r"[0-9A-Z*]")
_COI: Final = re.compile(r"CH" + _DIN.pattern[:-5] + r"[0-9]{4}[A-Z0-9]{6}")
_FIRST_OF_SYMBOL: Final = ("=", "&", "]")


@dataclass(frozen=True)
class Scan:
    """One reading. Empty text where the carrier does not say; `typed` when fingers did it."""

    raw: str
    coi: str = ""
    donor: str = ""
    din: str = ""
    product: str = ""
    place: str = ""
    foreign: str = ""
    shipment: str = ""
    typed: bool = False

    @property
    def carrier(self) -> str:
        """Name what was scanned: wristband, container, donation, shipper, order, place or foreign."""
        if self.shipment:
            return "shipper"
        if self.donor:
            return "wristband"
        if self.product:
            return "container"
        if self.din:
            return "donation"
        if self.coi:
            return "order"
        return "place" if self.place else "foreign"

    @property
    def values(self) -> frozenset[str]:
        """Return the identifiers read, as the register of identifiers names them."""
        pairs = (
            ("coi", self.coi),
            ("donor", self.donor),
            ("din", self.din),
            ("foreign", self.foreign),
        )
        return frozenset(f"{what}:{value}" for what, value in pairs if value)


@lru_cache(maxsize=1024)  # one attempt asks several times what each of its scans says
def read(raw: str) -> Scan:
    """Return what a scan or a typed identifier says. Raises Refused when it says nothing we know."""
    text = raw.strip()
    if len(text) > LONGEST:
        raise Refused("scan_too_long")
    if not text.isprintable():
        raise Refused("identifier_unknown", start=ascii(text[:2]))
    if text.startswith(PLACE_PREFIX):
        return Scan(raw, place=text[len(PLACE_PREFIX) :])
    if text.startswith(SHIPPER_PREFIX):
        raise Refused("shipper_scanned", shipment=ascii(text[len(SHIPPER_PREFIX) :]).strip("'"))
    if not text or text.startswith(_FIRST_OF_SYMBOL):
        return _symbol(raw, isbt128.parse(text))
    return _typed(raw, text)


def shipper(raw: str) -> Scan | None:
    """Return what the label of a shipper says; None for another label.

    Only a look-up may ask, and whoever puts that label on: it proves nothing about what is inside,
    and `read` refuses it wherever cells or patients are compared.
    """
    text = raw.strip()
    if not text.startswith(SHIPPER_PREFIX) or len(text) > LONGEST or not text.isprintable():
        return None
    coi, _, shipment = text.removeprefix(SHIPPER_PREFIX).partition("-")
    return Scan(raw, coi=coi, shipment=shipment or text)


def means(raw: str, said: str = "") -> str:
    """Return how this was read: as the page says, else typed when it looks typed."""
    if said in SOURCES:
        return said
    return "typed" if _looks_typed(raw) else "wedge"


def means_of(raws: Iterable[str], said: Mapping[str, str]) -> tuple[str, ...]:
    """Return how each of these was read; `said` is what the page says of some of them."""
    return tuple(means(raw, said.get(raw, "")) for raw in raws)


def furthest(each: Iterable[str]) -> str:
    """Return the one of several means that is furthest from a scanner."""
    return max(each, key=SOURCES.index, default=SOURCES[0])


def _looks_typed(raw: str) -> bool:
    try:
        return read(raw).typed
    except Refused as refused:
        return refused.code in _AS_TYPED


def require_accounted(scan: Scan, said: str, reason: str) -> None:
    """Refuse what fingers did instead of a scanner without a reason, or without a check character.

    Whoever types the text of a barcode types no check character with it.
    """
    if means(scan.raw, said) != "typed":
        return
    if not scan.typed and not scan.foreign:
        raise Refused("barcode_typed", field="reason")
    if not reason.strip():
        raise Refused("reason_missing", field="reason")


def _symbol(raw: str, structures: tuple[isbt128.Structure, ...]) -> Scan:
    found: dict[str, Any] = {}
    for structure in structures:
        match structure:
            case isbt128.ChainOfIdentity():
                found["coi"] = structure.coi
            case isbt128.DonorNumber():
                found["donor"] = structure.content()
            case isbt128.DonationNumber():
                found["din"] = structure.din
            case isbt128.ProductCode():
                found["product"] = _divided(structure, structures)
            case _:
                continue
    if not found and any(isinstance(each, isbt128.StaffMember) for each in structures):
        raise Refused("badge_scanned")
    if not found:
        raise Refused("identifier_unknown", start=raw[:2])
    return Scan(raw, **found)


def _divided(product: isbt128.ProductCode, structures: Iterable[isbt128.Structure]) -> str:
    """Return the product code. Division 99 says nothing alone: structure 032 must be scanned too.

    Two bags of one donation may share such a code, so their divisions stand behind it.
    """
    if not product.needs_divisions:
        return product.code
    further = [each.divisions for each in structures if isinstance(each, isbt128.Divisions)]
    if not further:
        raise Refused("divisions_missing", product=product.code)
    return f"{product.code}-{further[0]}"


def _typed(raw: str, text: str) -> Scan:
    """Read what a person typed: donation number or chain of identity, with its check character.

    Anything else is taken as a barcode of somebody else's making, known only if it was linked.
    """
    bare = text.replace(" ", "").replace("-", "").upper()
    if _COI.fullmatch(bare[:15]) and len(bare) in {15, 16}:
        return Scan(raw, coi=isbt128.typed_coi(text), typed=True)
    if _DIN.fullmatch(bare) or _DIN_KEYED.fullmatch(bare):
        return Scan(raw, din=isbt128.typed_din(text), typed=True)
    return Scan(raw, foreign=text)
