"""How does a person get a badge that no other person ever had?"""

from __future__ import annotations

import secrets
from datetime import datetime

from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.store import access, badges, sites, staff
from tracker.store.badges import Badge
from tracker.store.db import db, writing


def issue(by: Actor, staff_id: str, site: str, now: datetime) -> Badge:
    """Give a person the next staff number of a hospital; an earlier badge is worn no longer."""
    writing()
    account, rules = staff.by_id(staff_id), sites.rules(site)
    if account is None or account.ended_at is not None:
        db.session.rollback()
        raise Refused("unknown_person")
    if rules is None or site not in {grant.place for grant in staff.grants(staff_id)}:
        db.session.rollback()
        raise Refused("badge_needs_place", field="site")
    badge = Badge(staff_id, site, rules.fin, badges.next_member(rules.fin), by.id, now)
    badges.add(badge)
    what = f"badge given {staff_id}"
    access.looked(access.Look(now, by.id, what, "", secrets.token_hex(8)))
    db.session.commit()
    return badge
