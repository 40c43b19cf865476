"""Which channel takes a message to a person, and what came of it?

Nothing here touches the database: a slow server must not hold a transaction open.
"""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app

from tracker.domain.channels import Channel
from tracker.jobs import post, texting
from tracker.languages.language import Language
from tracker.languages.letters import short, words
from tracker.store.notices import Claimed


@dataclass(frozen=True)
class Letterbox:
    """Where a person is reached: the channel, the address on it, and the language they read.

    `secret` is what the message must say to open a page; it is worked out here and kept nowhere.
    """

    channel: Channel
    address: str
    language: Language
    secret: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of one try. `final`: trying again would change nothing."""

    sent: bool
    why: str = ""
    final: bool = False


SENT = Outcome(sent=True)


def has_sender(channel: Channel) -> bool:
    """Say whether this service can send by a channel at all."""
    settings = current_app.config
    name = "TRACKER_SMS_URL" if channel is Channel.SMS else "TRACKER_SMTP_URL"
    return bool(settings.get(name))


def deliver(claimed: Claimed, box: Letterbox) -> Outcome:
    """Send one message by the channel of a letterbox."""
    by_channel = _by_sms if box.channel is Channel.SMS else _by_email
    return by_channel(claimed, box)


def _by_email(claimed: Claimed, box: Letterbox) -> Outcome:
    settings = current_app.config
    office = post.post_office(
        settings["TRACKER_SMTP_URL"], settings.get("TRACKER_MAIL_FROM", "")
    )
    title, text = words(claimed.notice.kind, box.language, box.secret)
    letter = office.letter(box.address, title, text, _key(claimed))
    try:
        with office.open() as smtp:
            smtp.send_message(letter)
    except post.Unsent as fault:
        return Outcome(sent=False, why=_said(fault), final=post.final(fault))
    return SENT


def _by_sms(claimed: Claimed, box: Letterbox) -> Outcome:
    service = texting.text_service(current_app.config)
    try:
        text = short(claimed.notice.kind, box.language, box.secret)
        status = service.send(box.address, text, _key(claimed))
    except texting.Unsent as fault:
        return Outcome(sent=False, why=type(fault).__name__)
    if status in texting.ACCEPTED:
        return SENT
    return Outcome(sent=False, why=f"HTTP {status}", final=texting.final(status))


def _said(fault: Exception) -> str:
    """Return what went wrong without what the server said: it may repeat the address."""
    code = fault.smtp_code if isinstance(fault, smtplib.SMTPResponseException) else ""
    return f"{type(fault).__name__} {code}".strip()


def _key(claimed: Claimed) -> str:
    """Return a name for the message that says nothing and is the same at every attempt."""
    return hashlib.sha256(claimed.notice.key.encode()).hexdigest()[:32]
