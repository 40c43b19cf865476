"""How do the people, hospitals and makers of the demonstration come into an empty database?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from tracker.demo import cast
from tracker.demo.cast import Member
from tracker.demo.hospital import BOXES, TANK
from tracker.domain.events import Actor
from tracker.domain.hours import ALWAYS
from tracker.domain.standing import POLICY
from tracker.domain.storage_map import Box
from tracker.store import directory, freezers, sites, staff, standing, tokens, ways
from tracker.store.sites import Contact

RACKS: Final = 4
PLACES: Final = 6
CONTACTS: Final = {
    "RST": Contact(
        phone="507-284-8707",
        phone_verified=True,
        phone_hours="Mon-Fri 08:00-17:00",
        address="Rochester, Minnesota",
    ),
    # Public pages disagree about this number: somebody at the site must confirm it.
    "PHX": Contact(
        phone="480-342-4800",
        phone_verified=False,
        phone_hours="Mon-Fri 08:00-17:00",
        address="Phoenix and Scottsdale, Arizona",
    ),
    "JAX": Contact(
        phone="904-956-3309",
        phone_verified=True,
        phone_hours="Mon-Fri 08:00-17:00",
        address="Jacksonville, Florida",
    ),
}

WAYS: Final = {
    "tests": {
        "en": "Example building, ground floor.",
        "es": "Edificio de ejemplo, planta baja.",
    },
    "day_zero": {
        "en": "Example building, second floor, blue door.",
        "es": "Edificio de ejemplo, segundo piso, puerta azul.",
    },
}
HELP_LINE: Final = directory.Number(
    "1-800-227-2345", ALWAYS, date(2025, 7, 7), "the pages of a cancer society"
)

TRAINED_FOR: Final = timedelta(days=730)


@dataclass(frozen=True)
class Account:
    """Somebody of the cast with what they sign in with; passwords are this machine's own."""

    member: Member
    actor: Actor
    password: str
    token: str

    def shown(self) -> dict[str, Any]:
        """Return what `instance/demo.json` says of them."""
        places = [grant.place for grant in self.actor.grants]
        return {
            "username": self.member.username,
            "password": self.password,
            "roles": [self.member.role.value],
            "site": ", ".join(dict.fromkeys(places)),
            "token": self.token,
        }


def open_places() -> None:
    """Keep the hospitals with how they are reached, and the makers."""
    for site in cast.SITES:
        sites.save(site, CONTACTS[site.code])
        for number in range(RACKS * BOXES):
            rack, box = divmod(number, BOXES)
            freezers.add(Box(site.code, TANK, f"R{rack + 1}", f"B{box + 1:02d}", PLACES))
        directory.save(site.code, directory.HELP_LINE, HELP_LINE)
        ways.save(site.code, WAYS)
    for code, name in cast.MAKERS.items():
        sites.save_maker(code, name)


def hire(now: datetime) -> dict[str, Account]:
    """Give everyone of the cast an account, a password, a role and an API token."""
    return {member.username: _hired(member, now) for member in cast.EVERYONE}


def _hired(member: Member, now: datetime) -> Account:
    password = _password()
    account = staff.add(member.username, member.name, password=password, now=now)
    staff.grant(account.id, cast.grants(member))
    standing.train(account.id, (member.role,), (now + TRAINED_FOR).date(), now)
    standing.accept(account.id, POLICY, now)
    token = tokens.issue(account.id, "demonstration", now)
    actor = Actor(account.id, account.name, cast.grants(member))
    return Account(member, actor, password, token)


def _password() -> str:
    """Return a password long enough to stand alone, that can be read out and typed."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
