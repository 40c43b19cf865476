"""How does each person want to hear from us? Kept line by line: a choice is also a consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from tracker.domain.channels import Channel, Choice
from tracker.store.db import db
from tracker.store.message_tables import MessageChoiceRow


@dataclass(frozen=True)
class Chosen:
    """A choice, and who made it: the patient, or the member of staff they told."""

    choice: Choice
    at: datetime
    by: str


def keep(recipient: str, chosen: Chosen) -> None:
    """Keep a choice; it holds from now on."""
    db.session.execute(
        insert(MessageChoiceRow).values(
            recipient=recipient,
            channel=chosen.choice.channel.value,
            zone=chosen.choice.zone,
            chosen_at=chosen.at,
            chosen_by=chosen.by,
        )
    )


def of(recipient: str) -> Chosen | None:
    """Return what a person chose last; None for who never chose."""
    row = db.session.execute(
        select(
            MessageChoiceRow.channel,
            MessageChoiceRow.zone,
            MessageChoiceRow.chosen_at,
            MessageChoiceRow.chosen_by,
        )
        .where(MessageChoiceRow.recipient == recipient)
        .order_by(MessageChoiceRow.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Chosen(Choice(Channel(row.channel), row.zone), row.chosen_at, row.chosen_by)
