"""How does a patient get a page of their own? A link and a code that let them in until they set up more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.actions import hospitals, recording, ways_in
from tracker.domain import standing
from tracker.domain.authority_table import Action
from tracker.domain.channels import LINK
from tracker.domain.events import Actor
from tracker.reads import journeys
from tracker.store import access, links, log, notices, patients, viewers
from tracker.store.db import db
from tracker.store.viewers import Viewer

LASTS: Final = timedelta(days=21)
"""As long as a code sent on paper may work (NIST SP 800-63A-4, 3.8); a new one is one click away."""


@dataclass(frozen=True)
class Given:
    """A link's token and code, readable this one time. `mailed` says that the link is on its way."""

    token: str
    code: str
    expires_at: datetime
    mailed: bool = False


def give(coi: str, actor: Actor, asked: recording.Request, *, mail_from: str = "") -> Given:
    """Make a new link to a patient's page; every earlier way in of the patient ends.

    With `mail_from`, the address of this service, the link alone goes to the patient's e-mail; the
    code is told by voice or on paper. Raises Refused.
    """
    told = journeys.seen_by(actor, coi)
    place = {"site": told.journey.site, "maker": told.journey.maker}
    standing.require_fit_for(actor, Action.PLAN, asked.now, **place)
    hospitals.require_reachable(told.journey.site)
    log.writing()
    viewer = viewers.patient_of(coi, asked.now)
    ways_in.end_all(viewer, asked.now)
    given = issue(viewer, asked.now, LASTS, mail_from=mail_from if reachable(coi) else "")
    access.looked(access.Look(asked.now, actor.id, "patient link given", coi, asked.id))
    db.session.commit()
    return given


def reachable(coi: str) -> bool:
    """Say whether the care team has an e-mail address of the patient."""
    patient = patients.of(coi)
    return patient is not None and bool(patient.email)


def issue(viewer: Viewer, now: datetime, lasts: timedelta, *, mail_from: str) -> Given:
    """Make a link for a viewer, in the caller's transaction, and put it in the outbox if asked."""
    seed, expires_at = links.new_seed(), now + lasts
    token, code = links.issue(
        viewer.coi, now=now, expires_at=expires_at, viewer_id=viewer.link_owner, seed=seed
    )
    if mail_from:
        words = {"seed": seed, "from": mail_from}
        key = f"{LINK}:{links.key_of(token)}"
        notice = notices.Notice(
            key, viewer.coi, LINK, notices.AT_THE_DOOR, viewer.id, now, words
        )
        notices.enqueue(notice, now)
    return Given(token, code, expires_at, mailed=bool(mail_from))
