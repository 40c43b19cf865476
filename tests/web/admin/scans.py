"""How does a scan come to be refused in these tests?"""

import pytest

from tracker.actions import recording, scanning
from tracker.domain.refused import Refused


def refuse_a_scan(house, tale, other):
    with house.app.app_context():
        wrong = other.wristband()
        coi = tale.look().coi
        nora = house.people["nora"]
        for raw in (wrong, "4711-unknown"):
            expect = coi if raw == wrong else ""
            with pytest.raises(Refused):
                scanning.look(scanning.Look(raw, expect), nora, recording.request(house.now))
    return coi
