"""Who has been taught, and who has agreed to sign like this? What is kept about people's standing."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from tracker.domain.events import Actor
from tracker.domain.kinds import Role
from tracker.domain.refused import Refused
from tracker.domain.standing import POLICY
from tracker.store import access, staff, standing
from tracker.store.db import db, writing


def accept_policy(actor: Actor, version: str, now: datetime) -> None:
    """Keep that a person accepted the policy they were shown. Raises Refused for an older one."""
    if version != POLICY:
        raise Refused("policy_not_accepted", name=actor.name)
    writing()
    standing.accept(actor.id, version, now)
    db.session.commit()


def train(by: Actor, staff_id: str, role: Role, until: date, now: datetime) -> None:
    """Keep until when a person is trained for a role; nobody vouches for themselves."""
    if by.id == staff_id:
        raise Refused("not_yourself")
    account = staff.by_id(staff_id)
    if account is None or account.ended_at is not None:
        raise Refused("unknown_person")
    writing()
    standing.train(staff_id, (role,), until, now, by.id)
    look = access.Look(now, by.id, f"training kept {staff_id}", "", secrets.token_hex(8))
    access.looked(look)
    db.session.commit()
