"""Is there a better answer for the wait list than the plain one? HiGHS is asked, where installed.

The solver is an extra (`requirements-solver.in`): without it, when it runs out of time, or when its
answer does not hold, the plain answer stands.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from tracker.domain.visits import replan
from tracker.domain.visits.places import Place
from tracker.domain.visits.replan import Answer, Option, Problem, Wish

TIME_LIMIT_SECONDS: Final = 3.0
MOST_OPTIONS: Final = 9500
"""Fifty visits with three ways on each of sixty days are 9,000. Stating a larger problem alone would take
longer than somebody waits for a page."""

FREE: Final = 1e-6
"""What a solver of floating-point numbers may miss a whole number by."""


@dataclass(frozen=True)
class Solved:
    """An answer, and who gave it: `greedy` or `highs`."""

    answer: Answer
    by: str


def solve(problem: Problem, *, seconds: float = TIME_LIMIT_SECONDS) -> Solved:
    """Return the best answer there is time for."""
    plain = replan.greedy(problem)
    better = _by_highs(problem, seconds)
    if better is None or replan.faults(problem, better):
        return Solved(plain, "greedy")
    if replan.total(problem, better) > replan.total(problem, plain):
        return Solved(plain, "greedy")
    return Solved(better, "highs")


def _by_highs(problem: Problem, seconds: float) -> Answer | None:
    """Return the solver's answer; None where there is no solver, or no answer in time."""
    if sum(len(wish.options) for wish in problem.wishes) > MOST_OPTIONS:
        return None
    try:
        highspy: Any = importlib.import_module("highspy")
    except ImportError:
        return None
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", 1)
    given = _variables(solver, problem)
    if not given:
        return {}
    solver.minimize()
    status = solver.getInfo().primal_solution_status
    if status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return None
    answer: dict[str, Option | None] = {wish.coi: None for wish in problem.wishes}
    values = solver.getSolution().col_value
    for wish, option, variable in given:
        if option is not None and values[variable.index] > 1 - FREE:
            answer[wish.coi] = option
    return answer


def _variables(solver: Any, problem: Problem) -> list[tuple[Wish, Option | None, Any]]:  # noqa: ANN401 - the solver is an extra and brings no types
    """State the problem: each visit gets one option or none, and no place is given too often."""
    given: list[tuple[Wish, Option | None, Any]] = []
    takers: dict[Place, list[Any]] = defaultdict(list)
    for wish in problem.wishes:
        own = []
        for option in (None, *wish.options):
            variable = solver.addBinary(obj=replan.cost(wish, option))
            own.append(variable)
            given.append((wish, option, variable))
            for place in option.places if option else ():
                takers[place].append(variable)
        solver.addConstr(solver.qsum(own) == 1)
    for place, own in takers.items():
        if place in problem.left and len(own) > problem.left[place]:
            solver.addConstr(solver.qsum(own) <= problem.left[place])
    return given
