"""Who may read this patient's page, by which ways do they come in, and who has looked?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.domain import browsers
from tracker.domain.authority_table import Action, may_at
from tracker.domain.browsers import Browser
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import (
    access,
    attempts,
    links,
    patients,
    viewer_passkeys,
    viewer_sessions,
    viewers,
)
from tracker.store.viewers import Viewer

SHOWN: Final = 100
"""So many looks stand on one page; older ones on the next."""

TRIES_SHOWN: Final = 20
STAFF: Final = "look_team"
"""How somebody who works here is called on the patient's page: a role, never a name."""

ITSELF: Final = "look_patient"
GONE: Final = "look_gone"
"""A caregiver whose name was erased."""


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: str
    browser: Browser
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SignedIn:
    """A device on which a viewer is signed in now."""

    key_hash: str
    browser: Browser
    how: str
    seen_at: datetime


@dataclass(frozen=True)
class WaysIn:
    """How a viewer comes in. `email` is their own proved address, shown to nobody else."""

    passkeys: tuple[Passkey, ...]
    email: str
    signed_in: tuple[SignedIn, ...]

    @property
    def any_set(self) -> bool:
        return bool(self.passkeys or self.email)


@dataclass(frozen=True)
class Caregiver:
    """Somebody a patient let in, with the name the patient gave them."""

    viewer: Viewer
    name: str
    email: str


SEEN: Final = {
    "status page": "seen_status",
    "calendar file": "seen_dates",
    "visit page": "seen_visit",
    "printed sheet": "seen_sheet",
    "caregivers page": "seen_people",
    "messages page": "seen_messages",
    "looks page": "seen_looks",
    "ways in page": "seen_ways_in",
    "passkey set": "seen_ways",
    "passkey ended": "seen_ways",
    "e-mail set": "seen_ways",
    "e-mail ended": "seen_ways",
    "device signed out": "seen_ways",
    "telephone set": "seen_messages",
    "telephone ended": "seen_messages",
    "caregiver let in": "seen_let_in",
    "caregiver's view changed": "seen_let_in",
    "caregiver let go": "seen_let_go",
    "patient link given": "seen_link",
}
"""The message that says what was looked at or done; whatever else it was is the record."""


@dataclass(frozen=True)
class Look:
    """One look at the page: `who` names a message, "" beside a caregiver's own name."""

    at: datetime
    who: str
    name: str
    what: str

    @property
    def seen(self) -> str:
        """Return the name of the message that says what it was."""
        return SEEN.get(self.what, "seen_record")


@dataclass(frozen=True)
class Looks:
    """A page of looks; `older` is how many latest ones the next page leaves out, 0 for no next page."""

    shown: tuple[Look, ...]
    older: int


@dataclass(frozen=True)
class Tried:
    """One attempt to come in, as the care team sees it."""

    at: datetime
    step: str
    succeeded: bool


@dataclass(frozen=True)
class Door:
    """How the patient of a journey comes in, as the care team sees it: no address, no names."""

    came_at: datetime | None
    passkeys: int
    by_email: bool
    link_until: datetime | None
    locked_until: datetime | None
    caregivers: int
    tries: tuple[Tried, ...]


def ways_in(viewer: Viewer, now: datetime, idle: timedelta) -> WaysIn:
    """Return a viewer's own ways in, and where they are signed in now."""
    email = viewers.known(viewer.id).email if viewer.email_proved_at else ""
    return WaysIn(
        tuple(
            Passkey(one.credential_id, browsers.of(one.device), one.made_at, one.used_at)
            for one in viewer_passkeys.of(viewer.id)
        ),
        email,
        tuple(
            SignedIn(one.key_hash, browsers.of(one.device), one.how, one.seen_at)
            for one in viewer_sessions.of(viewer.id, now - idle)
        ),
    )


def has_own_way(viewer: Viewer) -> bool:
    """Say whether a viewer comes in without the paper."""
    return viewer.email_proved_at is not None or bool(viewer_passkeys.of(viewer.id))


def language_of(viewer: Viewer) -> str:
    """Return the language a viewer reads: their own choice, else what the team was told."""
    if viewer.language or not viewer.is_patient:
        return viewer.language
    patient = patients.of(viewer.coi)
    return patient.language if patient else ""


def caregivers(patient: Viewer) -> tuple[Caregiver, ...]:
    """Return whom a patient has let in."""
    found = ((each, viewers.known(each.id)) for each in viewers.caregivers(patient.coi))
    return tuple(Caregiver(each, known.name, known.email) for each, known in found)


def looks(patient: Viewer, after: int = 0) -> Looks:
    """Return who looked at a patient's page and data, the latest first; page by page, down to all."""
    found = access.looks(patient.coi, limit=SHOWN + 1, after=after)
    older = after + SHOWN if len(found) > SHOWN else 0
    return Looks(tuple(_look(look) for look in found[:SHOWN]), older)


def _look(look: access.Look) -> Look:
    if look.who == viewers.PATIENT:
        return Look(look.at, ITSELF, "", look.what)
    if not look.who.startswith("v-"):
        return Look(look.at, STAFF, "", look.what)
    name = viewers.known(look.who).name
    return Look(look.at, "" if name else GONE, name, look.what)


def door(coi: str, actor: Actor, now: datetime) -> Door:
    """Return how the patient of a journey comes in. Raises Refused `not_found`."""
    found = journeys.seen_by(actor, coi).journey
    if not may_at(actor, Action.PLAN, site=found.site, maker=found.maker):
        raise Refused("not_found")
    number = viewers.patient_id(coi)
    viewer = viewers.one(number)
    open_links = [one for one in links.of(coi) if one.spent_at is None and one.expires_at > now]
    locked = [one.locked_until for one in open_links if one.locked_until]
    return Door(
        came_at=viewer.came_at if viewer else None,
        passkeys=len(viewer_passkeys.of(number)),
        by_email=viewer is not None and viewer.email_proved_at is not None,
        link_until=max((one.expires_at for one in open_links), default=None),
        locked_until=max((until for until in locked if until > now), default=None),
        caregivers=len(viewers.caregivers(coi)),
        tries=tuple(
            Tried(one.at, one.step, one.succeeded)
            for one in attempts.of(number, limit=TRIES_SHOWN)
        ),
    )
