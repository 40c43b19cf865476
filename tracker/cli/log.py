"""`flask log ...`: is the log whole, and how does it get out?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from tracker.reads.journeys import derive, pinned
from tracker.store import checkpoints, derived, dossier, verify
from tracker.store import log as store_log
from tracker.store.db import db, writing

log = AppGroup("log", help="Check the log, export a journey, write a checkpoint.")
board = AppGroup("board", help="The tables derived from the log.")

PATH = click.Path(path_type=Path, dir_okay=False)


@log.command("verify")
@click.option("--checkpoint", type=PATH, help="a checkpoint that somebody outside has kept")
def verify_log(checkpoint: Path | None) -> None:
    """Check every chain, signature, derived row and checkpoint; name the first break."""
    outside = checkpoint.read_text(encoding="utf-8") if checkpoint else None
    verdict = verify.whole_log(derive, outside=outside)
    if verdict.fault is not None:
        raise click.ClickException(str(verdict.fault))
    click.echo(f"{verdict.entries} entries hold: chains, signatures, board and checkpoints.")


@log.command("checkpoint")
@click.option("-o", "--output", type=PATH, help="also write it to a file")
def write_checkpoint(output: Path | None) -> None:
    """Sign the state of all journeys; give the text to somebody outside."""
    writing()
    note = checkpoints.write(datetime.now(UTC))
    db.session.commit()
    if output is not None:
        output.write_text(note, encoding="utf-8")
    click.echo(note, nl=False)


@log.command("export")
@click.argument("coi")
@click.option("-o", "--output", type=PATH, required=True, help="the ZIP file to write")
def export(coi: str, output: Path) -> None:
    """Write the dossier of COI: one file that proves itself, under a checkpoint made now."""
    writing()
    checkpoints.write(datetime.now(UTC))
    db.session.commit()
    entries = store_log.load(coi)
    if not entries:
        raise click.ClickException(f"There is no journey {coi}.")
    output.write_bytes(dossier.pack(coi, **pinned(entries)))
    click.echo(f"{output}: {len(entries)} entries of {coi}. To check it: python verify.py")


def derived_again() -> int:
    """Derive what follows from the log again; return how many journeys were not as it says."""
    writing()
    changed = derived.rebuild(derive)
    db.session.commit()
    return changed


def rebuild() -> None:
    """Derive the board, identifiers and places again; a sound database stays as it is."""
    click.echo(f"{derived_again()} journeys were not as the log says, and now are.")


log.command("rebuild")(rebuild)
board.command("rebuild")(rebuild)
