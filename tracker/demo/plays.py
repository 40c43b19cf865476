"""Whose journeys does the demonstration show, and where does each of them stand?

Every patient is made up. Record numbers say so, and mail addresses end where no mail arrives.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.demo import stages
from tracker.demo.stages import Chapter, until

FROZEN, FRESH = "example-frozen", "example-fresh"


@dataclass(frozen=True)
class Somebody:
    """A made-up patient; some have accents, some two family names, one a single name."""

    name: str
    born: date
    language: str = "en"

    @property
    def email(self) -> str:
        """Return an address in a domain that can never exist (RFC 2606)."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return f"{re.sub(r'[^a-z]+', '.', plain.lower()).strip('.')}@synthetic.invalid"


@dataclass(frozen=True)
class Play:
    """One journey: what is told of it, and how long ago its last chapter ended."""

    stage: str
    product: str
    site: str
    patient: Somebody
    chapters: tuple[Chapter, ...]
    ago: timedelta

    @property
    def day_zero_today(self) -> bool:
        """Say whether it must be given today: a thawed bag is good for minutes."""
        return self.stage == "thawed"


_PATIENTS: Final = (
    Somebody("Harold Lindgren", date(1952, 3, 14)),
    Somebody("Beatriz Nuñez Ortega", date(1961, 7, 2), "es"),
    Somebody("Solveig Ødegård", date(1949, 11, 23)),
    Somebody("Marcus Whitehorse", date(1970, 1, 9)),
    Somebody("Zoë Thibodeaux", date(1986, 5, 30)),
    Somebody("Ananda", date(1958, 8, 17)),
    Somebody("Jürgen Großmann", date(1955, 12, 6)),
    Somebody("Imani Okonkwo", date(1979, 4, 21)),
    Somebody("Ruth Abernathy", date(1947, 10, 1)),
    Somebody("José Ángel Ibáñez", date(1964, 2, 28), "es"),
    Somebody("Siobhán O’Connell", date(1957, 9, 12)),
    Somebody("Wei-Lin Chao", date(1968, 6, 5)),
    Somebody("Dorothy Vanderbilt-Hayes", date(1950, 3, 3)),
    Somebody("Łukasz Wiśniewski", date(1974, 1, 26)),
    Somebody("Priya Raghunathan", date(1982, 11, 8)),
    Somebody("Clarence Beaumont", date(1945, 5, 19)),
    Somebody("Ngọc Anh Trần", date(1966, 9, 29)),
    Somebody("Margit Kovács", date(1953, 7, 15)),
    Somebody("Tobias Feld", date(1990, 2, 11)),
    Somebody("Guadalupe Peña Ríos", date(1959, 12, 12), "es"),
    Somebody("Éloïse Marchand", date(1963, 4, 4)),
    Somebody("Walter Pruitt", date(1951, 8, 8)),
    Somebody("Yusuf Demir", date(1971, 10, 20)),
    Somebody("Agnes Björnsdóttir", date(1948, 6, 27)),
    Somebody("Leonard Castellano", date(1956, 1, 31)),
    Somebody("Mireille N’Diaye", date(1977, 3, 18)),
    Somebody("Conrad Hutchins", date(1954, 11, 2)),
    Somebody("Ximena Arroyo", date(1988, 7, 24), "es"),
    Somebody("Fern Tallchief", date(1960, 5, 7)),
    Somebody("Petr Dvořák", date(1965, 9, 16)),
    Somebody("Opal Stanhope", date(1946, 12, 30)),
    Somebody("Desmond Achterberg", date(1973, 2, 22)),
    Somebody("Noémie Archambault", date(1969, 8, 11)),
    Somebody("Matías Peñalver", date(1962, 3, 27), "es"),
)

_SITES: Final = ("RST", "PHX", "JAX")
_FRESH_STANDS: Final = (
    stages.collected,
    stages.in_transit,
    stages.being_made,
    stages.released,
    stages.visit_confirmed,
    stages.chemotherapy,
    stages.infused,
    stages.closed,
)
_TURNS: Final = (
    ("lot_terminated", FRESH, until(stages.being_made, stages.lot_lost)),
    ("on_hold", FROZEN, until(stages.at_plant, stages.on_hold)),
    ("excursion", FROZEN, until(stages.in_transit, stages.too_warm)),
    ("near_miss", FROZEN, until(stages.approved, stages.near_miss)),
    ("collect_again", FROZEN, until(stages.approved, stages.too_few)),
    (
        "second_collection",
        FROZEN,
        (*until(stages.approved), stages.too_few, stages.collected_again),
    ),
    ("between_steps", FRESH, until(stages.being_made, stages.lot_lost, stages.talked)),
    (
        "stopped",
        FRESH,
        until(stages.visit_confirmed, stages.not_going_on, stages.talked),
    ),
)
"""What goes otherwise: as ordinary as the straight road."""


def plays() -> tuple[Play, ...]:
    """Return every journey of the demonstration, over both products and all sites."""
    told = [
        *((chapter.__name__, FROZEN, until(chapter)) for chapter in stages.ROAD),
        *((chapter.__name__, FRESH, until(chapter)) for chapter in _FRESH_STANDS),
        *_TURNS,
    ]
    assert len(told) == len(_PATIENTS), "one patient for each journey"
    return tuple(
        Play(stage, product, _site(stage, number), patient, chapters, _ago(stage, number))
        for number, ((stage, product, chapters), patient) in enumerate(
            zip(told, _PATIENTS, strict=True)
        )
    )


LINKED: Final = (
    "being_made",
    "visit_confirmed",
    "opened",
    "collected",
    "in_transit",
    "released",
    "chemotherapy",
    "infused",
    "closed",
    "lot_terminated",
    "excursion",
    "between_steps",
    "stopped",
)
"""The stages at which one patient gets a link to their page, the one to look at first first."""


def _site(stage: str, number: int) -> str:
    """Spread the journeys over the sites; a bag stands thawed where cells are given every day."""
    return "JAX" if stage == "thawed" else _SITES[number % len(_SITES)]


def _ago(stage: str, number: int) -> timedelta:
    """Spread the last chapters over the day; a thawed bag must still be good to give."""
    return timedelta(minutes=5) if stage == "thawed" else timedelta(minutes=20 + 9 * number)
