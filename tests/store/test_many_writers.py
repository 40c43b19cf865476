"""Can eight processes write at once without forking a chain or losing an entry?"""

from collections import Counter
from typing import Any

import pytest

from tests.processes import settings_of, together
from tests.store import writer
from tests.store.entries import COI
from tracker.store import log, visit_places

PROCESSES = 8
EACH = 12


@pytest.fixture
def settings(secrets_of_tests, database, tmp_path) -> dict[str, Any]:
    """The settings of the service under test, for processes of their own."""
    return settings_of(secrets_of_tests, database, tmp_path / "instance")


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("in_turn", [True, False])
def test_eight_processes_on_one_journey_lose_nothing_and_fork_nothing(settings, in_turn):
    clashes = run_writers(settings, [COI] * PROCESSES, in_turn=in_turn)

    entries = log.load(COI)
    assert [entry.seq for entry in entries] == list(range(1, PROCESSES * EACH + 1))
    assert Counter(entry.data["note"] for entry in entries) == Counter(
        f"writer{number} {done}" for number in range(PROCESSES) for done in range(EACH)
    )
    assert clashes == 0 or not in_turn


@pytest.mark.usefixtures("stored")
def test_eight_processes_on_journeys_of_their_own_never_clash(settings):
    cois = [f"CHA99992600{number:04d}" for number in range(1, PROCESSES + 1)]
    clashes = run_writers(settings, cois, in_turn=False)

    assert log.journeys() == tuple(cois)
    assert all(len(log.load(coi)) == EACH for coi in cois)
    assert clashes == 0


@pytest.mark.usefixtures("stored")
def test_of_eight_processes_as_many_get_a_place_as_there_are_places(settings):
    cois = [f"CHA99992600{number:04d}" for number in range(1, PROCESSES + 1)]
    orders = [
        writer.Order(coi, coi, 3, in_turn=number % 2 == 0) for number, coi in enumerate(cois)
    ]
    outcomes = together(writer.take_place, settings, orders)

    assert Counter(outcomes) == {"taken": 3, "full": 5}
    held = visit_places.counts("ROC", writer.DAY, writer.DAY)
    assert held == {"infusion": {writer.DAY: 3}, "chair": {writer.DAY: 3}}


def run_writers(settings: dict[str, Any], cois: list[str], *, in_turn: bool) -> int:
    """Let one process for each journey named write at once, and count their clashes."""
    orders = [
        writer.Order(f"writer{number}", coi, EACH, in_turn) for number, coi in enumerate(cois)
    ]
    return sum(together(writer.write, settings, orders))
