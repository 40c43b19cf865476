"""Where does everything lie on this label, whatever kind it is?"""

from __future__ import annotations

from typing import assert_never

from labels import container, house, shipper, small, wristband
from labels.drawing import Drawing
from labels.shapes import (
    CassetteLabel,
    ContainerLabel,
    Label,
    PartialLabel,
    PlaceLabel,
    PositionLabel,
    ShipperLabel,
    StaffBadge,
    VialLabel,
    Wristband,
)


def lay_out(label: Label) -> Drawing:  # noqa: C901, PLR0911 - one line per kind of label
    """Return the drawing of a label, or refuse what does not fit on it."""
    match label:
        case ContainerLabel():
            return container.lay_out(label)
        case PartialLabel():
            return small.lay_out_partial(label)
        case VialLabel():
            return small.lay_out_vial(label)
        case CassetteLabel():
            return small.lay_out_cassette(label)
        case ShipperLabel():
            return shipper.lay_out(label)
        case Wristband():
            return wristband.lay_out(label)
        case StaffBadge():
            return house.lay_out_badge(label)
        case PlaceLabel():
            return house.lay_out_place(label)
        case PositionLabel():
            return house.lay_out_position(label)
        case _:
            assert_never(label)
