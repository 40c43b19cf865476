"""When the patient falls ill after the release, does the visit move, and the cells wait?"""

from datetime import timedelta

from tracker.demo.tale import BEDSIDE, DESK, DOCTOR
from tracker.domain.kinds import Kind


def _move(tale, days: int, reason: str) -> None:
    """Move the visit by some days, or to the first weekday after."""
    day = tale.look().visit.day_zero + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    given = {"day_zero": day.isoformat(), "reason": reason}
    tale.do(DESK, Kind.VISIT_MOVED, signed=(DESK,), **given)


def test_an_infection_moves_the_visit_twice_and_the_cells_are_given_in_the_end(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("confirmed")
    first = story.look().visit.day_zero

    _move(tale, 9, "The patient has a fever.")
    tale.receive_back()
    _move(tale, 14, "The infection is not over.")
    assert story.look().visit.moves == 2
    assert story.look().visit.day_zero > first + timedelta(days=20)

    early = story.refusal(BEDSIDE, Kind.CHEMOTHERAPY_STARTED, signed=(BEDSIDE,))
    assert early in {"not_yet", "day_not_possible", "readiness_open"}
    for chapter in (tale.make_ready, tale.chemotherapy, tale.clear, tale.infuse, tale.finish):
        chapter()
    assert story.look().closed == "completed"


def test_when_readiness_says_no_the_cells_stay_and_nobody_is_prepared(calling):
    story = calling.open("example-frozen")
    tale = story.tale
    tale.tell("home")
    test = tale.protocol.visit.readiness[0].code
    failed = {"test": test, "result": "failed", "reason": "The heart is too weak."}
    tale.do(DOCTOR, Kind.READINESS_RECORDED, signed=(DOCTOR,), **failed)
    tale.later(days=3)
    code = story.refusal(BEDSIDE, Kind.CHEMOTHERAPY_STARTED, signed=(BEDSIDE,))
    assert code in {"readiness_open", "not_yet"}

    reason = "Not fit for chemotherapy."
    tale.do(DESK, Kind.VISIT_CANCELLED, signed=(DESK,), reason=reason)
    close = {"signed": (DESK,), "outcome": "not_proceeding", "reason": reason}
    assert story.refusal(DESK, Kind.JOURNEY_CLOSED, **close) == "containers_not_final"
    for dose in tale.bags("dose"):
        tale.take([dose])
        fate = {"container": dose, "fate": "retained", "reason": reason}
        tale.do("theo", Kind.CONTAINER_DISCARDED, signed=("theo",), **fate)
    tale.do(DESK, Kind.JOURNEY_CLOSED, **close)
    assert story.look().closed == "not_proceeding"
