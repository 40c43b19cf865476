"""How does a site say how its loggers write their files? An administrator sets a profile a model."""

from __future__ import annotations

from datetime import datetime

from tracker.actions import recording
from tracker.domain import loggers
from tracker.domain.events import Actor
from tracker.domain.loggers import Profile
from tracker.store import access, readings
from tracker.store.db import db, writing


def save(site: str, profile: Profile, actor: Actor, now: datetime) -> None:
    """Keep a profile of a site. Raises Refused for one that could not be used."""
    found = loggers.checked(profile)
    writing()
    readings.save_profile(site, found.model, loggers.as_data(found))
    request = recording.request(now).id
    access.looked(
        access.Look(now, actor.id, f"logger profile {site} {found.model}"[:64], "", request)
    )
    db.session.commit()
