"""What happens when the cells come home?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tracker.demo.attempts import BEDSIDE, DESK, DOCTOR, SECOND_BEDSIDE, SECOND_TECH, TECH
from tracker.demo.hospital import Hospital
from tracker.domain.kinds import Kind


class Homecoming(Hospital):
    """Plans the visit, prepares the patient, and gives the cells back."""

    def receive_back(self) -> None:
        """Receive the doses at the hospital and store them."""
        self.receive(TECH, SECOND_TECH)
        self.store(self.bags("dose"))

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
        given: dict[str, Any] = {"container": dose, "volume_ml": volume, "reaction": "none"}
        self.do(BEDSIDE, Kind.INFUSION_ENDED, signed=people, **given)

    def finish(self) -> None:
        """Go home, come back once, and close the journey."""
        self.later(days=15)
        self.do(DESK, Kind.GOING_HOME_PLANNED, day=self.clock.date().isoformat())
        self.later(days=14)
        self.do(DOCTOR, Kind.FOLLOW_UP_RECORDED, day_after=28, seen="in_person")
        self.do(DESK, Kind.JOURNEY_CLOSED, signed=(DESK,), outcome="completed")
