"""Which messages are due, and did they go out? Claimed, committed, sent, marked: in that order.

Two of these processes may run side by side: each message is claimed by one of them. The words are
generic on purpose, for a message may be read by anybody who holds the telephone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from flask import current_app

from tracker.domain.channels import (
    DUTIES,
    NOT_REACHED,
    PROVE_PHONE,
    REMINDER,
    Channel,
    Urgency,
    by,
    international,
    urgency,
)
from tracker.domain.quiet_hours import may_go
from tracker.jobs.delivery import Letterbox, Outcome, deliver, has_sender
from tracker.reads import addressees
from tracker.reads.spoken import language
from tracker.store import board, mailed_codes, message_choices, notices, patients, sites, tasks
from tracker.store.db import db, writing
from tracker.store.notices import Claimed, Notice
from tracker.store.tasks import Task

Keep = Callable[[Claimed, datetime], bool]
"""Keeps what became of a message; says whether that was the end of it."""

PATIENT: Final = "patient"
"""The audience whose silence is a task for the care team; others ask again by themselves."""

STAFF: Final = "staff"

NO_ADDRESS: Final = "there is no address to send it to"
TOO_LATE: Final = "the code it carries works no more"
NO_SENDER: Final = "this service is not set up to send by this channel"
OUTBOX: Final = "outbox"
"""What processes that claim take turns at, as writers of one journey do at its name."""

UNTIL_SET_UP: Final = timedelta(hours=1)
AT_ONCE: Final = 10
"""So few that a slow server cannot use up the lease they are claimed for."""


def send_due(now: datetime) -> int:
    """Send what is due; return how many messages are finished.

    Where nothing can be sent a demonstration shows its messages on a page; otherwise they wait.
    """
    can_send = any(has_sender(channel) for channel in (Channel.EMAIL, Channel.SMS))
    if not can_send and not _demonstration():
        return 0
    finished = 0
    while claimed := _claim(now):
        finished += sum(_finish(one, now) for one in claimed)
    return finished


def _claim(now: datetime) -> tuple[Claimed, ...]:
    """Take due messages, and let every other process see that they are taken: one after another."""
    writing(OUTBOX)
    claimed = notices.claim(now, limit=AT_ONCE)
    db.session.commit()
    return claimed


def _finish(claimed: Claimed, now: datetime) -> bool:
    """Send one message and keep what became of it."""
    box = _letterbox(claimed)
    keep = _kept_back(claimed, box, now)
    db.session.rollback()
    keep = keep or _kept(box, deliver(claimed, box))
    writing()
    done = keep(claimed, now)
    db.session.commit()
    return done


def _letterbox(claimed: Claimed) -> Letterbox:
    """Return where the person is reached; without an address where nobody knows one.

    Whoever stands at the door is written to by e-mail, caregivers by what they proved to be theirs.
    """
    notice = claimed.notice
    to = addressees.of(notice)
    patient = patients.by_id(notice.recipient)
    if notice.audience != PATIENT or patient is None:
        secret = addressees.secret(notice.words)
        channel = _channel_of(notice, carries=bool(secret))
        address = to.phone if channel is Channel.SMS else to.email
        return Letterbox(channel, address, language(to.language), secret)
    chosen = message_choices.of(patient.id)
    channel = by(chosen.choice if chosen else None, patient.email) or Channel.EMAIL
    address = international(patient.phone) if channel is Channel.SMS else patient.email
    return Letterbox(channel, address, language(to.language))


def _channel_of(notice: Notice, *, carries: bool) -> Channel:
    """Return the channel of who is no patient: of their letters staff may do without that of duties."""
    if notice.kind == PROVE_PHONE:
        return Channel.SMS
    if carries or (notice.audience == STAFF and notice.kind != DUTIES):
        return Channel.EMAIL
    chosen = message_choices.of(notice.recipient)
    return chosen.choice.channel if chosen else Channel.EMAIL


def _kept_back(claimed: Claimed, box: Letterbox, now: datetime) -> Keep | None:
    """Return what to keep of a message that is not to be sent now; None for one that is."""
    if box.channel is Channel.NONE:
        return notices.not_wanted
    name = claimed.notice.words.get("code")
    if name is not None and not mailed_codes.works(name, now):
        return lambda one, at: notices.given_up(one, at, TOO_LATE, box.channel.value)
    if not has_sender(box.channel):
        if _demonstration():
            return lambda one, at: notices.shown(one, at, box.channel.value)
        return lambda one, at: not notices.postponed(one, at + UNTIL_SET_UP, NO_SENDER)
    if not box.address:
        return lambda one, at: _lost(one, at, NO_ADDRESS, box)
    return _better_hour(claimed, now)


def _better_hour(claimed: Claimed, now: datetime) -> Keep | None:
    """Hold a message back at night, and routine news to one a day; a change of dates goes at once.

    Two dates may be near on one day: one reminder says it of both.
    """
    urgent, kind = urgency(claimed.notice.kind), claimed.notice.kind
    if urgent is Urgency.ROUTINE and notices.told_since(claimed):
        return notices.merged
    if kind == REMINDER and notices.told_since(claimed, REMINDER):
        return notices.merged
    last = notices.last_sent(claimed.notice.recipient)
    moment = may_go(now, _zone(claimed), last, urgent)
    return None if moment <= now else lambda one, _now: not notices.postponed(one, moment)


def _zone(claimed: Claimed) -> str:
    """Return the zone a person lives in, as they said; else that of their hospital."""
    chosen = message_choices.of(claimed.notice.recipient)
    if chosen and chosen.choice.zone:
        return chosen.choice.zone
    line = board.one(claimed.notice.coi)
    site = sites.rules(line.summary.site) if line else None
    return site.zone if site else "UTC"


def _kept(box: Letterbox, outcome: Outcome) -> Keep:
    """Return what to keep of a try to send."""
    if outcome.sent:
        return lambda one, now: _reached(one, now, box)
    if outcome.final:
        return lambda one, now: _lost(one, now, outcome.why, box)
    return lambda one, now: _failed(one, now, outcome.why, box)


def _reached(claimed: Claimed, now: datetime, box: Letterbox) -> bool:
    done = notices.sent(claimed, now, box.channel.value)
    if done and claimed.notice.audience == PATIENT:
        tasks.done_of_kind(claimed.notice.coi, NOT_REACHED, now)
    return done


def _failed(claimed: Claimed, now: datetime, why: str, box: Letterbox) -> bool:
    if claimed.attempts >= notices.MOST_ATTEMPTS:
        return _lost(claimed, now, why, box)
    notices.failed(claimed, now, why, box.channel.value)
    return False


def _lost(claimed: Claimed, now: datetime, why: str, box: Letterbox) -> bool:
    """Give a message up, and let somebody call who would have read it: silence hurts."""
    done = notices.given_up(claimed, now, why, box.channel.value)
    coi = claimed.notice.coi
    about_patient = claimed.notice.audience == PATIENT
    if done and about_patient and not tasks.is_open(coi, NOT_REACHED):
        about = f"{claimed.notice.kind} {now:%Y-%m-%dT%H:%M:%S}"
        tasks.raise_once(Task(coi, NOT_REACHED, about, now, now))
    return done


def _demonstration() -> bool:
    return bool(current_app.config["TRACKER_MODE"] == "demo")
