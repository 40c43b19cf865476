"""What do nurses, technologists and couriers need where the cells are?"""

from __future__ import annotations

from tracker.web.station import (
    bedside,
    camera,
    collection,
    deviations,
    devices,
    freezer,
    home,
    journey,
    labels,
    packing,
    places,
    record,
    self_test,
    shipment,
    walks,
)
from tracker.web.station.pages import pages

__all__ = [
    "bedside",
    "camera",
    "collection",
    "deviations",
    "devices",
    "freezer",
    "home",
    "journey",
    "labels",
    "packing",
    "pages",
    "places",
    "record",
    "self_test",
    "shipment",
    "walks",
]
