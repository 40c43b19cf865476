"""Which journeys does somebody mean who types a part of an identifier, or nothing at all?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tracker.domain.events import Actor
from tracker.reads import worklists
from tracker.store import board


def by_text(
    actor: Actor, text: str, now: datetime, *, site: str = "", closed: bool = False
) -> tuple[worklists.Row, ...]:
    """Return the journeys this person may see whose identifier holds `text`, the most urgent first."""
    wanted = board.Wanted(sites=(site,) if site else None, open_only=not closed, text=text)
    return worklists.find(actor, wanted, now).rows


def by_identifier(
    actor: Actor, cois: Iterable[str], now: datetime
) -> tuple[worklists.Row, ...]:
    """Return exactly these journeys, closed ones too, as far as this person may see them."""
    wanted = (board.Wanted(open_only=False, text=coi) for coi in cois)
    return tuple(row for each in wanted for row in worklists.find(actor, each, now).rows)
