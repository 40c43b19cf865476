"""The journey as its people live it, chapter by chapter: told to whatever can record an attempt.

The demonstration tells it to the service, the tests to the bare rules, over HTTP and in a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.domain import isbt128, symbols
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol

NURSE, SECOND_NURSE, TECH, SECOND_TECH = "nora", "noel", "theo", "tess"
COURIER, LIAISON = "cal", "lena"
DESK, DOCTOR, FINANCE, QUALITY = "cora", "dana", "fay", "quinn"
BEDSIDE, SECOND_BEDSIDE = "ines", "ivan"
PLANT, SECOND_PLANT = "max", "mia"

MEANING = "I did this and it is true."


@dataclass(frozen=True)
class Attempt:
    """One thing a person of the cast tries to record; `signers` sign, with scans of their own."""

    who: str
    kind: Kind
    happened_at: datetime
    data: dict[str, Any]
    scans: tuple[str, ...] = ()
    signers: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass
class Tale:
    """Tells one journey. `submit` records an attempt; `look` returns the journey as it is now.

    `read` turns the content of a label into what a scanner reads from it: the text itself, or what a
    decoder finds in the pixels of the printed label.
    """

    protocol: Protocol
    submit: Callable[[Attempt], None]
    look: Callable[[], Journey]
    clock: datetime
    fin: str
    serial: int = 1
    read: Callable[[Journey, Container | None, str], str] = field(
        default=lambda _journey, _container, text: text
    )

    def later(self, **span: float) -> datetime:
        """Let time pass, and return the new time."""
        self.clock += timedelta(**span)
        return self.clock

    def do(  # noqa: PLR0913 - an attempt has this many parts; keyword-only
        self,
        who: str,
        kind: Kind,
        *,
        scans: Iterable[str] = (),
        signed: Iterable[str] = (),
        own: Iterable[str] = (),
        **data: Any,  # noqa: ANN401 - the fields of the entry
    ) -> Journey:
        """Let `who` record something, signed by `signed` (each with the scans in `own`)."""
        own = tuple(own)
        signers = tuple((name, own) for name in signed)
        attempt = Attempt(who, kind, self.later(minutes=2), data, tuple(scans), signers)
        self.submit(attempt)
        return self.look()

    # --- labels

    def wristband(self) -> str:
        """Return what scanning the patient's wristband reads."""
        journey = self.look()
        return self.read(journey, None, symbols.wristband_symbol(journey))

    def order(self) -> str:
        """Return what scanning the order sheet reads."""
        journey = self.look()
        return self.read(journey, None, symbols.order_symbol(journey))

    def label(self, container: str) -> str:
        """Return what scanning a container's label reads."""
        journey = self.look()
        found = journey.containers[container]
        return self.read(journey, found, symbols.container_symbol(journey, found))

    def bags(self, use: str, state: str = "open") -> list[str]:
        """Return the containers of one use that are in one state."""
        containers = self.look().containers.values()
        return [item.id for item in containers if (item.use, item.state) == (use, state)]

    # --- getting ready

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
        start = self.clock.date()
        self.do(
            FINANCE,
            Kind.AUTHORIZATION_RECORDED,
            signed=(FINANCE,),
            status="approved",
            covered=True,
            preauthorized=True,
            reference=f"PA-{self.serial:05d}",
            valid_from=start.isoformat(),
            valid_until=(start + timedelta(days=365)).isoformat(),
        )

    # --- collection

    def band(self) -> None:
        """Print the wristband and put it on the patient."""
        journey = self.do(DESK, Kind.LABEL_PRINTED, label_kind="wristband")
        label = max(journey.labels.values(), key=lambda item: int(item.id[1:]))
        self.do(DESK, Kind.LABEL_APPLIED, label=label.id, scans=(self.wristband(),))

    def verify(
        self, people: tuple[str, str], point: str, *scans: str, stated: bool = False
    ) -> None:
        """Let two people compare identifiers, each with their own scans."""
        first, second = people
        told = {"stated": True} if stated else {}
        kind = Kind.IDENTITY_VERIFIED
        self.do(
            first, kind, scans=scans, signed=(first, second), own=scans, point=point, **told
        )

    def collect(self, *, cd3_e6: int = 2600) -> str:
        """Collect, label at the chair, hand over to the laboratory, and count. Returns the bag."""
        nurses = (NURSE, SECOND_NURSE)
        self.verify(nurses, "pre_collection", self.wristband(), stated=True)
        din = self.next_din()
        started = self.do(
            NURSE,
            Kind.COLLECTION_STARTED,
            scans=(isbt128.DonationNumber.of(din).encode(),),
            signed=(NURSE,),
            device="Example separator",
            device_serial=f"SEP-{self.serial:04d}",
            kit_lot="9912-K",
            anticoagulant_lot="ACD-771",
            access="two_peripheral",
        )
        bag = next(
            item.id for item in started.containers.values() if item.state == "collecting"
        )
        self.later(hours=4, minutes=40)
        self.print_and_bind(bag)
        self.end_collection(din)
        self.verify(nurses, "end_of_collection", self.wristband(), self.label(bag))
        self.hand_over(NURSE, TECH, [bag])
        self.count(bag, cd3_e6=cd3_e6)
        return bag

    def next_din(self) -> str:
        """Return an unused donation number of the test facility."""
        number = self.serial * 10 + len(self.look().collections)
        return f"{self.fin}{self.clock.year % 100:02d}{number:06d}"

    def print_and_bind(self, bag: str, people: tuple[str, str] = (NURSE, SECOND_NURSE)) -> None:
        """Print the bag's label and bind it, seen by two people."""
        journey = self.do(people[0], Kind.LABEL_PRINTED, label_kind="container", container=bag)
        label = max(journey.labels.values(), key=lambda item: int(item.id[1:]))
        self.do(
            people[0],
            Kind.CONTAINER_LABELLED,
            scans=(self.label(bag),),
            signed=people,
            label=label.id,
        )

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

    def hand_over(self, giver: str, taker: str, bags: list[str]) -> None:
        """Offer and accept containers that are not sealed in a shipper."""
        role, place = self.post(taker)
        offer = {"containers": bags, "to_role": role, "to_site": place}
        self.do(giver, Kind.CUSTODY_OFFERED, signed=(giver,), **offer)
        scans = [self.label(bag) for bag in bags]
        self.do(taker, Kind.CUSTODY_ACCEPTED, scans=scans, signed=(taker,), containers=bags)

    def post(self, who: str) -> tuple[str, str]:
        """Return the role and place a member of the cast takes custody for."""
        journey = self.look()
        return {
            NURSE: ("apheresis_nurse", journey.site),
            TECH: ("cell_lab_tech", journey.site),
            COURIER: ("courier", "*"),
            PLANT: ("manufacturer_qa", journey.maker),
            BEDSIDE: ("infusion_nurse", journey.site),
        }[who]

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

    # --- to the plant

    def freeze(self) -> list[str]:
        """Split, label and freeze the collected bags, and store them. Returns the cryobags."""
        for bag in self.bags("collection"):
            half = self.look().containers[bag].volume_ml // 2
            parts = [{"volume_ml": half}, {"volume_ml": half}]
            scans = (self.label(bag),)
            self.do(TECH, Kind.CONTAINER_SPLIT, scans=scans, signed=(TECH,), parts=parts)
        bags = self.bags("cryobag")
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
            started_at=_text(start),
            ended_at=_text(start + timedelta(hours=1)),
        )
        self.later(hours=2)
        self.store(bags)
        return bags

    def store(self, bags: list[str]) -> None:
        """Put containers into free positions, by scan."""
        for number, bag in enumerate(bags, start=1):
            place = f"{self.look().site}-LN2-{self.serial:03d}-P{number:02d}"
            scans = (self.label(bag), symbols.place_symbol(place))
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
        self._send(bags, (TECH, SECOND_TECH), self.look().maker)

    def _send(self, bags: list[str], people: tuple[str, str], to_site: str) -> None:
        giver = people[0]
        number = f"{self.serial:03d}{len(self.look().shipments)}"
        packed = self.do(
            giver,
            Kind.SHIPMENT_PACKED,
            scans=[self.label(bag) for bag in bags],
            signed=people,
            to_site=to_site,
            shipper=f"DS-{number}",
            seal=f"SEAL-{number}",
            logger=f"LOG-{number}",
            waybill=f"WB-{number}",
            expected_arrival=_text(self.clock + timedelta(hours=20)),
        )
        shipment = list(packed.shipments)[-1]
        courier = {"shipment": shipment, "to_role": "courier", "to_site": "*"}
        self.do(giver, Kind.CUSTODY_OFFERED, signed=(giver,), **courier)
        self.do(COURIER, Kind.CUSTODY_ACCEPTED, signed=(COURIER,), shipment=shipment)
        for status in ("collected", "in_transit"):
            news = {"status": status, "place": "depot", "source": "driver"}
            self.do(COURIER, Kind.COURIER_UPDATED, shipment=shipment, **news)

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

    # --- at the plant

    def lot_name(self) -> str:
        """Return the next lot number of this journey."""
        return f"99{self.serial:04d}{len(self.look().lots) + 1}"

    def begin_lot(self) -> str:
        """Open a lot with all material at the plant. Returns its number."""
        material = [
            item.id for item in self.look().present() if item.place == self.look().maker
        ]
        scans = [self.label(bag) for bag in material]
        lot = self.lot_name()
        self.do(PLANT, Kind.LOT_OPENED, lot=lot, signed=(PLANT,), scans=scans)
        return lot

    def make(self, lot: str, *, bags: int = 1) -> None:
        """Make the doses: the plant's milestones, then filling."""
        for milestone in ("SELECTED", "ACTIVATED", "TRANSDUCED", "EXPANDING", "HARVESTED"):
            self.later(days=1, hours=12)
            self.do(LIAISON, Kind.MILESTONE_REACHED, milestone=milestone)
        self.do(
            PLANT,
            Kind.LOT_FILLED,
            signed=(PLANT,),
            lot=lot,
            bags=[{"volume_ml": 68} for _ in range(bags)],
            expires_on=(self.clock.date() + timedelta(days=365)).isoformat(),
        )

    def test(self, lot: str, *, failing: str = "") -> None:
        """Run the release tests, all passing but `failing`."""
        for name in self.protocol.release_tests:
            self.later(hours=12)
            result = "fail" if name == failing else "pass"
            made = {"lot": lot, "test": name, "result": result}
            self.do(PLANT, Kind.TEST_RECORDED, signed=(PLANT,), **made)

    def release(self, lot: str, decision: str = "released", **more: str) -> None:
        """Let two people of the plant's quality unit sign the disposition."""
        decided = {"lot": lot, "decision": decision, "certificate_digest": "c" * 64}
        people = (PLANT, SECOND_PLANT)
        self.do(PLANT, Kind.DISPOSITION_DECIDED, signed=people, **(decided | more))

    def ship_back(self) -> None:
        """Label the released doses at the plant, pack them, and hand them to the courier."""
        doses = self.bags("dose")
        for dose in doses:
            if not self.look().containers[dose].label:
                self.print_and_bind(dose, (PLANT, SECOND_PLANT))
        self._send(doses, (PLANT, SECOND_PLANT), self.look().site)

    def receive_back(self) -> None:
        """Receive the doses at the hospital and store them."""
        self.receive(TECH, SECOND_TECH)
        self.store(self.bags("dose"))

    # --- the return visit

    def confirm_visit(self) -> None:
        """Let the coordinator confirm the proposed day zero."""
        visit = self.look().visit
        assert visit is not None, "a release proposes a visit"
        assert visit.day_zero is not None, "a plan was possible"
        day = visit.day_zero.isoformat()
        self.do(DESK, Kind.VISIT_CONFIRMED, signed=(DESK,), day_zero=day)

    def make_ready(self) -> None:
        """Pass every readiness test."""
        for test in self.protocol.visit.readiness:
            result = {"test": test.code, "result": "passed"}
            self.do(DOCTOR, Kind.READINESS_RECORDED, signed=(DOCTOR,), **result)

    def chemotherapy(self) -> None:
        """Give chemotherapy on its days."""
        visit = self.look().visit
        assert visit is not None, "the visit is confirmed"
        self._until(visit.chemotherapy[0].isoformat())
        self.do(BEDSIDE, Kind.CHEMOTHERAPY_STARTED, signed=(BEDSIDE,))
        self._until(visit.chemotherapy[-1].isoformat())
        self.do(BEDSIDE, Kind.CHEMOTHERAPY_COMPLETED, signed=(BEDSIDE,))

    def _until(self, day: str) -> None:
        """Let time pass until noon UTC of a day, when it is that day at every site of the cast."""
        noon = datetime.fromisoformat(f"{day}T15:00:00+00:00").astimezone(UTC)
        self.clock = max(self.clock, noon)

    def clear(self) -> None:
        """Clear day zero."""
        visit = self.look().visit
        assert visit is not None, "the visit is confirmed"
        assert visit.day_zero is not None, "the visit has its day"
        self._until(visit.day_zero.isoformat())
        self.do(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=(DOCTOR,))

    def infuse(self) -> None:
        """Thaw each dose, check it at the bedside, and give it."""
        for dose in self.bags("dose"):
            self.take([dose])
            self.verify((TECH, SECOND_TECH), "pre_thaw", self.order(), self.label(dose))
            scans = (self.label(dose),)
            self.do(TECH, Kind.THAW_STARTED, scans=scans, signed=(TECH,))
            self.do(TECH, Kind.THAW_ENDED, scans=scans, signed=(TECH,), integrity="intact")
            self.hand_over(TECH, BEDSIDE, [dose])
            self.give(dose)

    def give(self, dose: str) -> None:
        """Check one thawed dose at the bedside and give it."""
        people = (BEDSIDE, SECOND_BEDSIDE)
        scans = (self.wristband(), self.label(dose))
        self.verify(people, "bedside", *scans, stated=True)
        self.do(BEDSIDE, Kind.INFUSION_STARTED, scans=scans, signed=people)
        volume = self.look().containers[dose].volume_ml
        given = {"container": dose, "volume_ml": volume, "reaction": "none"}
        self.do(BEDSIDE, Kind.INFUSION_ENDED, signed=people, **given)

    def finish(self) -> None:
        """Go home, come back once, and close the journey."""
        self.later(days=15)
        self.do(DESK, Kind.GOING_HOME_PLANNED, day=self.clock.date().isoformat())
        self.later(days=14)
        self.do(DOCTOR, Kind.FOLLOW_UP_RECORDED, day_after=28, seen="in_person")
        self.do(DESK, Kind.JOURNEY_CLOSED, signed=(DESK,), outcome="completed")

    def tell(self) -> None:
        """Tell the whole journey, from approval to closing."""
        self.prepare()
        self.authorize()
        self.band()
        self.collect()
        self.decide()
        if self.protocol.material.freezes_at_site:
            self.freeze()
        self.ship_out()
        self.receive(PLANT, SECOND_PLANT)
        lot = self.begin_lot()
        self.make(lot)
        self.test(lot)
        self.release(lot)
        self.ship_back()
        self.confirm_visit()
        self.receive_back()
        self.make_ready()
        self.chemotherapy()
        self.clear()
        self.infuse()
        self.finish()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
