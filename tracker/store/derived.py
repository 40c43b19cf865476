"""Do the derived tables say what the log says, and how are they made again?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tracker.domain.events import Entry
from tracker.domain.summary import Summary
from tracker.domain.visits.places import Place
from tracker.store import board, identifiers, log, stretches, visit_places


@dataclass(frozen=True)
class Derived:
    """What follows from a journey's entries for the tables around the log."""

    summary: Summary
    identifiers: Mapping[str, str]
    stretches: Mapping[str, list[str]] = field(default_factory=dict)
    places: frozenset[Place] = frozenset()


Derive = Callable[[tuple[Entry, ...]], Derived]
"""Given by the caller: folding a journey needs its protocol, and the store knows none."""


def refresh(
    derived: Derived, head: tuple[int, str], *, limits: visit_places.Limits | None
) -> None:
    """Write what follows from a journey's entries. Raises Clash, or `visit_places.Full`."""
    coi, site = derived.summary.coi, derived.summary.site
    board.refresh(derived.summary, *head)
    identifiers.refresh(coi, derived.identifiers)
    stretches.refresh(coi, derived.stretches)
    visit_places.refresh(coi, site, derived.places, limits)


def rebuild(derive: Derive) -> int:
    """Derive every row again from the log; return how many journeys were not as they should be.

    Call it inside `writing()`. Raises `log.Broken`: nothing is derived from a broken chain.
    """
    cois = log.journeys()
    wrong = board.clear_except(cois) + identifiers.clear_except(cois)
    wrong += visit_places.clear_except(cois) + stretches.clear_except(cois)
    # First what must go, then what must come: a value may have passed from one to another.
    found = {coi: derive(log.load(coi)) for coi in cois}
    differing = [coi for coi in cois if fault(found[coi], log.head(coi))]
    for coi in differing:
        identifiers.refresh(coi, {})
        visit_places.refresh(coi, found[coi].summary.site, (), None)
    for coi in differing:
        refresh(found[coi], log.head(coi), limits=None)
    return wrong + len(differing)


def fault(derived: Derived, head: tuple[int, str]) -> str:
    """Return what the tables say differently of a journey; "" when nothing."""
    coi, site = derived.summary.coi, derived.summary.site
    row = board.one(coi)
    if row is None:
        return "the board does not show it"
    if (row.head_seq, row.head_digest) != head:
        return f"the board was made from entry {row.head_seq}, but the log ends at {head[0]}"
    held = (site, derived.places) if derived.places else None
    answers = (
        (row.summary == derived.summary, "the board shows something else"),
        (
            identifiers.of(coi) == dict(derived.identifiers),
            "its identifiers are not those of its entries",
        ),
        (visit_places.of(coi) == held, "its places are not those of its visit"),
        (
            stretches.of(coi) == dict(derived.stretches),
            "its stretches are not those of its entries",
        ),
    )
    return next((sentence for right, sentence in answers if not right), "")
