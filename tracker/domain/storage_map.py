"""Which positions does a freezer room have, and does what stands there agree with what was recorded?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.domain.refused import Refused

CODE: Final = re.compile(r"[A-Z0-9]{1,8}")
MOST_PLACES: Final = 100


@dataclass(frozen=True, order=True)
class Box:
    """One box in a rack of a tank, with numbered positions: a cassette canister, or a box of vials."""

    site: str
    tank: str
    rack: str
    box: str
    places: int

    @property
    def name(self) -> str:
        """Return what the label of the box says."""
        return f"{self.site}-{self.tank}-{self.rack}-{self.box}"

    def positions(self) -> tuple[str, ...]:
        """Return what the label of each position says, in order."""
        return tuple(f"{self.name}-P{number:02d}" for number in range(1, self.places + 1))


def require_box(box: Box) -> None:
    """Refuse a box whose codes do not fit on a label, or that has no sensible number of positions."""
    for what in ("tank", "rack", "box"):
        if not CODE.fullmatch(getattr(box, what)):
            expected = "1 to 8 capital letters or digits"
            raise Refused("field_type", field=what, label=f"The {what}", expected=expected)
    if not 1 <= box.places <= MOST_PLACES:
        words: dict[str, Any] = {
            "label": "positions",
            "value": box.places,
            "low": 1,
            "high": MOST_PLACES,
        }
        raise Refused("field_out_of_range", field="places", unit="", **words)


@dataclass(frozen=True)
class Seen:
    """One container met on a walk, and the position scanned before it ("" for none)."""

    container: str
    place: str


@dataclass(frozen=True)
class Audit:
    """What a walk found: each line says what, where it should be and where it was."""

    missing: tuple[tuple[str, str], ...]
    surplus: tuple[tuple[str, str], ...]
    misplaced: tuple[tuple[str, str, str], ...]
    right: int
    unvisited: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Say whether everything was found where it should be, and nothing else."""
        return not (self.missing or self.surplus or self.misplaced)


def compare(
    recorded: Mapping[str, str], positions: Iterable[str], walked: Iterable[tuple[str, str]]
) -> Audit:
    """Compare what stands in a tank by the record (position -> container) with a walk through it.

    `walked` holds each scan in order: ("place", position) or ("container", its name). A container
    belongs to the position scanned just before it.
    """
    seen, visited = _met(walked)
    where = {container: place for place, container in recorded.items()}
    misplaced, surplus = [], []
    for one in seen:
        if one.container not in where:
            surplus.append((one.container, one.place))
        elif one.place and one.place != where[one.container]:
            misplaced.append((one.container, where[one.container], one.place))
    found = {one.container for one in seen}
    missing = [(name, place) for name, place in sorted(where.items()) if name not in found]
    return Audit(
        missing=tuple(missing),
        surplus=tuple(surplus),
        misplaced=tuple(misplaced),
        right=len(where) - len(missing) - len(misplaced),
        unvisited=tuple(place for place in positions if place not in visited),
    )


def _met(walked: Iterable[tuple[str, str]]) -> tuple[list[Seen], set[str]]:
    """Return each container met, once, with its position, and every position that was looked at."""
    seen: dict[str, Seen] = {}
    visited: set[str] = set()
    place = ""
    for what, name in walked:
        if what == "place":
            place = name
            visited.add(place)
        else:
            seen.setdefault(name, Seen(name, place))
            place = ""
    return [*seen.values()], visited
