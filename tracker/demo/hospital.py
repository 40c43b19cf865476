"""What happens at the hospital until the cells leave it?"""

from __future__ import annotations

from datetime import timedelta

from tracker.demo.attempts import (
    DESK,
    DOCTOR,
    FINANCE,
    LIAISON,
    NURSE,
    SECOND_NURSE,
    SECOND_TECH,
    TECH,
    written,
)
from tracker.demo.road import Road
from tracker.domain import isbt128, symbols
from tracker.domain.kinds import Kind

TANK, BOXES = "T1", 8
"""Each tale has a box of its own in the tank of its hospital, eight to a rack."""


class Hospital(Road):
    """Prepares the patient, collects, counts, freezes and ships."""

    def prepare(self) -> None:
        """Evaluate, decide, consent, approve, order."""
        for who, milestone, signed in (
            (DESK, "EVALUATED", ()),
            (DOCTOR, "DECISION", (DOCTOR,)),
            (DOCTOR, "CONSENTED", (DOCTOR,)),
            (DESK, "ORDERED", ()),
            (LIAISON, "SLOT_CONFIRMED", ()),
        ):
            self.later(hours=20)
            self.do(who, Kind.MILESTONE_REACHED, signed=signed, milestone=milestone)

    def authorize(self) -> None:
        """Record the insurer's written approval."""
        today = self.clock.date()
        self.do(
            FINANCE,
            Kind.AUTHORIZATION_RECORDED,
            signed=(FINANCE,),
            status="approved",
            covered=True,
            preauthorized=True,
            reference=f"PA-{self.serial:05d}",
            # At a hospital west of Greenwich it may still be yesterday.
            valid_from=(today - timedelta(days=1)).isoformat(),
            valid_until=(today + timedelta(days=365)).isoformat(),
        )

    def band(self) -> None:
        """Print the wristband, put it on the patient, and let two people compare whose it is."""
        self.put_band_on()
        self.verify((DESK, NURSE), "enrolment", self.wristband(), stated=True)

    def put_band_on(self) -> None:
        """Print the wristband and put it on the patient."""
        journey = self.do(DESK, Kind.LABEL_PRINTED, label_kind="wristband")
        label = max(journey.labels.values(), key=lambda item: int(item.id[1:]))
        self.do(DESK, Kind.LABEL_APPLIED, label=label.id, scans=(self.wristband(),))

    def collect(self, *, cd3_e6: int = 2600) -> str:
        """Collect, label at the chair, hand over to the laboratory, and count. Returns the bag."""
        bag = self.begin_collection()
        self.later(hours=4, minutes=40)
        self.complete_collection(bag, cd3_e6=cd3_e6)
        return bag

    def begin_collection(self) -> str:
        """Check who sits in the chair, and start. Returns the bag that is filling."""
        nurses = (NURSE, SECOND_NURSE)
        self.verify(nurses, "pre_collection", self.wristband(), stated=True)
        din = self.next_din()
        started = self.do(
            NURSE,
            Kind.COLLECTION_STARTED,
            scans=(self.elsewhere(isbt128.DonationNumber.of(din).encode()),),
            signed=(NURSE,),
            device="Example separator",
            device_serial=f"SEP-{self.serial:04d}",
            kit_lot="9912-K",
            anticoagulant_lot="ACD-771",
            access="two_peripheral",
        )
        return next(
            item.id for item in started.containers.values() if item.state == "collecting"
        )

    def complete_collection(self, bag: str, *, cd3_e6: int) -> None:
        """Label the bag at the chair, end, hand it over to the laboratory, and count."""
        nurses = (NURSE, SECOND_NURSE)
        self.print_and_bind(bag)
        self.end_collection(self.look().containers[bag].din)
        self.verify(nurses, "end_of_collection", self.wristband(), self.label(bag))
        self.hand_over(NURSE, TECH, [bag])
        self.count(bag, cd3_e6=cd3_e6)

    def next_din(self) -> str:
        """Return an unused donation number of the test facility."""
        number = self.serial * 10 + len(self.look().collections)
        return f"{self.fin}{self.clock.year % 100:02d}{number:06d}"

    def end_collection(self, din: str) -> None:
        """End the running collection."""
        self.do(
            NURSE,
            Kind.COLLECTION_ENDED,
            signed=(NURSE,),
            din=din + isbt128.check_character(din),
            whole_blood_ml=11800,
            product_volume_ml=190,
            anticoagulant_ml=860,
            symptoms="tingling",
        )

    def count(self, bag: str, *, cd3_e6: int) -> None:
        """Count one bag."""
        self.do(
            TECH,
            Kind.CELLS_COUNTED,
            scans=(self.label(bag),),
            signed=(TECH,),
            tnc_e6=cd3_e6 * 2,
            cd3_e6=cd3_e6,
            viability_permille=976,
        )

    def decide(self, decision: str = "enough", **more: str) -> None:
        """Let the physician decide on the running total."""
        kind = Kind.SUFFICIENCY_DECIDED
        self.do(DOCTOR, kind, signed=(DOCTOR,), decision=decision, **more)

    def freeze(self) -> list[str]:
        """Split, label and freeze the collected bags, and store them. Returns the cryobags."""
        for bag in self.bags("collection"):
            half = self.look().containers[bag].volume_ml // 2
            parts = [{"volume_ml": half}, {"volume_ml": half}]
            scans = (self.label(bag),)
            self.do(TECH, Kind.CONTAINER_SPLIT, scans=scans, signed=(TECH,), parts=parts)
        known = self.look().containers
        bags = [bag for bag in self.bags("cryobag") if known[bag].frozen_at is None]
        for bag in bags:
            self.print_and_bind(bag, (TECH, SECOND_TECH))
        start = self.clock
        self.do(
            TECH,
            Kind.FROZEN,
            scans=[self.label(bag) for bag in bags],
            signed=(TECH, SECOND_TECH),
            method="controlled_rate",
            dmso_permille=100,
            started_at=written(start),
            ended_at=written(start + timedelta(hours=1)),
        )
        self.later(hours=2)
        self.store(bags)
        return bags

    def store(self, bags: list[str]) -> None:
        """Put containers into free positions, by scan."""
        taken = sum(bool(item.stored) for item in self.look().present())
        for number, bag in enumerate(bags, start=taken + 1):
            rack, box = divmod(self.serial - 1, BOXES)
            name = f"{TANK}-R{rack + 1}-B{box + 1:02d}-P{number:02d}"
            place = f"{self.look().site}-{name}"
            scans = (self.label(bag), self.elsewhere(symbols.place_symbol(place)))
            self.do(TECH, Kind.STORED, scans=scans)

    def take(self, bags: list[str]) -> None:
        """Take stored containers out again."""
        for bag in bags:
            scans = (self.label(bag),)
            self.do(TECH, Kind.REMOVED_FROM_STORAGE, scans=scans, reason="to pack or thaw")

    def ship_out(self) -> None:
        """Pack what travels to the plant and hand it to the courier."""
        bags = self.bags("cryobag") or self.bags("collection")
        self.take([bag for bag in bags if self.look().containers[bag].stored])
        self.send(bags, (TECH, SECOND_TECH), self.look().maker)
