"""Who of the hospital and the plant can be given something to do for a journey?"""

from __future__ import annotations

from tracker.domain.events import Person
from tracker.domain.journey import Journey
from tracker.domain.specs.people import STAFF
from tracker.store import staff


def of(journey: Journey) -> dict[str, Person]:
    """Return the staff of a journey's places by the id of their account, each in one of their roles."""
    found: dict[str, Person] = {}
    for account, grant in staff.working_at((journey.site, journey.maker)):
        if grant.role in STAFF:
            who = Person(account.id, account.name, grant.role.value, grant.place)
            found.setdefault(account.id, who)
    return found
