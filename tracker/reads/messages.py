"""Which messages went to patients, and what became of each? For staff; no address is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.authority_table import EVERYWHERE
from tracker.domain.events import Actor
from tracker.reads import addressees, journeys
from tracker.store import board, notices


@dataclass(frozen=True)
class Message:
    """One message as staff see it. `kind` and `language` tell which words it carries.

    `audience` is the patient, a caregiver, or a viewer who wants to come in.

    `words` name what opens a page and do not hold it (`addressees.secret` works it out).
    """

    coi: str
    kind: str
    language: str
    due_at: datetime
    fate: str
    attempts: int
    finished_at: datetime | None
    last_error: str
    channel: str
    words: Mapping[str, str]
    audience: str


def recent(actor: Actor, *, limit: int = 100) -> tuple[Message, ...]:
    """Return the latest messages of the journeys this person may see, the newest first."""
    fates = notices.recent(limit=limit)
    return tuple(_message(fate) for fate in fates if _may_see(actor, fate.notice.coi))


def of(coi: str) -> tuple[Message, ...]:
    """Return the messages about one journey, the newest first."""
    return tuple(_message(fate) for fate in reversed(notices.of(coi)))


def _may_see(actor: Actor, coi: str) -> bool:
    line = board.one(coi)
    everywhere = any(grant.place == EVERYWHERE for grant in actor.grants)
    return line is not None and (everywhere or journeys.may_see(actor, line.summary))


def _message(fate: notices.Fate) -> Message:
    return Message(
        coi=fate.notice.coi,
        kind=fate.notice.kind,
        language=addressees.of(fate.notice).language or "en",
        due_at=fate.notice.due_at,
        fate=fate.fate,
        attempts=fate.attempts,
        finished_at=fate.finished_at,
        last_error=fate.last_error,
        channel=fate.channel,
        words=fate.notice.words,
        audience=fate.notice.audience,
    )
