"""What must each kind of label show? Strings only: whoever asks has read the record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class JourneyLabel:
    """What every label that travels with one patient's cells carries.

    Identifiers come grouped for human eyes and without their check character, which is given
    beside them and printed in a box. `seal` is the first eight hex digits of the journey's last
    entry, so that paper bears witness. `notice` marks examples.
    """

    title: str
    facility: str
    coi: str
    coi_check: str
    seal: str
    copy: int = 1
    label: str = ""
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class ContainerLabel(JourneyLabel):
    """The final label of a bag, 100 x 100 mm, in four quadrants.

    `symbol` goes into the Data Matrix, every `..._code128` into a linear code; the text beside
    each is what a person reads. What is empty is left out.
    """

    symbol: str
    code128: str
    din: str
    din_check: str
    product: str
    product_code: str
    product_code128: str = ""
    flags: str = ""
    collected: str = ""
    details: tuple[str, ...] = ()
    status: str = ""
    status_code128: str = ""
    expiry: str = ""
    expiry_code128: str = ""
    patient: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PartialLabel(JourneyLabel):
    """The label of a cryobag, 90 x 50 mm: too small for everything, never without the DIN."""

    symbol: str
    code128: str
    din: str
    din_check: str
    product: str
    product_code: str
    expiry: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VialLabel(JourneyLabel):
    """The label of a vial, 50 x 42 mm: one Data Matrix and the text."""

    symbol: str
    din: str
    din_check: str
    product: str
    product_code: str
    expiry: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CassetteLabel(JourneyLabel):
    """The label of a cassette, 100 x 60 mm: read before anyone opens it."""

    symbol: str
    code128: str
    din: str
    din_check: str
    product: str
    product_code: str
    lot: str = ""
    bag: str = ""
    told_apart: str = ""
    expiry: str = ""
    storage: str = ""
    patient: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Packed:
    """One line of a packing list."""

    identifier: str
    description: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class ShipperLabel(JourneyLabel):
    """The label of a shipper with its packing list, 100 x 150 mm; no name of a patient."""

    symbol: str
    code128: str
    shipment: str
    sender: tuple[str, ...]
    receiver: tuple[str, ...]
    contents: tuple[Packed, ...]
    handling: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wristband(JourneyLabel):
    """The patient's wristband, 150 x 25 mm: the first carrier of every bedside check.

    Its symbol holds two identifiers, chain of identity and donor number; both stand beside it.
    """

    symbol: str
    donor: str
    donor_check: str
    patient_name: str
    birth_date: str
    patient_number: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StaffBadge:
    """A staff member's badge, 86 x 54 mm."""

    code128: str
    name: str
    role: str
    number: str
    facility: str
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceLabel:
    """The label of a room, tank, rack or box, 100 x 40 mm; no journey stands on it."""

    code128: str
    place: str
    name: str
    facility: str
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class PositionLabel:
    """The label of one storage position, 50 x 15 mm."""

    symbol: str
    place: str
    name: str
    facility: str
    notice: str = ""


Label = (
    ContainerLabel
    | PartialLabel
    | VialLabel
    | CassetteLabel
    | ShipperLabel
    | Wristband
    | StaffBadge
    | PlaceLabel
    | PositionLabel
)
