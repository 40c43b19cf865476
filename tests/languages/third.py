"""A third language for the tests, read from the right: every message in other letters, in one file."""

import io
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po, write_po

from tracker import cards
from tracker.languages import drafting, load
from tracker.protocols import load as load_protocols

ALIF = "ا"


def written(folder: Path, code: str = "ar") -> Path:
    """Fill a draft in as a translator would: each word becomes a letter, blanks stay."""
    locale = Locale.parse(code)
    wanted = drafting.sentences(load_protocols().all(), cards.advice(cards.load()), code)
    catalog = read_po(io.StringIO(drafting.draft(locale, load().get("en"), wanted)))
    for message in catalog:
        if not message.id:
            continue
        english = message.auto_comments[0] if message.auto_comments else str(message.id)
        said = " ".join(_other_letters(word) for word in english.split(" / ")[0].split())
        plural = isinstance(message.id, tuple)
        message.string = (said,) * catalog.num_plurals if plural else said
    file = folder / f"{code}.po"
    with file.open("wb") as out:
        write_po(out, catalog)
    return file


def _other_letters(word: str) -> str:
    before, brace, rest = word.partition("{")
    name, end, after = rest.partition("}")
    return ALIF * len(before) + brace + name + end + ALIF * len(after)
