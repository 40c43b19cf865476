"""Which cards of advice are there, which do patients read today, and which have grown too old?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from flask import current_app

from tracker import cards
from tracker.cards import Card
from tracker.reads.spoken import languages

SOON: Final = timedelta(days=60)
"""So long before its end a card is named: somebody has to find and read the newer advice."""


@dataclass(frozen=True)
class Shelved:
    """One card, and how it stands: `shown`, `ends_soon`, `not_yet` or `past`.

    `silent` lists the languages in which its readers would find English.
    """

    card: Card
    standing: str
    silent: tuple[str, ...]


def every() -> tuple[Card, ...]:
    """Return the cards this service was started with."""
    found: tuple[Card, ...] = current_app.extensions[cards.EXTENSION]
    return found


def shelf(now: datetime) -> tuple[Shelved, ...]:
    """Return every card with how it stands today, what needs somebody first.

    What a version that has begun took the place of is nobody's work any more.
    """
    today = now.date()
    begun = {card.id: card.effective for card in every() if card.effective <= today}
    found = [
        Shelved(card, _standing(card, today), _silent(card))
        for card in every()
        if card.effective >= begun.get(card.id, card.effective)
    ]
    order = ("past", "ends_soon", "not_yet", "shown")
    return tuple(
        sorted(found, key=lambda each: (order.index(each.standing), each.card.expires))
    )


def past(now: datetime) -> int:
    """Return how many cards patients are not shown any more because their day is over."""
    return sum(each.standing == "past" for each in shelf(now))


def _standing(card: Card, today: date) -> str:
    if card.expires < today:
        return "past"
    if card.effective > today:
        return "not_yet"
    return "ends_soon" if card.expires - today <= SOON else "shown"


def _silent(card: Card) -> tuple[str, ...]:
    return tuple(
        language.name
        for language in languages().all()
        if language.advice(card.text) == card.text["en"] and language.code != "en"
    )
