"""What is known of the shippers and loggers: what they are now, and where each has been?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain import devices
from tracker.domain.devices import Line
from tracker.domain.events import Actor, Device
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import board
from tracker.store import devices as store


@dataclass(frozen=True)
class History:
    """One device and its lines, the latest first; journeys the reader may not see have no name."""

    device: Device
    lines: tuple[Line, ...]
    seen: frozenset[str]


def register() -> tuple[Device, ...]:
    """Return every device we know."""
    return store.register()


def of(kind: str, serial: str) -> Device | None:
    """Return one device, or None for one we do not know."""
    lines = store.history(kind, serial)
    return devices.device(lines) if lines else None


def history(kind: str, serial: str, actor: Actor) -> History:
    """Return a device with its history. Raises Refused for an unknown one."""
    lines = store.history(kind, serial)
    if not lines:
        raise Refused("unknown_device", device=f"{kind} {serial}")
    named = {line.coi for line in lines if line.coi}
    return History(
        devices.device(lines),
        tuple(reversed(lines)),
        frozenset(coi for coi in named if _may_see(actor, coi)),
    )


def _may_see(actor: Actor, coi: str) -> bool:
    line = board.one(coi)
    return line is not None and journeys.may_see(actor, line.summary)


def over(device: Device, today: date) -> bool:
    """Say whether the last qualification or calibration of a device has ended."""
    return device.valid_until is not None and device.valid_until < today
