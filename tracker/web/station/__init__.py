"""What do nurses, technologists and couriers need where the cells are?"""

from __future__ import annotations

from tracker.web.station import bedside, collection, home, journey, labels, record
from tracker.web.station.pages import pages

__all__ = ["bedside", "collection", "home", "journey", "labels", "pages", "record"]
