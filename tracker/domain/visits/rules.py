"""What forbids a day? Each answer is a sentence the coordinator can tell the patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.domain.events import SiteRules, Taken
from tracker.domain.visits.courses import Course
from tracker.domain.visits.days_off import before_long_weekend, closed, closed_alone
from tracker.domain.visits.places import BED, CHAIR, INFUSION, NAMES, THAW, capacity

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Search:
    """Between which days a visit is looked for, and what is known of those days.

    Day zero is looked for on `horizon_days` days from `not_before` on. `taken` says how many places
    other journeys hold. While the indication is not known, only a regimen that fits whichever it is counts.
    `uninsured` is the insurer's word that forbids every day.
    The product may be given until `expires_on`; `away` are days the patient cannot come, first and
    last included. The tests before chemotherapy can be done from `tests_from` on; None leaves them out
    of it. One in `tests_done` was done on that day: it counts for a visit whose window had begun.
    """

    not_before: date
    horizon_days: int = 90
    taken: Taken = field(default_factory=dict)
    indication: str = ""
    chemotherapy_not_before: date | None = None
    expires_on: date | None = None
    uninsured: str = ""
    insured_from: date | None = None
    insured_until: date | None = None
    away: tuple[tuple[date, date], ...] = ()
    tests_from: date | None = None
    tests_done: Mapping[str, date] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        """Return the last day zero that is looked at."""
        return self.not_before + timedelta(days=self.horizon_days - 1)


def against_day_zero(site: SiteRules, search: Search, day: date) -> Iterator[str]:
    """Yield what forbids day zero on `day`."""
    if day < search.not_before:
        yield f"The product can be here and checked from {spoken(search.not_before)} on."
    if day > search.last_day:
        yield f"Dates are looked for until {spoken(search.last_day)}."
    if search.uninsured:
        yield f"The insurer has not agreed to this treatment: {search.uninsured}."
    yield from against_infusion(site, search, day)
    for night in range(site.bed_nights):
        yield from _against_bed(site, search, day + timedelta(days=night))


def against_infusion(site: SiteRules, search: Search, day: date) -> Iterator[str]:
    """Yield what forbids giving cells on `day`, be it the first dose or the second."""
    if day.weekday() not in site.infusion_weekdays:
        yield f"{site.name} gives no cells on a {WEEKDAYS[day.weekday()]}."
    if day in site.holidays:
        yield f"{site.name} gives no cells on {spoken(day)}: {site.holidays[day]}."
    if not site.infusions_before_long_weekends and before_long_weekend(site, day):
        yield f"{site.name} gives no cells on {spoken(day)}, just before a long weekend."
    yield from _against_places(site, search, day)
    if search.expires_on and day > search.expires_on:
        yield f"The product expires on {spoken(search.expires_on)}."
    yield from _against_patient(search, day)


def against_chemotherapy(
    site: SiteRules, search: Search, day: date, name: str
) -> Iterator[str]:
    """Yield what forbids a dose of chemotherapy on `day`; `name` is the regimen's."""
    if day.weekday() not in site.chemotherapy_weekdays:
        yield f"{name} would fall on {spoken(day)}, no day for chemotherapy here."
    if day in site.holidays and not site.chemotherapy_on_holidays:
        yield f"{name} would fall on {spoken(day)}: {site.holidays[day]}."
    why = closed(site, CHAIR, day)
    if why is not None:
        told = f" ({why})" if why else ""
        yield f"{name} would fall on {spoken(day)}, when {site.name} is closed{told}."
    elif _full(site, search, CHAIR, day):
        yield f"{name} would fall on {spoken(day)}: all {site.chairs} {NAMES[CHAIR]} are taken."
    for reason in _against_patient(search, day):
        yield f"{name} would fall on {spoken(day)}. {reason}"


def against_course(site: SiteRules, search: Search, course: Course) -> Iterator[str]:
    """Yield what forbids chemotherapy on the days of `course`."""
    earliest = search.chemotherapy_not_before
    if earliest is not None and course.days[0] < earliest:
        yield (
            f"{course.regimen} would start on {spoken(course.days[0])}; the first possible day "
            f"is {spoken(earliest)}."
        )
    for day in course.days:
        yield from against_chemotherapy(site, search, day, course.regimen)


def _against_places(site: SiteRules, search: Search, day: date) -> Iterator[str]:
    """Yield what stands against an infusion place and a thaw on `day`."""
    for resource in (INFUSION, THAW):
        why = closed(site, resource, day)
        if why is not None:
            yield f"{site.name} is closed on {spoken(day)}{f': {why}' if why else ''}."
            return
        if _full(site, search, resource, day):
            yield f"All {capacity(site, resource)} {NAMES[resource]} of {spoken(day)} are taken."


def _against_bed(site: SiteRules, search: Search, day: date) -> Iterator[str]:
    """Yield what stands against a bed in the night of `day`; a ward is open on holidays too."""
    why = closed_alone(site, BED, day)
    if why is not None:
        yield f"{site.name} has no bed on {spoken(day)}{f': {why}' if why else ''}."
    elif _full(site, search, BED, day):
        yield f"All {site.beds} {NAMES[BED]} of {spoken(day)} are taken."


def _full(site: SiteRules, search: Search, resource: str, day: date) -> bool:
    limit = capacity(site, resource)
    return limit is not None and search.taken.get(resource, {}).get(day, 0) >= limit


def _against_patient(search: Search, day: date) -> Iterator[str]:
    """Yield what forbids any appointment of this patient on `day`."""
    if any(first <= day <= last for first, last in search.away):
        yield f"The patient cannot come on {spoken(day)}."
    if search.insured_from and day < search.insured_from:
        yield f"The insurance is valid from {spoken(search.insured_from)} on."
    if search.insured_until and day > search.insured_until:
        yield f"The insurance is valid until {spoken(search.insured_until)}."


def spoken(day: date) -> str:
    """Return a day with its weekday, which is what people plan by."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"
