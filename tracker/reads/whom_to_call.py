"""Whom does a patient call, and does somebody answer now? Never a number that nobody has checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.domain import hours, patient_view
from tracker.domain.events import SiteRules
from tracker.domain.hours import Hours
from tracker.domain.visits.days_off import not_answered
from tracker.reads.journeys import Told
from tracker.store import directory, sites


@dataclass(frozen=True)
class Contact:
    """Whom to call. Each number is empty unless somebody at the site has checked it.

    `hours` is None where they are not known; `changes_at` is until when, or when again, somebody
    answers. `hospital_team` says that `number` is theirs. `help_line` is not of the care team.
    """

    site: str
    number: str = ""
    hours: Hours | None = None
    answered: bool = False
    changes_at: datetime | None = None
    night: str = ""
    hospital_team: bool = False
    help_line: str = ""
    help_line_hours: Hours | None = None


def of(told: Told, now: datetime) -> Contact:
    """Return whom the patient of a journey calls: at the hospital it is the team there."""
    site = told.site
    helps = directory.checked(site.code, directory.HELP_LINE)
    found = replace(
        of_site(site, now), help_line=helps.number, help_line_hours=hours.parse(helps.hours)
    )
    team = directory.checked(site.code, directory.HOSPITAL_TEAM)
    if team.number and patient_view.with_hospital_team(told.journey):
        bare = replace(found, hours=None, answered=False, changes_at=None)
        return replace(_answered(bare, team.number, team.hours, site, now), hospital_team=True)
    return found


def everywhere(now: datetime) -> tuple[Contact, ...]:
    """Return whom the patients of each site call, for those we do not know yet; checked numbers only."""
    found = (of_site(site, now) for site in sites.everywhere())
    return tuple(contact for contact in found if contact.number or contact.night)


def of_site(site: SiteRules, now: datetime) -> Contact:
    """Return whom anybody of a site's patients calls, wherever their journey stands."""
    night = directory.checked(site.code, directory.DAY_OR_NIGHT).number
    contact = sites.contact(site.code)
    if contact is None or not contact.phone_verified:
        return Contact(site.name, night=night)
    found = Contact(site.name, night=night)
    return _answered(found, contact.phone, contact.phone_hours, site, now)


def _answered(
    contact: Contact, number: str, said: str, site: SiteRules, now: datetime
) -> Contact:
    """Return a contact with a number, and with whether somebody answers it now where that is known."""
    open_hours = hours.parse(said)
    if open_hours is None:
        return replace(contact, number=number)
    shut = not_answered(site)
    return replace(
        contact,
        number=number,
        hours=open_hours,
        answered=hours.answers(open_hours, now, site.zone, shut),
        changes_at=hours.changes_at(open_hours, now, site.zone, shut),
    )
