"""`flask log ...`: is the log whole, and how does it get out?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from tracker.store import checkpoints
from tracker.store.db import db, writing

log = AppGroup("log", help="Check the log, export a journey, write a checkpoint.")


@log.command("checkpoint")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="also write it to a file")
def write_checkpoint(output: Path | None) -> None:
    """Sign the state of all journeys; give the text to somebody outside."""
    writing()
    note = checkpoints.write(datetime.now(UTC))
    db.session.commit()
    if output is not None:
        output.write_text(note)
    click.echo(note, nl=False)
