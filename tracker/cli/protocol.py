"""`flask protocol ...`: can this protocol file be used, and if not, why not?"""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from tracker.domain.faults import faults
from tracker.domain.protocol_file import ProtocolFault, parse
from tracker.protocols import read_text

protocol = AppGroup("protocol", help="Check the file of a product.")


@protocol.command("check", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Name every fault of FILE, one a line; exit 0 only when there is none."""
    try:
        text = read_text(file)
    except ProtocolFault as fault:
        raise click.ClickException("\n".join(fault.sentences)) from fault
    found = faults(text)
    for sentence in found:
        click.echo(sentence)
    if found:
        raise click.ClickException(f"{file.name}: {len(found)} fault(s).")
    product = parse(text)
    click.echo(f"{product.id} version {product.version}: no faults. SHA-256 {product.digest}")
