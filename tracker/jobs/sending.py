"""Which messages are due, and did they go out? Claimed, committed, sent, marked: in that order.

Two of these processes may run side by side: each message is claimed by one of them. The words are
generic on purpose, for a message may be read by anybody who holds the telephone.
"""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import current_app

from tracker.domain.quiet_hours import may_go
from tracker.jobs.post import Post, Unsent, post_office
from tracker.languages.letters import words
from tracker.reads.spoken import language
from tracker.store import board, notices, patients, sites
from tracker.store.db import db, writing
from tracker.store.notices import Claimed
from tracker.store.patients import Patient

Outcome = Callable[[Claimed, datetime], bool]
"""Keeps what became of a message; says whether that was the end of it."""

VISIT: Final = "visit"
NO_ADDRESS: Final = "there is no address to send it to"
AT_ONCE: Final = 10
"""So few that a slow mail server cannot use up the lease they are claimed for."""


def send_due(now: datetime) -> int:
    """Send what is due; return how many messages are finished.

    Without a mail server a demonstration shows its messages on a page; otherwise they wait.
    """
    if _post() is None and current_app.config["TRACKER_MODE"] != "demo":
        return 0
    finished = 0
    while claimed := _claim(now):
        finished += sum(_finish(one, now) for one in claimed)
    return finished


def _claim(now: datetime) -> tuple[Claimed, ...]:
    """Take due messages, and let every other process see that they are taken."""
    writing()
    claimed = notices.claim(now, limit=AT_ONCE)
    db.session.commit()
    return claimed


def _finish(claimed: Claimed, now: datetime) -> bool:
    """Send one message and keep what became of it."""
    patient = patients.by_id(claimed.notice.recipient)
    wait = _better_hour(claimed, now) if _post() else None
    db.session.rollback()
    outcome = wait or _deliver(claimed, patient)
    writing()
    done = outcome(claimed, now)
    db.session.commit()
    return done


def _better_hour(claimed: Claimed, now: datetime) -> Outcome | None:
    """Hold routine news back at night, and to one message a day; a visit's news goes at once."""
    if claimed.notice.kind == VISIT:
        return None
    if notices.told_since(claimed):
        return notices.merged
    line = board.one(claimed.notice.coi)
    site = sites.rules(line.summary.site) if line else None
    last = notices.last_sent(claimed.notice.recipient)
    moment = may_go(now, site.zone if site else "UTC", last)
    return None if moment <= now else lambda one, _now: not notices.postponed(one, moment)


def _deliver(claimed: Claimed, patient: Patient | None) -> Outcome:
    """Send, outside of any transaction; return what to keep of it."""
    post = _post()
    if post is None:
        return notices.shown
    if patient is None or not patient.email:
        return lambda one, now: notices.given_up(one, now, NO_ADDRESS)
    title, text = words(claimed.notice.kind, language(patient.language))
    letter = post.letter(patient.email, title, text, _name(claimed))
    try:
        with post.open() as smtp:
            smtp.send_message(letter)
    except Unsent as fault:
        why = _said(fault)
        return lambda one, now: not notices.failed(one, now, why)
    return notices.sent


def _said(fault: Exception) -> str:
    """Return what went wrong without what the server said: it may repeat the address."""
    code = fault.smtp_code if isinstance(fault, smtplib.SMTPResponseException) else ""
    return f"{type(fault).__name__} {code}".strip()


def _name(claimed: Claimed) -> str:
    """Return a name for the message that says nothing and is the same at every attempt."""
    return hashlib.sha256(claimed.notice.key.encode()).hexdigest()[:32]


def _post() -> Post | None:
    """Return the mail server of this service; None where messages are shown on a page instead."""
    address = current_app.config.get("TRACKER_SMTP_URL", "")
    sender = current_app.config.get("TRACKER_MAIL_FROM", "")
    return post_office(address, sender) if address else None
