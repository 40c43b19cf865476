"""What is done how often, in a process of its own, until it is told to stop?"""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from tracker.jobs.duties import tell_of_duties
from tracker.jobs.housekeeping import forget_replays, forget_unfinished, write_checkpoint
from tracker.jobs.lateness import raise_overdue
from tracker.jobs.promises import keep_promises
from tracker.jobs.reminders import remind
from tracker.jobs.sending import send_due
from tracker.jobs.waits import end_waits
from tracker.reads import hospitals

Job = Callable[[datetime], object]

JOBS: Final[tuple[tuple[Job, timedelta], ...]] = (
    (send_due, timedelta(seconds=10)),
    (raise_overdue, timedelta(minutes=5)),
    (end_waits, timedelta(minutes=5)),
    (keep_promises, timedelta(hours=1)),
    (remind, timedelta(hours=1)),
    (tell_of_duties, timedelta(hours=1)),
    (forget_unfinished, timedelta(minutes=5)),
    (write_checkpoint, timedelta(days=1)),
    (forget_replays, timedelta(days=1)),
)
"""Each job and how often. All are safe to repeat and safe to run twice at once."""


def once(app: Flask) -> None:
    """Do everything once; what a job raises is the caller's to show."""
    for job, _ in JOBS:
        do(app, job)


def do(app: Flask, job: Job) -> None:
    """Do one job. The scheduler logs what it raises, and comes back at the next turn."""
    with app.app_context():
        job(_now(app))


def run(app: Flask) -> None:
    """Do everything at its time until SIGTERM or SIGINT; what is under way is finished first."""
    warn_of_sites(app)
    scheduler = BlockingScheduler(timezone=UTC)
    for job, every in JOBS:
        scheduler.add_job(
            partial(do, app, job),
            "interval",
            seconds=int(every.total_seconds()),
            id=job.__name__,
            name=job.__name__,
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: scheduler.shutdown(wait=False))
    scheduler.start()


def warn_of_sites(app: Flask) -> None:
    """Name the sites that are not ready for patients.

    The service starts all the same: other sites' bedside checks rest on it, and the number is
    checked on a page of its own. What is refused is a page for a patient of such a site.
    """
    with app.app_context():
        for name in hospitals.unreachable():
            app.logger.warning("%s: no number of the care team has been checked", name)


def _now(app: Flask) -> datetime:
    told = app.config.get("CLOCK")
    now: datetime = told() if told else datetime.now(UTC)
    return now
