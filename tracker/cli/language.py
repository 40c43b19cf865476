"""`flask language ...`: what does a new language need to say, and what is missing in a file?"""

from __future__ import annotations

from pathlib import Path

import click
from babel import Locale
from babel.core import UnknownLocaleError
from flask import current_app
from flask.cli import AppGroup

from tracker import cards
from tracker.languages import drafting, message_file
from tracker.languages.message_file import LanguageFault
from tracker.reads import journeys, spoken

language = AppGroup("language", help="Add a language that patients read.")


def _wanted(code: str) -> frozenset[str]:
    """Return the sentences of products and cards that a language's own file must say."""
    advice = cards.advice(current_app.extensions[cards.EXTENSION])
    return drafting.sentences(journeys.library().all(), advice, code)


@language.command("draft")
@click.argument("code")
def draft(code: str) -> None:
    """Print a message file for the language CODE with every message still to be written."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError) as problem:
        raise click.ClickException(f"{code}: there is no such language.") from problem
    wanted = _wanted(locale.language)
    english = spoken.language("")
    click.echo(drafting.draft(locale, english, wanted), nl=False)


@language.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Name what is missing or faulty in FILE, one a line; exit 0 only when nothing is."""
    first = spoken.language("").messages
    wanted = _wanted(file.stem)
    try:
        _, messages = message_file.read(file)
    except LanguageFault as fault:
        raise click.ClickException("\n".join(fault.sentences)) from fault
    missing = message_file.missing(messages, first, wanted)
    found = [*message_file.faults(messages, first), *(f"{each}: missing." for each in missing)]
    for sentence in found:
        click.echo(sentence)
    if found:
        raise click.ClickException(f"{file.name}: {len(found)} fault(s).")
    click.echo(f"{file.name}: no faults.")
