"""When a place frees, is the whole wait list proposed anew, and moved by hand only, visit by visit?"""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.telling import FRESH, Telling, at
from tests.web.conftest import House, password_of, refusal
from tracker.demo import cast
from tracker.domain import chain
from tracker.domain.events import Closure
from tracker.domain.kinds import Kind
from tracker.domain.visits.places import INFUSION
from tracker.domain.visits.replan import Problem
from tracker.reads import journeys, solving
from tracker.store import closures, derived, log, sites
from tracker.store.db import db, writing

SIGNED = {"sign-0-username": "cora", "sign-0-password": password_of("cora")}


def stand(house: House, told: Telling, number: int, priority: str = "routine") -> str:
    """Let a journey told to the bare rules stand here under identifiers of its own; return its coi."""
    coi = f"{told.journey.coi[:-6]}{500000 + number}"
    names = {told.journey.coi: coi, told.journey.donor[-6:]: f"{400000 + number}"}
    for din in told.journey.collections:
        names[din] = f"{din[:-6]}{300000 + number}"
    own = []
    for entry in told.entries:
        body = chain.body(entry)
        for old, new in names.items():
            body = body.replace(old, new)
        own.append(chain.read(body))
    own[0] = replace(own[0], data={**own[0].data, "priority": priority})
    with house.app.app_context():
        writing()
        sealed = log.append(own, request_id=f"stand {number}")
        found = journeys.derive(tuple(own))
        derived.refresh(found, (own[-1].seq, sealed[-1].digest), limits=None)
        db.session.commit()
    return coi


@pytest.fixture
def days(house: House) -> list[date]:
    """Return the three days on which the site gives cells, to one patient each.

    Ten days to wait for are enough for an urgent patient to move and too few to make another move.
    """
    house.now = at("released", FRESH).tale.clock
    first = house.now.date() + timedelta(days=21 - house.now.weekday())
    found = [first, first + timedelta(days=10), first + timedelta(weeks=4)]
    shut = {first + timedelta(days=number) for number in range(-21, 84)} - set(found)
    with house.app.app_context():
        writing()
        sites.save(replace(cast.SITES[0], infusions_per_day=1), sites.Contact())
        for day in shut:
            closures.add("RST", Closure(day, day, INFUSION, "a small lab"), "cora", house.now)
        db.session.commit()
    return found


class Desk:
    """The coordinator's browser."""

    def __init__(self, house: House) -> None:
        self.client = house.client_of("cora")

    def plan(self, coi: str, kind: str, **form: Any) -> Any:
        address = f"/coordinator/journeys/{coi}/visit/{kind}"
        return self.client.post(address, data={**form, **SIGNED})

    def listed(self) -> list[tuple[str, str]]:
        """Return who is offered which day, in the order of the page."""
        page = self.client.get("/coordinator/wait-list?at=RST").text
        return re.findall(r"journeys/(\w+)/visit\?day=([\d-]+)", page)


def expected_by(latest: str) -> Telling:
    """Return a journey whose release the maker expects, and whose visit is pencilled in by that."""
    road = at("shipped", FRESH)
    estimate = {"milestone": "QA_RELEASED", "source": "the maker", "earliest": "2026-03-20"}
    road.do("lena", Kind.ESTIMATE_RECORDED, latest=latest, **estimate)
    return road


def visit_of(house: House, coi: str) -> Any:
    with house.app.app_context():
        return journeys.tell(coi).journey.visit


def test_a_freed_place_moves_several_by_priority_and_only_who_is_accepted(house, days):
    one, two, three = (day.isoformat() for day in days)
    first, routine = (stand(house, at("released", FRESH), number) for number in (1, 2))
    urgent = stand(house, at("released", FRESH), 3, "urgent")
    waiting = stand(house, expected_by(two), 4)
    desk = Desk(house)
    for coi, day in ((first, one), (urgent, two), (routine, three)):
        assert desk.plan(coi, "visit_confirmed", day_zero=day).status_code == 302
    assert desk.listed() == [], "nobody moves for nothing"

    assert desk.plan(first, "visit_cancelled", reason="progression").status_code == 302
    offered = desk.listed()
    assert offered[0] == (urgent, one), "the urgent come first"
    assert [str(visit_of(house, coi).day_zero) for coi in (urgent, routine)] == [two, three]

    assert dict(offered) == {urgent: one, routine: two, waiting: three}
    assert (
        desk.plan(urgent, "visit_moved", day_zero=one, reason="a place freed").status_code
        == 302
    )
    assert str(visit_of(house, urgent).day_zero) == one
    assert str(visit_of(house, routine).day_zero) == three, "nobody moves by itself"
    taken = desk.plan(routine, "visit_moved", day_zero=one, reason="sooner is better")
    assert refusal(taken) == "no_capacity"

    assert dict(desk.listed()) == {routine: two, waiting: three}
    asked = desk.client.get(f"/coordinator/journeys/{waiting}/visit?day={two}").text
    assert "Pencil it in for" in asked
    pencil = {"provisional": "yes"}
    early = desk.plan(waiting, "visit_proposed", day_zero=one, **pencil)
    assert refusal(early) == "day_not_possible"
    full = desk.plan(waiting, "visit_proposed", day_zero=three, **pencil)
    assert refusal(full) == "day_not_possible", "who has not said yes keeps the place"
    assert desk.plan(routine, "visit_moved", day_zero=two, reason="sooner").status_code == 302
    assert desk.plan(waiting, "visit_proposed", day_zero=three, **pencil).status_code == 302
    assert (visit_of(house, waiting).state, str(visit_of(house, waiting).day_zero)) == (
        "provisional",
        three,
    )
    assert desk.listed() == []


@pytest.mark.usefixtures("days")
def test_an_answer_the_checker_finds_fault_with_is_offered_to_nobody(
    house, monkeypatch, caplog
):
    cois = {stand(house, at("released", FRESH), number) for number in (1, 2)}

    def twice(problem: Problem) -> solving.Solved:
        """Give one place to two."""
        first = problem.wishes[0].options[0]
        return solving.Solved({wish.coi: first for wish in problem.wishes}, "highs")

    desk = Desk(house)
    assert {coi for coi, _ in desk.listed()} == cois
    monkeypatch.setattr(solving, "solve", twice)
    assert desk.listed() == []
    assert caplog.text.count("No infusion place is left") == 2
