"""How many random labels of every kind does a scanner read wrongly, or not at all?

`python -m scripts.labels_proof 10000` draws that many of each kind from a fixed seed, half of them on
the dots of a 203 dpi printer and half at 300, and reads each twice: as the service does before it
prints, and from the whole picture with every code on it. One line a kind; exit 1 unless all are right.
Names of kinds after the number limit it to those.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Final

import labels
from labels.layout import lay_out
from tests.labels.samples import KINDS

EACH: Final = 1_000
SLICE: Final = 250
PRINTERS: Final = (203, 300)


@dataclass(frozen=True)
class Tally:
    """What came of some labels; `wrong` and `unreadable` count codes, not labels."""

    labels: int = 0
    codes: int = 0
    wrong: int = 0
    unreadable: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(
            self.labels + other.labels,
            self.codes + other.codes,
            self.wrong + other.wrong,
            self.unreadable + other.unreadable,
        )


def judged(kind: int, first: int, count: int) -> Tally:
    """Draw `count` labels of one kind and read them; the seed is the place of the first."""
    choose = Random(f"{KINDS[kind].__name__} {first}")  # noqa: S311 - the same labels every time
    tally = Tally()
    for number in range(first, first + count):
        tally += _read(KINDS[kind](choose), PRINTERS[number % len(PRINTERS)])
    return tally


def _read(label: labels.Label, dpi: int) -> Tally:
    meant = Counter(symbol.content for symbol in lay_out(label).symbols)
    seen = Counter(labels.decode(labels.picture(label, dpi)))
    try:
        own = Counter(labels.readback(label, dpi))
    except labels.Unprintable:
        own = Counter()
    wrong = (seen - meant) + (own - meant)
    missing = (meant - seen) | (meant - own)
    return Tally(1, meant.total(), wrong.total(), missing.total())


def main(each: int, only: Sequence[str]) -> int:
    """Print the tally of each kind and of all; return 1 when a code was not read as meant."""
    begun, total = time.monotonic(), Tally()
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for kind, draw in enumerate(KINDS):
            if only and draw.__name__ not in only:
                continue
            starts = range(0, each, SLICE)
            sizes = [min(SLICE, each - start) for start in starts]
            parts = workers.map(judged, [kind] * len(starts), starts, sizes)
            tally = sum(parts, Tally())
            total += tally
            sys.stdout.write(_line(draw.__name__, tally))
            sys.stdout.flush()
    sys.stdout.write(_line("all", total))
    sys.stdout.write(f"{time.monotonic() - begun:.0f} seconds\n")
    return 1 if total.wrong or total.unreadable else 0


def _line(name: str, tally: Tally) -> str:
    return (
        f"{name:<14}{tally.labels:>8} labels {tally.codes:>8} codes"
        f" {tally.wrong:>4} wrong {tally.unreadable:>4} unreadable\n"
    )


if __name__ == "__main__":
    unknown = set(sys.argv[2:]) - {draw.__name__ for draw in KINDS}
    if unknown:
        sys.exit(f"No such kind of label: {', '.join(sorted(unknown))}")
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else EACH, sys.argv[2:]))
