"""How a field is asked for: one short function per type, and the fields many kinds share."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Field


def text(name: str, label: str, *, required: bool = True) -> Field:
    """Ask for text."""
    return Field(name, "text", label, required=required)


def choice(name: str, label: str, *choices: str, required: bool = True) -> Field:
    """Ask for one of a closed list."""
    return Field(name, "choice", label, required=required, choices=choices)


def several(name: str, label: str, *choices: str, required: bool = True) -> Field:
    """Ask for any number of a closed list."""
    return Field(name, "several", label, required=required, choices=choices)


def day(name: str, label: str, *, required: bool = True) -> Field:
    """Ask for a day."""
    return Field(name, "day", label, required=required)


def moment(name: str, label: str, *, required: bool = True) -> Field:
    """Ask for a time, with its zone."""
    return Field(name, "moment", label, required=required)


def flag(name: str, label: str, *, required: bool = True) -> Field:
    """Ask for yes or no."""
    return Field(name, "flag", label, required=required)


def count(  # noqa: PLR0913 - one argument per fact of a figure; keyword-only
    name: str,
    label: str,
    low: int,
    high: int,
    *,
    unit: str = "",
    usual: tuple[int, int] | None = None,
    required: bool = True,
) -> Field:
    """Ask for a whole number, with its unit, what can be and what is usual."""
    return Field(name, "integer", label, required, unit, low, high, usual)


def container(*, required: bool = True) -> Field:
    """Ask for one container."""
    return Field("container", "container", "container", required=required)


def containers(*, required: bool = True) -> Field:
    """Ask for containers."""
    return Field("containers", "containers", "containers", required=required)


VISIT: Final = text("visit", "visit", required=False)
DIN: Final = Field("din", "din", "donation number")
REASON: Final = text("reason", "reason")
SHIPMENT: Final = text("shipment", "shipment")
LOT: Final = text("lot", "lot")
VOLUME: Final = count("volume_ml", "volume", 1, 5000, unit="mL")
