"""What forbids a day? Each answer is a sentence the coordinator can tell the patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.domain.events import SiteRules
from tracker.domain.visits.courses import Course

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Search:
    """Between which days a visit is looked for, and what is known of those days.

    Day zero is looked for on `horizon_days` days from `not_before` on. `booked` says how many
    infusions of other journeys each day already holds. While the indication is not known, every
    regimen of the product counts.
    """

    not_before: date
    horizon_days: int = 90
    booked: Mapping[date, int] = field(default_factory=dict)
    indication: str = ""
    chemotherapy_not_before: date | None = None

    @property
    def last_day(self) -> date:
        """Return the last day zero that is looked at."""
        return self.not_before + timedelta(days=self.horizon_days - 1)


def against_day_zero(site: SiteRules, search: Search, day: date) -> Iterator[str]:
    """Yield what forbids an infusion on `day`."""
    if day < search.not_before:
        yield f"The product can be here and checked from {spoken(search.not_before)} on."
    if day > search.last_day:
        yield f"Dates are looked for until {spoken(search.last_day)}."
    if day.weekday() not in site.infusion_weekdays:
        yield f"{site.name} gives no cells on a {WEEKDAYS[day.weekday()]}."
    if day in site.closed_days:
        yield f"{site.name} is closed on {spoken(day)}."
    if search.booked.get(day, 0) >= site.infusions_per_day:
        yield f"All {site.infusions_per_day} infusion places of {spoken(day)} are taken."


def against_course(site: SiteRules, search: Search, course: Course) -> Iterator[str]:
    """Yield what forbids chemotherapy on the days of `course`."""
    earliest = search.chemotherapy_not_before
    if earliest is not None and course.days[0] < earliest:
        yield (
            f"{course.regimen} would start on {spoken(course.days[0])}; the first possible day "
            f"is {spoken(earliest)}."
        )
    for day in course.days:
        if day.weekday() not in site.chemotherapy_weekdays:
            yield f"{course.regimen} would fall on {spoken(day)}, no day for chemotherapy here."
        if day in site.closed_days:
            yield f"{course.regimen} would fall on {spoken(day)}, when {site.name} is closed."


def spoken(day: date) -> str:
    """Return a day with its weekday, which is what people plan by."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"
