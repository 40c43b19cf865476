"""How does a caregiver prove a telephone number, so that they may be sent text messages?

A patient's number is their care team's to keep. A caregiver's is their own affair, and it is written to
only once the code that was sent there has come back: a slip of one figure is a stranger's telephone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tracker.actions import coming_in
from tracker.actions.reaching import CAREGIVER
from tracker.domain.channels import PROVE_PHONE, Channel, international
from tracker.domain.refused import Refused
from tracker.store import access, mailed_codes, message_choices, notices, viewers
from tracker.store.db import db, writing
from tracker.store.message_choices import Chosen
from tracker.store.notices import Notice
from tracker.store.viewers import Viewer


def ask_to_prove(viewer: Viewer, phone: str, now: datetime) -> str:
    """Send a code to a number; return the name it is typed in under. Raises Refused."""
    number = international(phone)
    if not number:
        raise Refused("phone_unreadable", field="phone")
    writing()
    hour_ago = now - timedelta(hours=1)
    if mailed_codes.count_since(viewer.id, hour_ago) >= coming_in.CODES_AN_HOUR:
        db.session.rollback()
        raise Refused("too_many_codes")
    name = mailed_codes.issue(viewer.id, number, now)
    key, words = f"{PROVE_PHONE}:{name}", {"code": name}
    notices.enqueue(
        Notice(key, viewer.coi, PROVE_PHONE, notices.AT_THE_DOOR, viewer.id, now, words), now
    )
    db.session.commit()
    return name


def prove(viewer: Viewer, name: str, code: str, now: datetime) -> None:
    """Let text messages be chosen from now on, if this code came back. Raises Refused."""
    writing()
    taken = mailed_codes.take(name, code, now)
    if taken is None or taken.viewer_id != viewer.id:
        db.session.commit()
        raise Refused("mailed_code_wrong")
    viewers.prove_phone(viewer.id, taken.email, now)
    _keep(viewer, "telephone set", now)


def forget(viewer: Viewer, now: datetime) -> None:
    """Keep the number no more; who had chosen texts is written to by e-mail, or not at all."""
    writing()
    chosen = message_choices.of(viewer.id)
    viewers.prove_phone(viewer.id, "", None)
    if chosen and chosen.choice.channel is Channel.SMS:
        channel = Channel.EMAIL if viewer.email_proved_at else Channel.NONE
        choice = replace(chosen.choice, channel=channel)
        message_choices.keep(viewer.id, Chosen(choice, now, CAREGIVER))
    _keep(viewer, "telephone ended", now)


def _keep(viewer: Viewer, what: str, now: datetime) -> None:
    access.looked(access.Look(now, viewer.id, what, viewer.coi, ""))
    db.session.commit()
