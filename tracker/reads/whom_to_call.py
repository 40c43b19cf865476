"""Whom does a patient call, and does somebody answer now? Never a number that nobody has checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.domain import hours
from tracker.domain.events import SiteRules
from tracker.domain.hours import Hours
from tracker.domain.visits.days_off import not_answered
from tracker.store import directory, sites


@dataclass(frozen=True)
class Contact:
    """Whom to call. `number` and `night` are empty unless somebody at the site has checked them.

    `hours` is None where they are not known; `changes_at` is until when, or when again, somebody
    answers.
    """

    site: str
    number: str = ""
    hours: Hours | None = None
    answered: bool = False
    changes_at: datetime | None = None
    night: str = ""


def of(site: SiteRules, now: datetime) -> Contact:
    """Return whom the patients of a site call."""
    night = directory.of(site.code, directory.DAY_OR_NIGHT)
    checked = night.number if night.verified_on else ""
    found = sites.contact(site.code)
    if found is None or not found.phone_verified:
        return Contact(site.name, night=checked)
    shut = not_answered(site)
    open_hours = hours.parse(found.phone_hours)
    if open_hours is None:
        return Contact(site.name, found.phone, night=checked)
    return Contact(
        site=site.name,
        number=found.phone,
        hours=open_hours,
        answered=hours.answers(open_hours, now, site.zone, shut),
        changes_at=hours.changes_at(open_hours, now, site.zone, shut),
        night=checked,
    )
