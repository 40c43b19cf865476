"""May this shipper or logger travel? Its last qualification or calibration must outlast the journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from tracker.domain.events import Device, Facts
from tracker.domain.refused import Refused

KINDS: Final = ("shipper", "logger")
CHECK_OF: Final = {"shipper": "qualified", "logger": "calibrated"}
BY_HAND: Final = ("qualified", "calibrated", "repaired", "damaged", "retired", "back_in_use")
OUT_OF_USE: Final = frozenset({"damaged", "retired"})


@dataclass(frozen=True)
class Line:
    """One line of a device's history; `coi` and `shipment` where it travelled."""

    kind: str
    serial: str
    what: str
    who: str
    at: datetime
    day: date | None = None
    valid_until: date | None = None
    note: str = ""
    site: str = ""
    coi: str = ""
    shipment: str = ""


def device(history: tuple[Line, ...]) -> Device:
    """Return what a device is after its history, oldest line first."""
    first = history[0]
    checked_on = valid_until = None
    out = ""
    for line in history:
        if line.what in CHECK_OF.values():
            checked_on, valid_until = line.day, line.valid_until
        if line.what in OUT_OF_USE:
            out = line.what
        elif line.what in {"back_in_use", CHECK_OF[first.kind]}:
            out = ""
    return Device(first.kind, first.serial, checked_on, valid_until, out)


def checked(line: Line) -> Line:
    """Return a line somebody may write by hand. Raises Refused with its first fault."""
    for name, value in (("kind", line.kind), ("serial", line.serial)):
        if not value.strip():
            raise Refused("field_missing", field=name)
    if line.kind not in KINDS:
        raise Refused("field_choice", field="kind", choices=", ".join(KINDS))
    allowed = [each for each in BY_HAND if each not in set(CHECK_OF.values())]
    if line.what not in {*allowed, CHECK_OF[line.kind]}:
        choices = ", ".join([CHECK_OF[line.kind], *allowed])
        raise Refused("field_choice", field="what", label="What happened", choices=choices)
    if line.what == CHECK_OF[line.kind] and not (line.day and line.valid_until):
        raise Refused(
            "field_missing", field="valid_until", label="The day and how long it holds"
        )
    if line.day and line.valid_until and line.valid_until < line.day:
        raise Refused("end_before_start", field="valid_until")
    return line


def require_fit(facts: Facts, arrival: datetime) -> dict[str, Any]:
    """Refuse a shipper or logger that may not make this journey; return the dates to keep with it.

    Nobody packs into what nobody knows: where the register has no date, the packer reads it from the
    sticker. Raises Refused without a date, out of use, or with a check that ends before the arrival.
    """
    seen: dict[str, Any] = {}
    for kind, named in (
        ("shipper", "shipper_qualified_until"),
        ("logger", "logger_calibrated_until"),
    ):
        serial = facts.data[kind]
        known = facts.devices.get(f"{kind}:{serial}")
        until = (
            known.valid_until.isoformat()
            if known and known.valid_until
            else facts.data.get(named)
        )
        if known and known.out_of_use:
            raise Refused(
                "device_unfit", device=f"{kind} {serial}", why=known.out_of_use, field=kind
            )
        if not until:
            label = f"{kind.capitalize()} {CHECK_OF[kind]} until"
            raise Refused("field_missing", field=named, label=label)
        if until < arrival.date().isoformat():
            why = f"it is {CHECK_OF[kind]} until {until}, and would arrive on {arrival.date()}"
            raise Refused("device_unfit", device=f"{kind} {serial}", why=why, field=kind)
        seen[named] = until
    return seen
