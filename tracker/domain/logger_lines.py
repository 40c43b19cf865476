"""What does each line of a logger's file say: when, and how cold? One line at a time, none kept."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from tracker.domain.loggers import ISO, Profile
from tracker.domain.refused import Refused

NO_TIME, NO_NUMBER, SHORT = "no time", "no number", "too few columns"
LONGEST_LINE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: seconds since 1970 in UTC, degrees Celsius; `twice` where that hour came twice."""

    line: int
    at: float
    celsius: float
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """One line that says no reading, and why."""

    line: int
    why: str
    text: str


def read(lines: Iterable[str], profile: Profile) -> Iterator[Reading | Unread]:
    """Yield what each line says, in order. Raises Refused where no time of the file can be trusted."""
    rest = islice(_bounded(lines), profile.skip_lines, None)
    number = profile.skip_lines
    when = Clock(profile)
    celsius = profile.celsius()
    comma = profile.decimal_mark == ","
    at, degrees = profile.time_column - 1, profile.temperature_column - 1
    wide = max(at, degrees)
    for row in _rows(rest, profile.delimiter):
        number += 1
        if len(row) <= wide:
            if any(cell.strip() for cell in row):
                yield Unread(number, SHORT, profile.delimiter.join(row)[:60])
            continue
        seconds = when.seconds(row[at].strip(), number)
        if seconds is None:
            yield Unread(number, NO_TIME, row[at][:60])
            continue
        try:
            value = float(row[degrees].replace(",", ".") if comma else row[degrees])
        except ValueError:
            yield Unread(number, NO_NUMBER, row[degrees][:60])
            continue
        yield Reading(number, seconds, celsius(value), when.twice)


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each line. Raises Refused where quotes never end."""
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as fault:
        raise Refused("file_unreadable", why=f"line {reader.line_num}: {fault}") from None


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, but never one that no logger writes: it would be held whole."""
    for line in lines:
        if len(line) > LONGEST_LINE or "\0" in line:
            raise Refused("file_unreadable", why="it holds what no text file holds")
        yield line


class Clock:
    """Reads the times of one file. Zones are asked once per half hour: the readings are many."""

    def __init__(self, profile: Profile) -> None:
        """Read times as a profile says."""
        self.read = _reader(profile.time_format)
        self.zone = ZoneInfo(profile.zone) if profile.zone else None
        self.named = profile.zone
        self.key: tuple[int, int, bool] | None = None
        self.offset = 0.0
        self.back = 0.0
        self.twice = False
        self.second_time = False
        self.last = float("-inf")

    def seconds(self, text: str, line: int) -> float | None:
        """Return a time as seconds since 1970, or None for one that cannot be read."""
        try:
            when = self.read(text)
        except ValueError:
            return None
        if when.tzinfo is not None:
            return when.timestamp()
        if self.zone is None:
            why = f"line {line}: {text} has no time zone, and the profile names none"
            raise Refused("file_unreadable", why=why)
        key = (when.toordinal(), when.hour, when.minute >= 30)
        if key != self.key:
            self._turn(key, when, line)
        local = (when - EPOCH).total_seconds()
        return self._placed(local - self.offset) if self.twice else local - self.offset

    def _turn(self, key: tuple[int, int, bool], when: datetime, line: int) -> None:
        """Ask the zone about another half hour. Raises Refused for one that never was."""
        first = when.replace(tzinfo=self.zone, fold=0)
        again = when.replace(tzinfo=self.zone, fold=1)
        offset, other = (each.utcoffset() or timedelta() for each in (first, again))
        if offset < other:
            raise Refused(
                "time_impossible", line=line, time=f"{when:%Y-%m-%d %H:%M}", zone=self.named
            )
        self.key, self.offset = key, offset.total_seconds()
        self.back = (offset - other).total_seconds()
        self.twice = offset != other
        self.second_time = self.second_time and self.twice

    def _placed(self, seconds: float) -> float:
        """Place a time of the hour that comes twice: the clock going back tells the second pass."""
        if seconds + (self.back if self.second_time else 0) < self.last:
            self.second_time = True
        self.last = seconds + (self.back if self.second_time else 0)
        return self.last


EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall clocks are counted from here too


def _reader(time_format: str) -> Callable[[str], datetime]:
    if time_format == ISO:
        return datetime.fromisoformat
    return lambda text: datetime.strptime(text, time_format)  # noqa: DTZ007 - the profile's zone


def sent(when: datetime, celsius: float, number: int) -> Reading:
    """Return one reading that a machine sent. Raises Refused for a time without a zone."""
    if when.tzinfo is None:
        raise Refused("clock_without_zone", field="at")
    return Reading(number, when.timestamp(), celsius)
