"""Which cards of advice may a patient read today? Data, each with its source, its day and its end.

A card past its day is not shown: advice grows old. Nothing is read when this module is imported.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from tracker.domain import plain_words

EXTENSION: Final = "cards"
HERE: Final = Path(__file__).resolve().parent
FIELDS: Final = frozenset(
    {"id", "product", "site", "steps", "source", "effective", "expires", "title", "text"}
)


class CardFault(Exception):
    """A file of cards cannot be used; `code` is stable, and the text says why."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code


@dataclass(frozen=True)
class Card:
    """One version of a piece of advice. An empty `product` or `site` means every one; `steps` are 1 to 10.

    Versions share their `id`; each begins on the day it is `effective`.
    """

    id: str
    product: str
    site: str
    steps: frozenset[int]
    source: str
    effective: date
    expires: date
    title: Mapping[str, str]
    text: Mapping[str, str]

    def holds(self, day: date) -> bool:
        """Say whether the card may be shown on a day; its last day is included."""
        return self.effective <= day <= self.expires


def shown(
    cards: Iterable[Card], product: str, site: str, step: int, day: date
) -> tuple[Card, ...]:
    """Return the cards for a product at a site, at a step, on a day.

    Of several versions the one that began last counts, also once its day is past: nobody is shown
    again what it took the place of.
    """
    versions = sorted(cards, key=lambda card: card.effective)
    latest = {
        card.id: card
        for card in versions
        if card.effective <= day and card.product in {"", product} and card.site in {"", site}
    }
    return tuple(
        latest[name]
        for name in sorted(latest)
        if step in latest[name].steps and latest[name].holds(day)
    )


def advice(cards: Iterable[Card]) -> tuple[Mapping[str, str], ...]:
    """Return everything on the cards that is to be said in each language."""
    return tuple(part for card in cards for part in (card.title, card.text))


def load(extra: str | Path | None = None) -> tuple[Card, ...]:
    """Read our cards, then the site's own. Raises CardFault naming the file.

    A card of the site's own with the id of one of ours takes its place, in all versions.
    """
    ours, own = _every(HERE), _every(Path(extra)) if extra else ()
    taken = {card.id for card in own}
    found = (*(card for card in ours if card.id not in taken), *own)
    return tuple(sorted(found, key=lambda card: (card.id, card.effective)))


def _every(folder: Path) -> tuple[Card, ...]:
    files = sorted(folder.glob("*.toml"))
    found = {(card.id, card.effective): card for file in files for card in _read(file)}
    return tuple(found.values())


def _read(file: Path) -> list[Card]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["cards"]
        read = [_card(table) for table in tables]
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        said = f"{file.name}: this is no file of cards ({problem})."
        raise CardFault("card_unreadable", said) from problem
    return [_require_fit(file, card) for card in read]


def _require_fit(file: Path, card: Card) -> Card:
    """Hold a card to what holds for every sentence a patient reads. Raises CardFault."""
    for language, text in (each for part in advice([card]) for each in part.items()):
        for code, why in plain_words.faults(text, language):
            raise CardFault(f"card_{code}", f"{file.name}: {card.id}, {language}: {why}.")
    return card


def _card(table: Mapping[str, Any]) -> Card:
    """Return a card. Raises ValueError for a field too many or too few, or a life without length."""
    if set(table) != FIELDS:
        wrong = ", ".join(sorted(FIELDS ^ set(table)))
        raise ValueError(f"{table.get('id', 'a card')}: {wrong}")
    days = (table["effective"], table["expires"])
    if not all(isinstance(day, date) for day in days) or days[1] <= days[0]:
        raise ValueError(f"{table['id']}: a card begins on a day and ends on a later one")
    card = Card(**{**table, "steps": frozenset(table["steps"])})
    if not card.source or "en" not in card.title or "en" not in card.text:
        raise ValueError(f"{card.id}: a card has a source, a title and a text in English")
    return card
