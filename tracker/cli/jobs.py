"""`flask jobs ...`: is what waits being done?"""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.jobs import schedule

jobs = AppGroup("jobs", help="Messages, tasks for what is late, the daily checkpoint.")


@jobs.command("run")
def run() -> None:
    """Do each job at its time until told to stop; two of these side by side are harmless."""
    schedule.run(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


@jobs.command("once")
def once() -> None:
    """Do every job once, now; what breaks is shown."""
    schedule.once(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    click.echo("Every job was done.")
