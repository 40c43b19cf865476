"""`flask tables ...`: how does a site's own table of codes come in from a file?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from tracker.actions import code_tables as actions
from tracker.domain.authority_table import Action, may
from tracker.domain.code_tables import Table
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.reads import code_tables as reads
from tracker.store import staff

tables = AppGroup("tables", help="Facility names, product descriptions, places of a site.")


@tables.command("load")
@click.argument("site")
@click.argument("table", type=click.Choice([table.value for table in Table]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", required=True, help="what the licensed copy is called")
@click.option("--by", "username", required=True, help="user name of the administrator")
def load(site: str, table: str, file: Path, edition: str, username: str) -> None:
    """Load FILE as TABLE of SITE: the whole file or nothing; every fault is named with its line."""
    by = _administrator(username)
    wish = actions.Wish(site, table, edition, file.read_bytes())
    try:
        if faults := actions.faults(wish):
            raise click.ClickException("\n".join(("Nothing was loaded.", *faults)))
        version = actions.load(by, wish, datetime.now(UTC))
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    click.echo(f"{site} {table}: version {version} is in use.")


@tables.command("list")
def show() -> None:
    """Say which tables are in use, since when, and who loaded them."""
    for each in reads.in_use():
        click.echo(
            f"{each.site} {each.kind}: version {each.version}, {each.size} codes,"
            f" {each.edition}, {each.loaded_at:%Y-%m-%d %H:%M} UTC by {each.loaded_by}"
        )


def _administrator(username: str) -> Actor:
    account = staff.by_username(username)
    grants = staff.grants(account.id) if account and not account.ended_at else ()
    if account is None or not may(Actor(account.id, account.name, grants), Action.KEEP_SITES):
        raise click.ClickException(f"{username} is not an administrator here.")
    return Actor(account.id, account.name, grants)
