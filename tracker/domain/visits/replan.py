"""Who of all that wait gets which place? A shared answer: by medical priority, with the fewest moves.

The answer is a proposal: somebody accepts it visit by visit. `greedy` always has one; a solver, where
there is one, may find a better one for the same `Problem`, judged by the same `cost`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.visits.places import Place
from tracker.domain.visits.planner import Choice

URGENT_DAY: Final = 3
ROUTINE_DAY: Final = 1
MOVE: Final = 14
"""A visit the patient was told of moves for no less than two weeks of a routine patient's waiting."""

LEFT_OUT: Final = 10_000
"""To leave somebody without a visit is worse than any move or wait."""

PENCILLED, WAITING, TOLD = 1, 2, 4
"""Whom it is worse to leave out: who was told of a day, then whose cells are released."""


@dataclass(frozen=True)
class Option:
    """One way a visit could be, and the places it would take."""

    choice: Choice
    places: frozenset[Place]


@dataclass(frozen=True)
class Wish:
    """One visit that may be planned or moved. `held` is the option it has now, if that still holds.

    `told` says that the patient knows the dates, `pencilled` that no release has come yet; `earliest`
    is the first day of any option.
    """

    coi: str
    urgent: bool
    told: bool
    held: Option | None
    options: tuple[Option, ...]
    earliest: date
    pencilled: bool = False


@dataclass(frozen=True)
class Problem:
    """All wishes of one site, and how many places are left to share on each day."""

    wishes: tuple[Wish, ...]
    left: Mapping[Place, int]


Answer = Mapping[str, Option | None]
"""For each journey the option it gets, or None."""


def cost(wish: Wish, option: Option | None) -> int:
    """Return how bad an option is for one visit: days of waiting by priority, and a move."""
    weight = URGENT_DAY if wish.urgent else ROUTINE_DAY
    if option is None:
        owed = TOLD if wish.told else (PENCILLED if wish.pencilled else WAITING)
        return LEFT_OUT * weight * owed
    wait = (option.choice.day_zero - wish.earliest).days * weight
    moved = wish.told and option != wish.held
    return wait + (MOVE if moved else 0)


def total(problem: Problem, answer: Answer) -> int:
    """Return how bad an answer is for all."""
    return sum(cost(wish, answer.get(wish.coi)) for wish in problem.wishes)


def faults(problem: Problem, answer: Answer) -> tuple[str, ...]:
    """Return what is wrong with an answer; nothing when every place is given once at most."""
    used: Counter[Place] = Counter()
    found = []
    for wish in problem.wishes:
        option = answer.get(wish.coi)
        if option is not None:
            used.update(option.places)
            if option not in wish.options:
                found.append(f"{wish.coi} gets what it cannot have.")
    over = sorted(place for place, count in used.items() if count > _left(problem, place))
    return tuple(found) + tuple(f"Too many of {each.resource} on {each.day}." for each in over)


def _left(problem: Problem, place: Place) -> int:
    """Return how many places are left; what is not counted is never short."""
    return problem.left.get(place, 1_000_000)


def greedy(problem: Problem) -> Answer:
    """Return a plain answer: whoever can stay stays, then the rest choose, the urgent first.

    At last each visit moves where that costs less, until nothing changes any more.
    """
    used: Counter[Place] = Counter()
    answer: dict[str, Option | None] = {}
    order = sorted(problem.wishes, key=lambda wish: (not wish.urgent, wish.earliest, wish.coi))
    for wish in [*_told(order), *_untold(order)]:
        stays = wish.told and wish.held in wish.options
        options = (wish.held,) if stays and _fits(problem, used, wish.held) else wish.options
        answer[wish.coi] = _best(problem, used, wish, options)
        _use(used, answer[wish.coi])
    for _ in range(3):
        better = [_improved(problem, used, answer, wish) for wish in order]
        if not any(better):
            break
    return answer


def _told(wishes: Iterable[Wish]) -> Iterator[Wish]:
    return (wish for wish in wishes if wish.told and wish.held is not None)


def _untold(wishes: Iterable[Wish]) -> Iterator[Wish]:
    return (wish for wish in wishes if not (wish.told and wish.held is not None))


def _improved(
    problem: Problem, used: Counter[Place], answer: dict[str, Option | None], wish: Wish
) -> bool:
    """Let one visit take a better option that is free; say whether it did."""
    before = answer[wish.coi]
    used.subtract(before.places if before else ())
    after = _best(problem, used, wish, wish.options)
    better = cost(wish, after) < cost(wish, before)
    answer[wish.coi] = after if better else before
    _use(used, answer[wish.coi])
    return better


def _best(
    problem: Problem, used: Counter[Place], wish: Wish, options: Iterable[Option | None]
) -> Option | None:
    free = [each for each in options if each is not None and _fits(problem, used, each)]
    return min(free, key=lambda each: cost(wish, each), default=None)


def _fits(problem: Problem, used: Counter[Place], option: Option | None) -> bool:
    return option is not None and all(
        used[place] < _left(problem, place) for place in option.places
    )


def _use(used: Counter[Place], option: Option | None) -> None:
    used.update(option.places if option else ())
