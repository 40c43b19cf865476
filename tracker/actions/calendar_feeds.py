"""Who lets a calendar program read the visits of a site, and who stops it?"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from tracker.domain.authority_table import EVERYWHERE, Action, places
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, calendar_feeds
from tracker.store.db import db, writing

LABEL_LIMIT: Final = 100


def give(by: Actor, site: str, label: str, now: datetime) -> str:
    """Make an address for one calendar; return its secret, readable this one time. Raises Refused."""
    _require_planner(by, site)
    label = label.strip()
    if not label or len(label) > LABEL_LIMIT:
        raise Refused("field_missing", field="label", label="The calendar it is for")
    writing()
    raw = calendar_feeds.issue(site, label, by.id, now)
    _note(by, f"calendar feed given {site}", now)
    return raw


def end(by: Actor, site: str, token_hash: str, now: datetime) -> None:
    """Let an address open nothing any more. Raises Refused."""
    _require_planner(by, site)
    writing()
    if not calendar_feeds.end(site, token_hash, now):
        raise Refused("nothing_to_do", what="this address was ended before")
    _note(by, f"calendar feed ended {site}", now)


def _note(by: Actor, what: str, now: datetime) -> None:
    access.looked(access.Look(now, by.id, what[:64], "", secrets.token_hex(8)))
    db.session.commit()


def _require_planner(by: Actor, site: str) -> None:
    if not places(by, Action.PLAN) & {site, EVERYWHERE}:
        raise Refused("not_allowed", kind="calendar feed", roles="coordinator, physician")
