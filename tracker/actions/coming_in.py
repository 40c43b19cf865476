"""How does a viewer come in to a patient's page, and when does their session end?

Three ways, and each ends in `_begin`: the link and code of the care team (or, for a caregiver, of
the patient) with the patient's birth date; a passkey; a code sent by e-mail. Every try is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tracker.actions import webauthn_answers
from tracker.actions.webauthn_answers import Answer, Made
from tracker.domain.channels import COME_IN
from tracker.domain.refused import Refused
from tracker.store import (
    attempts,
    links,
    mailed_codes,
    notices,
    passkeys,
    patients,
    sessions,
    viewer_passkeys,
    viewer_sessions,
    viewers,
)
from tracker.store.attempts import Try
from tracker.store.db import Clash, db, writing
from tracker.store.viewer_sessions import ViewerSession
from tracker.store.viewers import Viewer

LOCK_MINUTES: Final = links.LOCK // timedelta(minutes=1)
"""How long a link rests after too many wrong tries."""

CODE_MINUTES: Final = mailed_codes.LASTS // timedelta(minutes=1)
IDLE: Final = timedelta(minutes=20)
"""A telephone on the kitchen table, a computer at the library: who walks away is signed out."""

LONGEST: Final = timedelta(hours=12)
NOTED_EVERY: Final = timedelta(minutes=1)
CODES_AN_HOUR: Final = 5
"""More letters than anybody needs, and fewer than a stranger could use to annoy."""


@dataclass(frozen=True)
class Presence:
    """Who reads, and by which session."""

    viewer: Viewer
    session: ViewerSession


@dataclass(frozen=True)
class Opening:
    """What somebody holds against the door: a link, its code, the birth date, the browser's mark."""

    token: str
    code: str
    born: date
    browser: str


def by_link(opening: Opening, device: str, now: datetime) -> str:
    """Return the key of a new session for a link, its code and the birth date. Raises Refused.

    The first browser that comes in by a link uses it up. It may come in again, for its answer may
    have been lost on the way; no other may.
    """
    if not opening.browser:
        raise Refused("form_expired")
    writing()
    link = links.find(opening.token, now)
    if link is None:
        db.session.rollback()
        raise Refused("link_expired")
    viewer = _holder(link, now)
    tries_left = links.count_attempt(link, now)
    db.session.commit()
    if not tries_left:
        _keep(viewer, "link", now, succeeded=False)
        raise Refused("too_many_attempts", minutes=LOCK_MINUTES)
    right = links.code_right(link, opening.code)
    if not (patients.born_on(link.coi, opening.born) and right):
        _keep(viewer, "link", now, succeeded=False)
        raise Refused("code_wrong")
    writing()
    links.forgive(link)
    if not links.use(link, opening.browser):
        _keep(viewer, "link", now, succeeded=False)
        raise Refused("link_used_elsewhere")
    return _begin(viewer, "link", device, now, link_hash=link.token_hash)


def _holder(link: links.Link, now: datetime) -> Viewer:
    """Return whose link this is. Raises Refused for one of a caregiver who was let go."""
    found = viewers.one(link.viewer_id) if link.viewer_id else viewers.patient_of(link.coi, now)
    if found is None:
        db.session.rollback()
        raise Refused("link_expired")
    return found


def by_passkey(answer: Answer, device: str, now: datetime) -> str:
    """Return the key of a new session for a passkey. Raises Refused, always in the same words."""
    kept = viewer_passkeys.find(webauthn_answers.named(answer.credential))
    viewer = viewers.one(kept.viewer_id) if kept else None
    half = Made(kept.credential_id, kept.public_key, kept.sign_count) if kept else None
    count = webauthn_answers.signed(answer, half) if half else None
    writing()
    first = count is not None and passkeys.spend(answer.challenge, now)
    if viewer is None or half is None or count is None or not first:
        _keep(viewer, "passkey", now, succeeded=False)
        raise Refused("passkey_refused")
    viewer_passkeys.used(half.credential_id, count, now)
    return _begin(viewer, "passkey", device, now)


def ask_code(email: str, now: datetime) -> str:
    """Send a code to a proved address; return the name it is typed in under.

    An address nobody has is answered the same, and a row is written for it as well: neither the
    words nor the time tell a stranger who comes in here.
    """
    writing()
    viewer = viewers.with_address(email.strip())
    hour_ago = now - timedelta(hours=1)
    enough = mailed_codes.count_since(viewer.id if viewer else "", hour_ago) >= CODES_AN_HOUR
    reached = viewer is not None and not enough
    name = mailed_codes.issue(viewer.id if viewer and reached else "", email.strip(), now)
    if viewer and reached:
        send_code(viewer, name, now)
    db.session.commit()
    return name


def send_code(viewer: Viewer, name: str, now: datetime) -> None:
    """Put the letter with a code in the outbox; it names the code and does not hold it."""
    words = {"code": name}
    key = f"{COME_IN}:{name}"
    notices.enqueue(
        notices.Notice(key, viewer.coi, COME_IN, notices.AT_THE_DOOR, viewer.id, now, words),
        now,
    )


def by_code(name: str, code: str, device: str, now: datetime) -> str:
    """Return the key of a new session for a code sent by e-mail. Raises Refused."""
    writing()
    taken = mailed_codes.take(name, code, now)
    viewer = viewers.one(taken.viewer_id) if taken else None
    if viewer is None:
        _keep(None, "mail", now, succeeded=False)
        raise Refused("mailed_code_wrong")
    return _begin(viewer, "mail", device, now)


def present(raw: str, now: datetime) -> Presence | None:
    """Return who reads by a session's key; None once it, its link or its viewer has ended."""
    session = viewer_sessions.open_one(sessions.key_of(raw))
    if session is None or now - session.seen_at > IDLE or now - session.began_at > LONGEST:
        return None
    if session.link_hash and links.held(session.link_hash, now) is None:
        return None
    viewer = viewers.one(session.viewer_id)
    return Presence(viewer, session) if viewer else None


def still_here(session: ViewerSession, now: datetime) -> None:
    """Keep that somebody still reads; left out where the last note is fresh, or others write."""
    if now - session.seen_at < NOTED_EVERY:
        return
    try:
        writing()
        viewer_sessions.seen(session.key_hash, now)
        db.session.commit()
    except Clash:
        db.session.rollback()


def leave(session: ViewerSession, now: datetime) -> None:
    writing()
    viewer_sessions.end(session.viewer_id, session.key_hash, now)
    db.session.commit()


def _begin(viewer: Viewer, how: str, device: str, now: datetime, *, link_hash: str = "") -> str:
    """Begin a session under a new key, in the transaction that proved who it is for."""
    raw = sessions.new_key()
    key, agent = sessions.key_of(raw), device[:200]
    viewer_sessions.add(ViewerSession(key, viewer.id, how, agent, link_hash, now, now))
    viewers.came(viewer.id, now)
    attempts.keep(_try(viewer, how), now, succeeded=True)
    db.session.commit()
    return raw


def _keep(viewer: Viewer | None, how: str, now: datetime, *, succeeded: bool) -> None:
    writing()
    attempts.keep(_try(viewer, how), now, succeeded=succeeded)
    db.session.commit()


def _try(viewer: Viewer | None, how: str) -> Try:
    """Return an attempt without an address: where a patient sits is nobody's business here."""
    return Try(viewer.id if viewer else "nobody's page", "", f"page {how}")
