"""What does the end of a journey take back for people outside the room?"""

from tests.actions.conftest import Hospital
from tracker.demo.tale import DESK
from tracker.domain.kinds import Kind
from tracker.store import freezers, notices
from tracker.store.db import db


def test_a_death_takes_back_what_waits_and_frees_the_places_kept(hospital: Hospital):
    coi, tale = hospital.open()
    tale.tell("released")
    freezers.keep(freezers.Kept("RST-T1-R1-B02-P06", coi, "RST", "theo", tale.clock))
    db.session.commit()
    assert "waiting" in fates(coi)
    for dose in tale.bags("dose"):
        fate = {"container": dose, "fate": "destroyed", "reason": "The patient has died."}
        tale.do("max", Kind.CONTAINER_DISCARDED, signed=("max",), **fate)
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason="The patient has died.")
    assert "waiting" in fates(coi)
    assert freezers.kept_for(coi)
    died = {"outcome": "died", "reason": "The patient has died."}
    tale.do(DESK, Kind.JOURNEY_CLOSED, signed=(DESK,), **died)
    assert "waiting" not in fates(coi)
    assert "withdrawn" in fates(coi)
    assert freezers.kept_for(coi) == ()


def fates(coi: str) -> set[str]:
    return {one.fate for one in notices.of(coi)}
