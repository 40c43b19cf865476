"""Did it stay within its limits the whole way? Judges readings one by one, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil, floor, inf, isfinite
from typing import Final

from tracker.domain.logger_lines import Reading, Unread
from tracker.domain.refused import Refused

PLAUSIBLE: Final = (-200.0, 80.0)
"""Colder than liquid nitrogen or hotter than any shipper: a broken sensor, not a temperature."""

BUCKETS: Final = 360
"""How many columns the plot has; each keeps the coldest and the warmest of its time."""

SHOWN: Final = 3
"""How many lines of each kind of fault are named; the others are counted."""


Bucket = tuple[int, int, int]
"""Some minutes of a leg: when they began in seconds since 1970, coldest and warmest in tenths."""


@dataclass(frozen=True)
class Leg:
    """What is judged: from packing to receipt (`until` None while it is open), between two limits.

    What a logger says of the time after `now` it cannot know: its clock is wrong.
    """

    since: datetime
    until: datetime | None
    expected: datetime
    low: float
    high: float
    interval: int
    now: datetime | None = None


@dataclass(frozen=True)
class Judged:
    """What readings say of one leg; temperatures in tenths, rounded away from the comfortable side."""

    readings: int
    min_c_tenths: int
    max_c_tenths: int
    minutes_out: int
    first_at: datetime
    last_at: datetime
    findings: tuple[str, ...]
    buckets: tuple[Bucket, ...]


def by_hour(buckets: Iterable[Bucket]) -> tuple[tuple[datetime, int, int], ...]:
    """Return the coldest and warmest of each hour: the same as a plot shows, for those who read."""
    hours: dict[int, tuple[int, int]] = {}
    for at, low, high in buckets:
        hour = at - at % 3600
        coldest, warmest = hours.get(hour, (low, high))
        hours[hour] = (min(coldest, low), max(warmest, high))
    return tuple((_moment(hour), *hours[hour]) for hour in sorted(hours))


def judge(said: Iterable[Reading | Unread], leg: Leg) -> Judged:
    """Return what the readings say of a leg. Raises Refused where not one of them can be used."""
    judging = _Judging(leg)
    for each in said:
        if isinstance(each, Unread):
            judging.faults.note(f"{each.why}", each.line)
        else:
            judging.take(each)
    return judging.judged()


@dataclass
class _Faults:
    """How often each fault was met, and on which lines first."""

    lines: dict[str, list[int]] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)

    def note(self, what: str, line: int) -> None:
        self.count[what] = self.count.get(what, 0) + 1
        known = self.lines.setdefault(what, [])
        if len(known) < SHOWN:
            known.append(line)

    def sentences(self) -> Iterator[str]:
        for what, sentence in _SENTENCES.items():
            if count := self.count.get(what):
                named = ", ".join(str(line) for line in self.lines[what])
                more = f" and {count - SHOWN} more" if count > SHOWN else ""
                yield f"{sentence} (line {named}{more})."


BACK, STRANGE, TWICE = "time goes back", "implausible", "twice"
_SENTENCES: Final = {
    "no time": "The time cannot be read",
    "no number": "The cell of the temperature holds no number",
    "too few columns": "The line has fewer columns than the profile says",
    STRANGE: f"The value is implausible, outside {PLAUSIBLE[0]:.0f} to {PLAUSIBLE[1]:.0f} °C, "
    "and was not counted",
    BACK: "The time does not come after the one before",
    TWICE: "The clock shows this hour twice that night; the order of the lines was taken to tell "
    "which is meant",
}


class _Judging:
    """The readings so far."""

    def __init__(self, leg: Leg) -> None:
        self.leg = leg
        self.since = leg.since.timestamp()
        end = leg.until or leg.now
        self.until = end.timestamp() if end else inf
        planned = leg.until or leg.expected
        self.width = max(60, ceil((planned.timestamp() - self.since) / BUCKETS))
        self.patience = 2 * leg.interval
        self.faults = _Faults()
        self.buckets: dict[int, list[float]] = {}
        self.readings = self.outside = 0
        self.first = self.last = 0.0
        self.was_out = False
        self.seconds_out = 0.0
        self.gaps = 0
        self.longest = (0.0, 0.0)

    def take(self, reading: Reading) -> None:
        """Judge one reading; those before packing and after receipt say nothing of the leg."""
        at, celsius = reading.at, reading.celsius
        if not PLAUSIBLE[0] <= celsius <= PLAUSIBLE[1] or not isfinite(celsius):
            self.faults.note(STRANGE, reading.line)
            return
        if not self.since <= at <= self.until:
            self.outside += 1
            return
        if reading.twice:
            self.faults.note(TWICE, reading.line)
        if not self.readings:
            self.first = self.last = at
        elif at <= self.last:
            self.faults.note(BACK, reading.line)
        self._pass(at)
        self.readings += 1
        self.was_out = celsius < self.leg.low or celsius > self.leg.high
        self._keep(at, celsius)

    def _pass(self, at: float) -> None:
        """Let time pass to the next reading: what was out stayed out until then."""
        step = at - self.last
        if step <= 0:
            return
        if self.was_out:
            self.seconds_out += min(step, self.patience)
        if step > self.patience:
            self.gaps += 1
            if step > self.longest[1] - self.longest[0]:
                self.longest = (self.last, at)
        self.last = at

    def _keep(self, at: float, celsius: float) -> None:
        number = int((at - self.since) // self.width)
        column = self.buckets.get(number)
        if column is None:
            self.buckets[number] = [celsius, celsius]
        elif celsius < column[0]:
            column[0] = celsius
        elif celsius > column[1]:
            column[1] = celsius

    def judged(self) -> Judged:
        """Return what was found. Raises Refused where nothing was."""
        if not self.readings:
            raise Refused("no_readings", why=self._why_none())
        if self.was_out:
            self.seconds_out += self.leg.interval
        coldest = min(column[0] for column in self.buckets.values())
        warmest = max(column[1] for column in self.buckets.values())
        return Judged(
            readings=self.readings,
            min_c_tenths=_down(coldest),
            max_c_tenths=_up(warmest),
            minutes_out=ceil(self.seconds_out / 60),
            first_at=_moment(self.first),
            last_at=_moment(self.last),
            findings=tuple(self._findings()),
            buckets=tuple(
                (int(self.since + number * self.width), _down(low), _up(high))
                for number, (low, high) in sorted(self.buckets.items())
            ),
        )

    def _why_none(self) -> str:
        if self.outside:
            since = f"{self.leg.since:%Y-%m-%d %H:%M}"
            return f"all {self.outside} readings lie outside the journey that began {since} UTC"
        return " ".join(self.faults.sentences()) or "there is no line after the heading"

    def _findings(self) -> Iterator[str]:
        yield from self.faults.sentences()
        if self.gaps:
            since, until = self.longest
            yield (
                f"{self.gaps} time(s) no reading came when one was due; the longest gap is "
                f"{_span(until - since)}, from {_moment(since):%Y-%m-%d %H:%M} UTC."
            )
        if self.first - self.since > self.patience:
            yield f"The first {_span(self.first - self.since)} after packing have no reading."
        if self.leg.until is None:
            yield "The shipment was not yet received when these readings were attached."
        elif self.until - self.last > self.patience:
            yield f"The last {_span(self.until - self.last)} before receipt have no reading."
        if self.outside:
            yield (
                f"{self.outside} reading(s) before packing, after receipt or in the future "
                "were not counted."
            )


def _span(seconds: float) -> str:
    minutes = ceil(seconds / 60)
    return f"{minutes} minutes" if minutes < 180 else f"{minutes / 60:.1f} hours"


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), tz=UTC)


def _down(celsius: float) -> int:
    return floor(round(celsius * 10, 3))


def _up(celsius: float) -> int:
    return ceil(round(celsius * 10, 3))
