"""Is the shared answer for a wait list sound, as good as trying everything, and there without a solver?"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from tracker.domain.visits import replan
from tracker.domain.visits.courses import Course
from tracker.domain.visits.places import INFUSION, Place, needed
from tracker.domain.visits.planner import Choice
from tracker.domain.visits.replan import Option, Problem, Wish
from tracker.reads import solving

MONDAY = date(2026, 11, 23)


def option(days_on: int) -> Option:
    day = MONDAY + timedelta(days=days_on)
    given = tuple(day - timedelta(days=each) for each in (5, 4, 3))
    return Option(Choice(day, Course("flu-cy", given)), needed(given, (day,), 0))


def wish(name: str, *days: int, urgent: bool = False, held: int | None = None) -> Wish:
    options = tuple(option(each) for each in days)
    now = option(held) if held is not None and held in days else None
    first = MONDAY + timedelta(days=min(days, default=0))
    return Wish(name, urgent, held is not None, now, options, first)


def random_problem(chance: Random, size: int = 4) -> Problem:
    wishes = []
    for number in range(size):
        days = sorted(chance.sample(range(5), chance.randint(1, 3)))
        held = chance.choice([None, None, chance.choice(days)])
        wishes.append(wish(f"J{number}", *days, urgent=chance.random() < 0.3, held=held))
    left = {
        Place(INFUSION, MONDAY + timedelta(days=day)): chance.randint(0, 2) for day in range(5)
    }
    left |= {
        Place("chair", MONDAY + timedelta(days=day)): chance.randint(1, 3)
        for day in range(-5, 2)
    }
    return Problem(tuple(wishes), left)


def best(problem: Problem) -> int:
    """Try every way to share out."""
    costs = []
    for picked in product(*((None, *each.options) for each in problem.wishes)):
        used = Counter(place for each in picked if each for place in each.places)
        if all(count <= problem.left.get(place, 99) for place, count in used.items()):
            answer = {each.coi: got for each, got in zip(problem.wishes, picked, strict=True)}
            costs.append(replan.total(problem, answer))
    return min(costs)


@pytest.mark.parametrize("seed", range(60))
def test_small_lists_are_shared_out_soundly_and_by_the_solver_as_well_as_can_be(seed):
    problem = random_problem(Random(seed))
    plain, solved = replan.greedy(problem), solving.solve(problem)
    assert replan.faults(problem, plain) == replan.faults(problem, solved.answer) == ()
    assert replan.total(problem, solved.answer) == best(problem)


def test_without_a_solver_the_plain_answer_stands(monkeypatch):
    problem = random_problem(Random(1))
    monkeypatch.setitem(__import__("sys").modules, "highspy", None)
    solved = solving.solve(problem)
    assert (solved.by, solved.answer) == ("greedy", replan.greedy(problem))


def test_a_list_that_runs_out_of_time_or_is_too_long_to_state_gets_the_plain_answer(
    monkeypatch,
):
    problem = random_problem(Random(2), size=40)
    assert solving.solve(problem).by == "highs"
    hurried = solving.solve(problem, seconds=0)
    assert (hurried.by, hurried.answer) == ("greedy", replan.greedy(problem))
    monkeypatch.setattr(solving, "MOST_OPTIONS", 10)
    assert solving.solve(problem).by == "greedy"


def test_the_urgent_come_first_and_whoever_was_told_stays():
    left = {Place(INFUSION, MONDAY + timedelta(days=day)): 1 for day in range(9)}
    late, soon = wish("A", 0, 1), wish("B", 0, 1, urgent=True)
    shared = replan.greedy(Problem((late, soon), left))
    assert (shared["B"], shared["A"]) == (option(0), option(1))
    told = wish("C", 0, 1, 8, held=8)
    assert replan.greedy(Problem((told,), left))["C"] == option(8)
    lost = wish("D", 1, held=0)
    assert replan.greedy(Problem((lost,), left))["D"] == option(1)


def test_whoever_was_told_or_whose_cells_are_released_is_left_out_last():
    left = {Place(INFUSION, MONDAY): 1}
    told, released = wish("A", 0, held=0), wish("B", 0)
    pencilled = replace(wish("C", 0), pencilled=True)
    for some, gets in (((released, told), "A"), ((pencilled, released), "B")):
        problem = Problem(some, left)
        for answer in (replan.greedy(problem), solving.solve(problem).answer):
            assert {coi for coi, option in answer.items() if option} == {gets}
    assert replan.cost(replace(pencilled, urgent=True), None) > replan.cost(released, None)


def test_an_answer_that_gives_a_place_twice_is_a_fault():
    left = {Place(INFUSION, MONDAY): 1}
    problem = Problem((wish("A", 0), wish("B", 0)), left)
    assert replan.faults(problem, {"A": option(0), "B": option(0)})
    assert replan.faults(problem, {"A": option(3), "B": None})


def test_nobody_is_moved_for_nothing_to_share():
    assert solving.solve(Problem((), {})).answer == {}
