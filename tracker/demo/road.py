"""How do sealed containers travel, and how are they received?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tracker.demo.attempts import COURIER, Teller, written
from tracker.domain.kinds import Kind


class Road(Teller):
    """Packs, hands to the courier, and opens at the other end."""

    def send(self, bags: list[str], people: tuple[str, str], to_site: str) -> None:
        """Pack containers for a site and hand the shipper to the courier."""
        giver = people[0]
        shipment = self.pack(bags, people, to_site)
        courier = {"shipment": shipment, "to_role": "courier", "to_site": "*"}
        self.do(giver, Kind.CUSTODY_OFFERED, signed=(giver,), **courier)
        self.do(COURIER, Kind.CUSTODY_ACCEPTED, signed=(COURIER,), shipment=shipment)
        for status in ("collected", "in_transit"):
            news = {"status": status, "place": "depot", "source": "driver"}
            self.do(COURIER, Kind.COURIER_UPDATED, shipment=shipment, **news)

    def pack(self, bags: list[str], people: tuple[str, str], to_site: str) -> str:
        """Pack containers for a site, by scan. Returns the shipment, still at the bench."""
        number = f"{self.serial:03d}{len(self.look().shipments)}"
        checked_until = (self.clock + timedelta(days=200)).date().isoformat()
        packed = self.do(
            people[0],
            Kind.SHIPMENT_PACKED,
            scans=[self.label(bag) for bag in bags],
            signed=people,
            to_site=to_site,
            shipper=f"DS-{number}",
            shipper_qualified_until=checked_until,
            seal=f"SEAL-{number}",
            logger=f"LOG-{number}",
            logger_calibrated_until=checked_until,
            papers=["order_sheet"],
            waybill=f"WB-{number}",
            expected_arrival=written(self.clock + timedelta(hours=20)),
        )
        return list(packed.shipments)[-1]

    def receive(self, taker: str, second: str, **found: Any) -> None:  # noqa: ANN401 - entry fields
        """Hand the last shipment over at its destination, and open it there, blind."""
        self.later(hours=16)
        shipment = list(self.look().shipments.values())[-1]
        role, _ = self.post(taker)
        handed = {"shipment": shipment.id, "to_role": role, "to_site": shipment.to_site}
        self.do(COURIER, Kind.CUSTODY_OFFERED, signed=(COURIER,), **handed)
        self.do(taker, Kind.CUSTODY_ACCEPTED, signed=(taker,), shipment=shipment.id)
        self._attach(taker, shipment.id)
        seen = {"seal": shipment.seal, "condition": "intact", "outcome": "accept", **found}
        scans = seen.pop("scans", None) or [self.label(bag) for bag in shipment.containers]
        self.do(
            taker,
            Kind.SHIPMENT_RECEIVED,
            scans=scans,
            signed=(taker, second),
            shipment=shipment.id,
            **seen,
        )

    def _attach(self, who: str, shipment: str) -> None:
        """Attach the logger's file, in the middle of what this leg allows."""
        material, leg = self.protocol.material, self.look().shipments[shipment].direction
        low = material.out_min_c_tenths if leg == "out" else material.back_min_c_tenths
        high = material.out_max_c_tenths if leg == "out" else material.back_max_c_tenths
        self.do(
            who,
            Kind.READINGS_ATTACHED,
            shipment=shipment,
            file_digest="0" * 64,
            min_c_tenths=(low + high) // 2,
            max_c_tenths=(low + high) // 2,
            minutes_out=0,
            readings=240,
        )
