"""What happens at the plant?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from tracker.demo.attempts import LIAISON, PLANT, SECOND_PLANT
from tracker.demo.road import Road
from tracker.domain.kinds import Kind

Bag = Mapping[str, str | int]
ONE_BAG: Final[tuple[Bag, ...]] = ({"volume_ml": 68},)


class Plant(Road):
    """Makes, tests, releases and ships back."""

    def lot_name(self) -> str:
        """Return the next lot number of this journey."""
        return f"99{self.serial:04d}{len(self.look().lots) + 1}"

    def lot(self) -> str:
        """Return the lot that was opened last."""
        return list(self.look().lots)[-1]

    def begin_lot(self) -> str:
        """Open a lot with all material at the plant. Returns its number."""
        material = [
            item.id for item in self.look().present() if item.place == self.look().maker
        ]
        scans = [self.label(bag) for bag in material]
        lot = self.lot_name()
        self.do(PLANT, Kind.LOT_OPENED, lot=lot, signed=(PLANT,), scans=scans)
        return lot

    def make(self, lot: str, *, bags: Sequence[Bag] = ONE_BAG) -> None:
        """Make the doses: the plant's milestones, then filling."""
        self.pass_milestones("SELECTED", "ACTIVATED", "TRANSDUCED", "EXPANDING", "HARVESTED")
        self.fill(lot, bags=bags)

    def pass_milestones(self, *milestones: str) -> None:
        """Let the liaison write down the plant's news, every day and a half."""
        for milestone in milestones:
            self.later(days=1, hours=12)
            self.do(LIAISON, Kind.MILESTONE_REACHED, milestone=milestone)

    def fill(self, lot: str, *, bags: Sequence[Bag] = ONE_BAG) -> None:
        """Fill what was made into dose bags."""
        self.do(
            PLANT,
            Kind.LOT_FILLED,
            signed=(PLANT,),
            lot=lot,
            bags=[*bags],
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
        self.send(doses, (PLANT, SECOND_PLANT), self.look().site)
