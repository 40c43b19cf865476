"""The journey as its people live it, chapter by chapter: told to whatever can record an attempt.

The demonstration tells it to the service, the tests to the bare rules, over HTTP and in a browser.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.demo.attempts import (
    BEDSIDE,
    COURIER,
    DESK,
    DOCTOR,
    FINANCE,
    LIAISON,
    MEANING,
    NURSE,
    PLANT,
    QUALITY,
    SECOND_BEDSIDE,
    SECOND_NURSE,
    SECOND_PLANT,
    SECOND_TECH,
    TECH,
    Attempt,
)
from tracker.demo.homecoming import Homecoming
from tracker.demo.plant import Plant

__all__ = [
    "BEDSIDE",
    "COURIER",
    "DESK",
    "DOCTOR",
    "FINANCE",
    "LIAISON",
    "MEANING",
    "NURSE",
    "PLANT",
    "QUALITY",
    "SECOND_BEDSIDE",
    "SECOND_NURSE",
    "SECOND_PLANT",
    "SECOND_TECH",
    "TECH",
    "Attempt",
    "Tale",
]


class Tale(Homecoming, Plant):
    """Tells one journey: chapter by chapter, or piece by piece where a test wants it otherwise."""

    def chapters(self) -> dict[str, Callable[[], object]]:
        """Return the chapters in their order, each by the name of where it leaves the journey."""
        return {
            "prepared": self.prepare,
            "authorized": self.authorize,
            "banded": self.band,
            "collected": self.collect,
            "decided": self.decide,
            "frozen": self.freeze if self.protocol.material.freezes_at_site else lambda: None,
            "shipped": self.ship_out,
            "at_plant": lambda: self.receive(PLANT, SECOND_PLANT),
            "begun": self.begin_lot,
            "made": lambda: self.make(self.lot()),
            "tested": lambda: self.test(self.lot()),
            "released": lambda: self.release(self.lot()),
            "shipped_back": self.ship_back,
            "confirmed": self.confirm_visit,
            "home": self.receive_back,
            "ready": self.make_ready,
            "chemotherapy": self.chemotherapy,
            "cleared": self.clear,
            "infused": self.infuse,
            "closed": self.finish,
        }

    def tell(self, until: str = "closed") -> None:
        """Tell the journey from approval to closing, or to the end of one chapter."""
        for name, told in self.chapters().items():
            told()
            if name == until:
                return
        message = f"there is no chapter {until}"
        raise KeyError(message)
