"""On which day, and at what time, was this collected, made, or does it expire?

A day without a time lasts to its end. None of these but 031 says in which zone the clock stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time, timedelta
from typing import ClassVar, Final, Self

from tracker.domain.isbt128.structure import Structure
from tracker.domain.refused import Refused

END_OF_DAY: Final = time(23, 59)
ORDINAL = r"(?P<century>[0-9])(?P<year>[0-9]{2})(?P<ordinal>[0-9]{3})"
CLOCK = r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})"
CALENDAR = r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"


@dataclass(frozen=True)
class Day(Structure):
    """A date as century digit, year and day of the year; years 2000 to 2199."""

    length: ClassVar = 6
    pattern: ClassVar = re.compile(ORDINAL)

    day: date

    def __post_init__(self) -> None:
        """Refuse a day that cannot be written; 19xx is ambiguous in this notation."""
        if not 2000 <= self.day.year <= 2199:
            raise Refused("invalid_date")

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from century digit, year and day of the year."""
        return cls(_ordinal_day(cls.match(content)))

    def content(self) -> str:
        """Return century digit, year and day of the year."""
        return _ordinal(self.day)


@dataclass(frozen=True)
class Moment(Structure):
    """A date as in `Day`, with hour and minute on the local clock."""

    length: ClassVar = 10
    pattern: ClassVar = re.compile(ORDINAL + CLOCK)

    day: date
    at: time = END_OF_DAY

    def __post_init__(self) -> None:
        """Refuse a day or a time that cannot be written."""
        if not 2000 <= self.day.year <= 2199:
            raise Refused("invalid_date")
        _refuse_finer_than_minutes(self.at)

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from century digit, year, day of the year, hour and minute."""
        found = cls.match(content)
        return cls(_ordinal_day(found), _clock(found))

    def content(self) -> str:
        """Return century digit, year, day of the year, hour and minute."""
        return _ordinal(self.day) + f"{self.at:%H%M}"


@dataclass(frozen=True)
class ExpiryDay(Day):
    """004, expiry date of supplies and devices."""

    number: ClassVar = "004"
    identifier: ClassVar = "=>"


@dataclass(frozen=True)
class ExpiryMoment(Moment):
    """005, expiry date and time; preferred for cells."""

    number: ClassVar = "005"
    identifier: ClassVar = "&>"


@dataclass(frozen=True)
class CollectionDay(Day):
    """006, collection date."""

    number: ClassVar = "006"
    identifier: ClassVar = "=*"


@dataclass(frozen=True)
class CollectionMoment(Moment):
    """007, collection date and time."""

    number: ClassVar = "007"
    identifier: ClassVar = "&*"


@dataclass(frozen=True)
class ProductionDay(Day):
    """008, production date."""

    number: ClassVar = "008"
    identifier: ClassVar = "=}"


@dataclass(frozen=True)
class ProductionMoment(Moment):
    """009, production date and time."""

    number: ClassVar = "009"
    identifier: ClassVar = "&}"


@dataclass(frozen=True)
class ExpiryMonth(Structure):
    """026, expiry month of a supply; never of anything human."""

    number: ClassVar = "026"
    identifier: ClassVar = "=]"
    length: ClassVar = 6
    pattern: ClassVar = re.compile(r"(?P<year>[0-9]{4})(?P<month>0[1-9]|1[0-2])")

    year: str
    month: str


@dataclass(frozen=True)
class ZonedMoment(Structure):
    """031, date and time, local or UTC: 01 expiry, 02 collection, 03 production."""

    number: ClassVar = "031"
    identifier: ClassVar = "=("
    length: ClassVar = 16
    pattern: ClassVar = re.compile(r"(?P<zone>[12])0(?P<event>0[1-6])" + CALENDAR + CLOCK)

    event: str
    day: date
    at: time
    utc: bool = True

    def __post_init__(self) -> None:
        """Refuse an event or a time that cannot be written."""
        self.match(self.content())
        _refuse_finer_than_minutes(self.at)

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from zone, event, calendar date, hour and minute."""
        found = cls.match(content)
        return cls(found["event"], _calendar_day(found), _clock(found), found["zone"] == "2")

    def content(self) -> str:
        """Return zone, event, calendar date, hour and minute."""
        zone = "2" if self.utc else "1"
        return f"{zone}0{self.event}{_calendar(self.day)}{self.at:%H%M}"


@dataclass(frozen=True)
class BirthDate(Structure):
    """024, a patient's date of birth; `location` says where the wristband was issued."""

    number: ClassVar = "024"
    identifier: ClassVar = "=#"
    length: ClassVar = 10
    pattern: ClassVar = re.compile(r"(?P<location>[A-Z0-9]{2})" + CALENDAR)

    location: str
    day: date

    def __post_init__(self) -> None:
        """Refuse a location that cannot be written."""
        self.match(self.content())

    @classmethod
    def read(cls, content: str) -> Self:
        """Build from location and calendar date."""
        found = cls.match(content)
        return cls(found["location"], _calendar_day(found))

    def content(self) -> str:
        """Return location and calendar date."""
        return self.location + _calendar(self.day)


def _ordinal(day: date) -> str:
    century, year = divmod(day.year - 2000, 100)
    return f"{century}{year:02}{day.timetuple().tm_yday:03}"


def _ordinal_day(found: re.Match[str]) -> date:
    if found["century"] not in "01":
        raise Refused("invalid_date")
    year = 2000 + int(found["century"] + found["year"])
    day = date(year, 1, 1) + timedelta(days=int(found["ordinal"]) - 1)
    if day.year != year:
        raise Refused("invalid_date")
    return day


def _calendar(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"  # strftime drops leading zeros of a year


def _calendar_day(found: re.Match[str]) -> date:
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    if not MINYEAR <= year <= MAXYEAR:
        raise Refused("invalid_date")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refused("invalid_date") from error


def _clock(found: re.Match[str]) -> time:
    hour, minute = int(found["hour"]), int(found["minute"])
    try:
        return time(hour, minute)
    except ValueError as error:
        raise Refused("invalid_date") from error


def _refuse_finer_than_minutes(at: time) -> None:
    if at != time(at.hour, at.minute):
        raise Refused("invalid_date")
