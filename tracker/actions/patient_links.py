"""How does a patient get a page of their own? A link and a code, handed over once on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tracker.actions import hospitals, recording
from tracker.domain.authority_table import Action, may_at
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.store import access, links, log
from tracker.store.db import db

LASTS: Final = timedelta(days=365)
"""A year: from approval to the follow-ups of most journeys; a new link is one click away."""


@dataclass(frozen=True)
class Given:
    """A link's token and code, readable this one time."""

    token: str
    code: str
    expires_at: datetime


def give(coi: str, actor: Actor, asked: recording.Request) -> Given:
    """Make a new link to a patient's page; earlier ones stop working. Raises Refused."""
    told = journeys.seen_by(actor, coi)
    if not may_at(actor, Action.PLAN, site=told.journey.site, maker=told.journey.maker):
        raise Refused("not_found")
    hospitals.require_reachable(told.journey.site)
    log.writing()
    links.withdraw_all(coi)
    expires_at = asked.now + LASTS
    token, code = links.issue(coi, now=asked.now, expires_at=expires_at)
    access.looked(access.Look(asked.now, actor.id, "patient link given", coi, asked.id))
    db.session.commit()
    return Given(token, code, expires_at)
