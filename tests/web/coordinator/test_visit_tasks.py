"""Does a visit bring its tasks along, on the right days, and does somebody hear when a place is free?"""

from datetime import timedelta

import pytest

from tests.web.conftest import refusal
from tracker.demo.tale import DESK
from tracker.domain import visit_tasks
from tracker.domain.kinds import Kind
from tracker.jobs.lateness import raise_overdue
from tracker.store import tasks


def of(house, coi, kind):
    with house.app.app_context():
        return [task for task in tasks.of(coi) if task.kind == kind]


def test_tasks_begin_with_the_confirmation_and_a_person_says_they_are_done(house):
    tale = house.told_until("confirmed")
    visit, coi = house.look(tale).visit, house.look(tale).coi
    for kind, days in visit_tasks.DAYS.items():
        (task,) = of(house, coi, kind)
        assert task.due_at.date() == max(
            visit.day_zero + timedelta(days=days), tale.clock.date() + timedelta(days=1)
        )
    desk = house.client_of("cora")
    page = desk.get(f"/coordinator/journeys/{coi}/visit").text
    call = desk.get(f"/coordinator/journeys/{coi}/visit/call").text
    for kind in visit_tasks.DAYS:
        assert visit_tasks.TITLES[kind] in page
        assert visit_tasks.TITLES[kind] in call
    lodging = {"coi": coi, "kind": "arrange_lodging", "about": visit.id, "outcome": "done"}
    assert desk.post("/coordinator/tasks", data=lodging).status_code == 302
    bed = {**lodging, "kind": "secure_bed", "outcome": "not_needed", "back": "visit"}
    assert refusal(desk.post("/coordinator/tasks", data=bed)) == "reason_missing"
    said = desk.post(
        "/coordinator/tasks", data={**bed, "reason": "At home."}, follow_redirects=True
    )
    assert "At home." in said.text
    assert refusal(desk.post("/coordinator/tasks", data=lodging)) == "nothing_to_do"
    assert house.client_of("fay").post("/coordinator/tasks", data=lodging).status_code == 403
    move = {"day_zero": (visit.day_zero + timedelta(days=14)).isoformat(), "reason": "fever"}
    house.tell(tale, lambda told: told.do(DESK, Kind.VISIT_MOVED, signed=(DESK,), **move))
    opened = [task.outcome for kind in visit_tasks.DAYS for task in of(house, coi, kind)]
    assert opened == [""] * len(visit_tasks.DAYS)


def test_tasks_move_with_the_visit_and_go_with_it(house):
    tale = house.told_until("confirmed")
    visit, coi = house.look(tale).visit, house.look(tale).coi
    ill = {"first_day": visit.day_zero.isoformat(), "last_day": visit.day_zero.isoformat()}
    house.tell(tale, lambda told: told.do(DESK, Kind.PATIENT_AWAY_RECORDED, **ill))
    assert [task.outcome for task in of(house, coi, visit_tasks.MUST_MOVE)] == [""]
    house.tell(
        tale, lambda told: told.do(DESK, Kind.PATIENT_AWAY_RECORDED, may_come=True, **ill)
    )
    assert [task.outcome for task in of(house, coi, visit_tasks.MUST_MOVE)] == ["withdrawn"]
    house.tell(tale, lambda told: told.do(DESK, Kind.PATIENT_AWAY_RECORDED, **ill))
    assert [task.outcome for task in of(house, coi, visit_tasks.MUST_MOVE)] == [""]
    later = visit.day_zero + timedelta(days=14)
    move = {"day_zero": later.isoformat(), "reason": "fever", "signed": (DESK,)}
    house.tell(tale, lambda told: told.do(DESK, Kind.VISIT_MOVED, **move))
    for kind, days in visit_tasks.DAYS.items():
        (task,) = of(house, coi, kind)
        assert (task.done_at, task.due_at.date()) == (None, later + timedelta(days=days))
    assert [task.outcome for task in of(house, coi, visit_tasks.MUST_MOVE)] == ["withdrawn"]
    house.now = tale.clock + timedelta(days=2)
    page = house.client_of("cora").get("/coordinator/").text
    assert f"A place is free again: see who could come on {visit.day_zero}" in page
    assert "overdue" in page

    why = {"reason": "not fit", "signed": (DESK,)}
    house.tell(tale, lambda told: told.do(DESK, Kind.VISIT_CANCELLED, **why))
    ended = [task.outcome for kind in visit_tasks.DAYS for task in of(house, coi, kind)]
    assert ended == ["withdrawn"] * len(visit_tasks.DAYS)
    assert [task.outcome for task in of(house, coi, visit_tasks.OFFER_PLACE)] == ["", ""]
    with house.app.app_context():
        raise_overdue(tale.clock + timedelta(days=90))
    ended = [task.outcome for task in of(house, coi, visit_tasks.OFFER_PLACE)]
    assert ended == ["withdrawn", "withdrawn"]


