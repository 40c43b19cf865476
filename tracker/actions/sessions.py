"""Is this session still good, is its screen locked, and who ends it?

Every way in ends in `begin`: password with or without a second factor, and passkey. Single sign-on
will be one more caller of it (docs/adr/0014-ways-in.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.actions.sign_in import Origin
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, attempts, sessions, staff
from tracker.store.db import Clash, db, writing
from tracker.store.sessions import Session

LOCKS_AFTER: Final = timedelta(minutes=15)
"""A shared workstation: who walks away leaves a locked screen."""

SHIFT: Final = timedelta(hours=13)
"""Nobody stays signed in longer than a long shift."""

NOTED_EVERY: Final = timedelta(minutes=1)
"""How often it is written down that somebody is still there: pages that read need not write."""


@dataclass(frozen=True)
class Arrival:
    """Somebody proved who they are: how, and in which browser."""

    actor: Actor
    how: str
    origin: Origin
    agent: str = ""


@dataclass(frozen=True)
class Presence:
    """Whose session this is, and whether its screen is locked."""

    actor: Actor
    session: Session
    locked: bool


@dataclass(frozen=True)
class Begun:
    """What the browser carries from now on: the session's key, and the browser's own mark."""

    key: str
    browser: str


def begin(arrival: Arrival, now: datetime) -> Begun:
    """Begin a session; its key is new, whatever the browser carried before."""
    raw = sessions.new_key()
    who = arrival.actor
    writing()
    sessions.add(
        Session(
            key_hash=sessions.key_of(raw),
            staff_id=who.id,
            how=arrival.how,
            browser=arrival.agent[:200],
            address=arrival.origin.address[:64],
            began_at=now,
            seen_at=now,
            locked_at=None,
            ended_at=None,
            ended_why="",
        )
    )
    mark = attempts.know_browser(arrival.origin.browser, who.id, now)
    db.session.commit()
    return Begun(raw, mark)


def present(raw: str, now: datetime) -> Presence | None:
    """Return whose session a key opens; None when it, its shift or its account has ended."""
    session = sessions.open_one(sessions.key_of(raw))
    if session is None or now - session.began_at > SHIFT:
        return None
    who = staff.actor(session.staff_id)
    if who is None:
        return None
    locked = session.locked_at is not None or now - session.seen_at > LOCKS_AFTER
    return Presence(who, session, locked)


def still_here(session: Session, now: datetime) -> None:
    """Keep that somebody is at work; left out where the last note is fresh, or others write."""
    if now - session.seen_at < NOTED_EVERY:
        return
    try:
        writing()
        sessions.seen(session.key_hash, now)
        db.session.commit()
    except Clash:
        db.session.rollback()


def lock(session: Session, now: datetime) -> None:
    writing()
    sessions.lock(session.key_hash, now)
    db.session.commit()


def resume(session: Session, now: datetime) -> None:
    """Unlock a screen for the person who locked it; whoever it is has just given the password."""
    writing()
    sessions.unlock(session.key_hash, now)
    db.session.commit()


def leave(session: Session, now: datetime, why: str = "signed out") -> None:
    writing()
    sessions.end(session.staff_id, session.key_hash, now, why)
    db.session.commit()


def end_one(by: Actor, staff_id: str, key_hash: str, now: datetime) -> None:
    """End one session of oneself, or an administrator one of somebody else's. Raises Refused."""
    writing()
    mine = by.id == staff_id
    if not sessions.end(staff_id, key_hash, now, "ended by its person" if mine else "ended"):
        db.session.rollback()
        raise Refused("nothing_to_do", what="this session has ended already")
    access.looked(access.Look(now, by.id, f"session ended {staff_id}"[:64], "", ""))
    db.session.commit()


def end_others(by: Actor, key_hash: str, now: datetime) -> None:
    """End all of one's own sessions but the present one, and be known in no other browser."""
    writing()
    sessions.end_all(by.id, now, "ended by its person", but=key_hash)
    attempts.forget_browsers(by.id)
    access.looked(access.Look(now, by.id, "own other sessions ended", "", ""))
    db.session.commit()
