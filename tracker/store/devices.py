"""What has happened to each shipper and logger? An append-only history, read by serial number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import insert, select

from tracker.domain import devices
from tracker.domain.devices import Line
from tracker.domain.events import Device
from tracker.store.db import db
from tracker.store.device_tables import DeviceEventRow

COLUMNS: Final = (
    DeviceEventRow.kind,
    DeviceEventRow.serial,
    DeviceEventRow.what,
    DeviceEventRow.who,
    DeviceEventRow.at,
    DeviceEventRow.day,
    DeviceEventRow.valid_until,
    DeviceEventRow.note,
    DeviceEventRow.site,
    DeviceEventRow.coi,
    DeviceEventRow.shipment,
)


def add(line: Line) -> None:
    """Write one line into a device's history."""
    db.session.execute(insert(DeviceEventRow).values(**vars(line)))


def history(kind: str, serial: str) -> tuple[Line, ...]:
    """Return a device's history, oldest first; empty for one we do not know."""
    query = select(*COLUMNS).where(DeviceEventRow.kind == kind, DeviceEventRow.serial == serial)
    return tuple(Line(*row) for row in db.session.execute(query.order_by(DeviceEventRow.id)))


def known(named: Iterable[tuple[str, str]]) -> Mapping[str, Device]:
    """Return what is known of these devices, by "kind:serial"; unknown ones are left out."""
    found = ((kind, serial, history(kind, serial)) for kind, serial in named)
    return {f"{kind}:{serial}": devices.device(lines) for kind, serial, lines in found if lines}


def register(*, limit: int = 500) -> tuple[Device, ...]:
    """Return every device, by kind and serial number."""
    query = select(DeviceEventRow.kind, DeviceEventRow.serial).distinct()
    rows = db.session.execute(
        query.order_by(DeviceEventRow.kind, DeviceEventRow.serial).limit(limit)
    )
    return tuple(devices.device(history(kind, serial)) for kind, serial in rows.all())