def test_cells_that_are_held_put_the_visit_in_doubt_until_they_may_be_given_again(house):
    tale = house.told_until("home")
    coi, (dose,) = house.look(tale).coi, tale_bags(house, tale)
    held = {"stops": "infusion", "container": dose, "reason": "A tank alarm rang at night."}
    house.tell(tale, lambda told: told.do("quinn", Kind.HOLD_PLACED, signed=("quinn",), **held))
    (task,) = of(house, coi, visit_tasks.CELLS_IN_DOUBT)
    assert (task.outcome, task.due_at) == ("", task.raised_at), "it cannot wait for tomorrow"
    (hold,) = house.look(tale).open_holds()
    lifted = {"hold": hold.id, "reason": "It was a door left open for a minute."}
    house.tell(
        tale, lambda told: told.do("quinn", Kind.HOLD_LIFTED, signed=("quinn",), **lifted)
    )
    assert [task.outcome for task in of(house, coi, visit_tasks.CELLS_IN_DOUBT)] == [
        "withdrawn"
    ]


def tale_bags(house, tale):
    with house.app.app_context():
        return tale.bags("dose")


def test_a_release_that_slips_raises_a_task_for_the_desk(house):
    tale = house.told_until("made")
    coi = house.look(tale).coi
    day = ""
    for days, expected in ((20, 0), (15, 0), (25, 1)):
        day = (tale.clock + timedelta(days=days)).date().isoformat()
        said = {"milestone": "QA_RELEASED", "earliest": day, "latest": day, "source": "portal"}
        house.tell(
            tale, lambda told, said=said: told.do("lena", Kind.ESTIMATE_RECORDED, **said)
        )
        assert len(of(house, coi, visit_tasks.RELEASE_SLIPPED)) == expected
    page = house.client_of("cora").get("/coordinator/").text
    assert "The release is expected later" in page
    with house.app.app_context():
        raise_overdue(tale.clock + timedelta(days=24))
        assert of(house, coi, "release_late") == []
        raise_overdue(tale.clock + timedelta(days=27))
    assert [task.about for task in of(house, coi, "release_late")] == [day]
    house.tell(tale, lambda told: (told.test(told.lot()), told.release(told.lot())))
    assert [task.outcome for task in of(house, coi, visit_tasks.RELEASE_SLIPPED)] == [
        "withdrawn"
    ]


@pytest.mark.parametrize("kind", ["plan_visit", "no_such_task"])
def test_what_an_entry_ends_nobody_ticks_off(house, kind):
    coi = house.look(house.told_until("released")).coi
    form = {"coi": coi, "kind": kind, "about": "L1", "outcome": "done"}
    answer = house.client_of("cora").post("/coordinator/tasks", data=form)
    assert refusal(answer) == "nothing_to_do"


def test_a_confirmation_struck_as_wrong_takes_its_tasks_with_it(house):
    tale = house.told_until("confirmed")
    coi = house.look(tale).coi
    wrong = {"struck": house.look(tale).last_seq, "reason": "Another patient's call."}
    house.tell(tale, lambda told: told.do(DESK, Kind.ENTRY_STRUCK, signed=(DESK,), **wrong))
    assert house.look(tale).visit.state == "proposed"
    ended = [task.outcome for kind in visit_tasks.DAYS for task in of(house, coi, kind)]
    assert ended == ["withdrawn"] * len(visit_tasks.DAYS)
    assert [task.outcome for task in of(house, coi, visit_tasks.OFFER_PLACE)] == [""]
