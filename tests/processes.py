"""Processes of their own, as several servers would be, each with everything imported already.

To import the service takes longer than what most of them do; a fork of one that has imported it
takes milliseconds.
"""

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

from flask.cli import FlaskGroup

from tracker import create_app

PATIENCE = 120
"""Seconds after which a process that does not answer has failed."""


def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.processes", "tracker.cli", "tracker.web"])
    return context


def settings_of(secrets: dict[str, Any], database: str, instance: object) -> dict[str, Any]:
    """Return the settings with which another process opens the service under test."""
    return {**secrets, "TRACKER_DATABASE_URL": database, "TRACKER_INSTANCE": str(instance)}


def together(
    work: Callable[..., Any], settings: dict[str, Any], orders: Sequence[Any]
) -> list[Any]:
    """Let one process for each order call `work(order)` at one moment; return what each answered.

    Each is in the service's context. The answers come in the order in which they were ready.
    """
    context = _forks()
    start, answers = context.Barrier(len(orders)), context.Queue()
    processes = [
        context.Process(target=_answer, args=(work, settings, order, start, answers))
        for order in orders
    ]
    try:
        for process in processes:
            process.start()
        found = [answers.get(timeout=PATIENCE) for _ in processes]
        for process in processes:
            process.join(PATIENCE)
    finally:
        for process in processes:
            process.kill()
    assert [process.exitcode for process in processes] == [0] * len(processes)
    return found


def _answer(
    work: Callable[..., Any], settings: dict[str, Any], order: Any, start: Any, answers: Any
) -> None:
    with create_app(settings).app_context():
        start.wait(PATIENCE)
        answers.put(work(order))


def command(settings: dict[str, Any], *words: str) -> ForkServerProcess:
    """Begin `flask WORDS` in a process of its own; whoever asks for it ends it."""
    process = _forks().Process(target=_obey, args=(settings, words))
    process.start()
    return process


def _obey(settings: dict[str, Any], words: tuple[str, ...]) -> None:
    sys.argv = ["flask", *words]
    FlaskGroup(create_app=partial(create_app, settings)).main()
