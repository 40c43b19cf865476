"""How does a line get into the history of a shipper or a logger: by hand, or by what it carried?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from tracker.domain import devices
from tracker.domain.devices import Line
from tracker.domain.events import Entry
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.store import devices as store
from tracker.store.db import db, writing

TOLD: Final = {
    Kind.SHIPMENT_PACKED: "travelled",
    Kind.SHIPMENT_RECEIVED: "received",
    Kind.SHIPMENT_UNPACKED: "unpacked",
    Kind.EXCURSION_FOUND: "excursion",
}
"""What a journey's entries say of the shipper and the logger they were made with."""


def write(line: Line) -> None:
    """Write a line by hand. Raises Refused."""
    found = devices.checked(
        replace(line, serial=line.serial.strip(), note=line.note.strip()[:500])
    )
    writing()
    store.add(found)
    db.session.commit()


def follow(after: Journey, entries: tuple[Entry, ...], now: datetime) -> None:
    """Note a shipment's packing, receipt and excursions in both histories, with the entry itself."""
    for entry in entries:
        what = TOLD.get(entry.kind)
        if what is None:
            continue
        shipment = after.shipments[entry.data["shipment"]]
        damaged = entry.data.get("condition") == "damaged"
        for kind, serial in (("shipper", shipment.shipper), ("logger", shipment.logger)):
            until = entry.data.get(f"{kind}_{devices.CHECK_OF[kind]}_until")
            line = Line(
                kind=kind,
                valid_until=date.fromisoformat(until) if until else None,
                serial=serial[:100],
                what="damaged" if damaged and kind == "shipper" else what,
                who=entry.by.name,
                at=now,
                day=entry.happened_at.date(),
                note=_note(entry),
                site=shipment.to_site if what == "received" else shipment.from_site,
                coi=entry.coi,
                shipment=shipment.id,
            )
            store.add(line)


def _note(entry: Entry) -> str:
    data = entry.data
    if entry.kind is Kind.EXCURSION_FOUND:
        return f"{data['minutes_out']} min, {data['extreme_c_tenths'] / 10} °C"
    return str(data.get("to_site") or data.get("outcome") or data.get("reason") or "")[:500]
