"""How does one model of temperature logger write its file? Its profile says so, as data of a site."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from tracker.domain.refused import Refused

ENCODINGS: Final = ("utf-8", "utf-16", "latin-1", "cp1252")
UNITS: Final = ("C", "F", "K")
DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
ISO: Final = "iso"
"""The time format that is ISO 8601 in any of its spellings; others are written as for strptime."""

ZONED: Final = re.compile(r"%z")
TIMED: Final = re.compile(r"%(H|I.*%p|T|R|c|X)")
LONGEST_INTERVAL: Final = 24 * 3600

_CELSIUS: Final[dict[str, Callable[[float], float]]] = {
    "C": lambda value: value,
    "F": lambda value: round((value - 32) * 5 / 9, 3),
    "K": lambda value: round(value - 273.15, 3),
}


@dataclass(frozen=True)
class Profile:
    """One model of logger: columns count from 1; `zone` is needed where its times carry none."""

    model: str
    encoding: str = "utf-8"
    skip_lines: int = 1
    delimiter: str = ","
    decimal_mark: str = "."
    unit: str = "C"
    time_column: int = 1
    time_format: str = ISO
    temperature_column: int = 2
    zone: str = ""
    interval_seconds: int = 300

    def celsius(self) -> Callable[[float], float]:
        """Return what turns a reading of this logger into degrees Celsius."""
        return _CELSIUS[self.unit]


def checked(profile: Profile) -> Profile:
    """Return a profile that can be used. Raises Refused with its first fault."""
    fault = next((why for wrong, why in _faults(profile) if wrong), None)
    if fault is not None:
        raise Refused("profile_unfit", why=fault)
    return profile


def _faults(profile: Profile) -> tuple[tuple[bool, str], ...]:
    """Return every fault a profile may have, and whether this one has it."""
    low, high = 1, LONGEST_INTERVAL
    return (
        (not profile.model.strip(), "the model needs a name"),
        (profile.encoding not in ENCODINGS, f"the encoding is one of {', '.join(ENCODINGS)}"),
        (
            profile.delimiter not in DELIMITERS,
            "the delimiter is a comma, semicolon, tab or bar",
        ),
        (profile.decimal_mark not in {".", ","}, "the decimal mark is a point or a comma"),
        (profile.decimal_mark == profile.delimiter, "decimal mark and delimiter are the same"),
        (profile.unit not in UNITS, "the unit is C, F or K"),
        (min(profile.time_column, profile.temperature_column) < 1, "columns count from 1"),
        (
            profile.time_column == profile.temperature_column,
            "time and reading need two columns",
        ),
        (not 0 <= profile.skip_lines <= 1000, "0 to 1000 lines can be skipped"),
        (
            not low <= profile.interval_seconds <= high,
            f"the interval is {low} to {high} seconds",
        ),
        (not _is_format(profile.time_format), "the time format does not read what it writes"),
        (
            not _is_zone(profile.zone),
            f"there is no time zone {profile.zone} (as America/Chicago)",
        ),
        (
            not profile.zone and profile.time_format != ISO and not _says_zone(profile),
            "its times carry no zone, so the profile must name one (as America/Chicago)",
        ),
    )


def _says_zone(profile: Profile) -> bool:
    return bool(ZONED.search(profile.time_format))


def _is_format(text: str) -> bool:
    if text == ISO:
        return True
    when = datetime(2026, 11, 21, 13, 45, tzinfo=UTC)
    try:
        again = datetime.strptime(when.strftime(text), text)  # noqa: DTZ007 - %z is the profile's
    except ValueError:
        return False
    return again.replace(tzinfo=UTC, second=0) == when and bool(TIMED.search(text))


def _is_zone(name: str) -> bool:
    if not name:
        return True
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def as_data(profile: Profile) -> dict[str, Any]:
    """Return a profile as JSON values."""
    return asdict(profile)


def from_data(data: Mapping[str, Any]) -> Profile:
    """Return the profile that `as_data` wrote; what it does not know is left out."""
    known = {field.name for field in fields(Profile)}
    return Profile(**{name: value for name, value in data.items() if name in known})


def marked_encoding(start: bytes) -> str:
    """Return the encoding that a byte order mark at the start of a file names, or ""."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if start.startswith(codecs.BOM_UTF8) else ""


def readable_as(profile: Profile, start: bytes) -> str:
    """Return the codec for a file that begins so. Raises Refused where mark and profile disagree."""
    if not start:
        raise Refused("file_empty")
    marked = marked_encoding(start)
    if marked and marked != profile.encoding:
        why = (
            f"its first bytes say {marked}, the profile {profile.model} says {profile.encoding}"
        )
        raise Refused("file_unreadable", why=why)
    if profile.encoding == "utf-16" and not marked:
        raise Refused("file_unreadable", why="it has no mark of UTF-16 at its start")
    return "utf-8-sig" if profile.encoding == "utf-8" else profile.encoding
