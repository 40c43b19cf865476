"""`flask demo ...`: what is there to look at on a machine that has no patients?"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.cli.log import derived_again
from tracker.demo import seed as seeding
from tracker.store import migrating
from tracker.store.db import db
from tracker.store.log import Broken

FILE = "demo.json"

demo = AppGroup("demo", help="Made-up people and journeys for a demonstration.")


@demo.command("seed")
@click.option("--if-empty", is_flag=True, help="leave a database that holds anything as it is")
@click.option("--migrate", is_flag=True, help="run the migrations first, in the same process")
def seed(*, if_empty: bool, migrate: bool) -> None:
    """Fill an empty demonstration database: people, hospitals, a journey at every stage."""
    if current_app.config["TRACKER_MODE"] != "demo":
        raise click.ClickException(
            "This database is not marked demonstration (TRACKER_MODE=demo): nothing was added."
        )
    if migrate:
        migrating.to_head()
    if not seeding.empty():
        if if_empty:
            if migrate:
                _renew()
            return
        raise click.ClickException("This database is not empty: nothing was added.")
    shown = seeding.seed(datetime.now(UTC), click.echo)
    path = Path(current_app.instance_path) / FILE
    _write(path, json.dumps(shown, indent=1, ensure_ascii=False))
    click.echo(f"Sign-ins and patient links: {path}")


def _renew() -> None:
    """Let the tables around an older log say what this release says; a broken log is for `log verify`."""
    try:
        derived_again()
    except Broken as broken:
        db.session.rollback()
        click.echo(f"The log does not hold, and nothing was derived from it: {broken}")


def _write(path: Path, text: str) -> None:
    """Write for this user's eyes alone: it holds passwords, though of made-up people."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
