"""What happens when the cells come home?"""

from __future__ import annotations

from datetime import date
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
        """Let the coordinator confirm the proposed day zero, or the later one that is wished for."""
        visit = self.look().visit
        assert visit is not None, "a release proposes a visit"
        assert visit.day_zero is not None, "a plan was possible"
        day = max(visit.day_zero, self.wish)
        self.do(DESK, Kind.VISIT_CONFIRMED, signed=(DESK,), day_zero=day.isoformat())

    def make_ready(self) -> None:
        """Pass every readiness test."""
        for test in self.protocol.visit.readiness:
            result = {"test": test.code, "result": "passed"}
            self.do(DOCTOR, Kind.READINESS_RECORDED, signed=(DOCTOR,), **result)

    def chemotherapy(self) -> None:
        """Give chemotherapy on its days."""
        self.begin_chemotherapy()
        self.complete_chemotherapy()

    def begin_chemotherapy(self) -> None:
        """Give the first dose of chemotherapy on its day."""
        visit = self.look().visit
        assert visit is not None, "the visit is confirmed"
        self._until(visit.chemotherapy[0])
        self.do(BEDSIDE, Kind.CHEMOTHERAPY_STARTED, signed=(BEDSIDE,))

    def complete_chemotherapy(self) -> None:
        """Give the last dose of chemotherapy on its day."""
        visit = self.look().visit
        assert visit is not None, "chemotherapy has begun"
        self._until(visit.chemotherapy[-1])
        self.do(BEDSIDE, Kind.CHEMOTHERAPY_COMPLETED, signed=(BEDSIDE,))

    def _until(self, day: date) -> None:
        """Let time pass until work begins on a day."""
        self.clock = max(self.clock, self.hour(day))

    def clear(self) -> None:
        """Clear day zero."""
        visit = self.look().visit
        assert visit is not None, "the visit is confirmed"
        assert visit.day_zero is not None, "the visit has its day"
        self._until(visit.day_zero)
        self.do(DOCTOR, Kind.DAY_ZERO_CLEARED, signed=(DOCTOR,))

    def infuse(self) -> None:
        """Thaw each dose, check it at the bedside, and give it."""
        for dose in self.bags("dose"):
            self.thaw(dose)
            self.give(dose)

    def thaw(self, dose: str) -> None:
        """Take one dose out, compare it with the order, thaw it, and bring it to the bedside."""
        self.take([dose])
        self.verify((TECH, SECOND_TECH), "pre_thaw", self.order(), self.label(dose))
        scans = (self.label(dose),)
        self.do(TECH, Kind.THAW_STARTED, scans=scans, signed=(TECH,))
        self.do(TECH, Kind.THAW_ENDED, scans=scans, signed=(TECH,), integrity="intact")
        self.hand_over(TECH, BEDSIDE, [dose])

    def give(self, dose: str, *, volume_ml: int = 0) -> None:
        """Check one thawed dose at the bedside and give it, or only so much of it."""
        people = (BEDSIDE, SECOND_BEDSIDE)
        scans = (self.wristband(), self.label(dose))
        self.verify(people, "bedside", *scans, stated=True)
        self.do(BEDSIDE, Kind.INFUSION_STARTED, scans=scans, signed=people)
        volume = volume_ml or self.look().containers[dose].volume_ml
        given: dict[str, Any] = {"container": dose, "volume_ml": volume, "reaction": "none"}
        self.do(BEDSIDE, Kind.INFUSION_ENDED, signed=people, **given)

    def finish(self) -> None:
        """Go home, come back once, and close the journey."""
        self.later(days=15)
        self.do(DESK, Kind.GOING_HOME_PLANNED, day=self.clock.date().isoformat())
        self.later(days=14)
        self.do(DOCTOR, Kind.FOLLOW_UP_RECORDED, day_after=28, seen="in_person")
        self.do(DESK, Kind.JOURNEY_CLOSED, signed=(DESK,), outcome="completed")
