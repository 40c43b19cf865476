"""How do the people, hospitals and makers of the demonstration come into an empty database?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tracker.demo import cast
from tracker.demo.cast import Member
from tracker.domain.events import Actor
from tracker.store import sites, staff, tokens
from tracker.store.sites import Contact

CONTACTS: Final = {
    "RST": Contact(
        phone="507-284-8707",
        phone_verified=True,
        phone_hours="Monday to Friday, 8:00 to 17:00 Central time",
        address="Rochester, Minnesota",
    ),
    # Public pages disagree about this number: somebody at the site must confirm it.
    "PHX": Contact(
        phone="480-342-4800",
        phone_verified=False,
        phone_hours="Monday to Friday, 8:00 to 17:00 Arizona time",
        address="Phoenix and Scottsdale, Arizona",
    ),
    "JAX": Contact(
        phone="904-956-3309",
        phone_verified=True,
        phone_hours="Monday to Friday, 8:00 to 17:00 Eastern time",
        address="Jacksonville, Florida",
    ),
}


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
    for code, name in cast.MAKERS.items():
        sites.save_maker(code, name)


def hire(now: datetime) -> dict[str, Account]:
    """Give everyone of the cast an account, a password, a role and an API token."""
    return {member.username: _hired(member, now) for member in cast.EVERYONE}


def _hired(member: Member, now: datetime) -> Account:
    password = f"{member.username}-{secrets.token_hex(4)}"
    account = staff.add(member.username, member.name, password=password, now=now)
    staff.grant(account.id, cast.grants(member))
    token = tokens.issue(account.id, "demonstration", now)
    actor = Actor(account.id, account.name, cast.grants(member))
    return Account(member, actor, password, token)
