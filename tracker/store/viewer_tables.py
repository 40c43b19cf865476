"""Which tables hold who reads a patient's page, how they come in, and where they are signed in?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment


class LinkRow(Base):
    """A link to a patient's page. Only whoever received them knows the token and the code.

    `viewer_id` is the caregiver it is for, "" for the patient; it is spent once its holder has a
    way in of their own. `browser` says which browser used it, by a keyed hash; "" for none as yet.
    """

    __tablename__ = "status_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    coi: Mapped[str] = mapped_column(String(32), index=True)
    code_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int]
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    viewer_id: Mapped[str] = mapped_column(String(64), server_default="")
    spent_at: Mapped[datetime | None] = mapped_column(Moment)
    browser: Mapped[str] = mapped_column(String(64), server_default="")


class ViewerRow(Base):
    """The patient of a journey, or a caregiver they let in. Name, address and number are encrypted."""

    __tablename__ = "viewers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    coi: Mapped[str] = mapped_column(String(32), index=True)
    role: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    email_proved_at: Mapped[datetime | None] = mapped_column(Moment)
    phone: Mapped[str] = mapped_column(Text, server_default="")
    phone_proved_at: Mapped[datetime | None] = mapped_column(Moment)
    language: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)
    came_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ViewerSessionRow(Base):
    """One sign-in of a viewer on one device. `link_hash` names the link it rests on, "" for none."""

    __tablename__ = "viewer_sessions"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(ForeignKey("viewers.id"), index=True)
    how: Mapped[str] = mapped_column(String(16))
    device: Mapped[str] = mapped_column(String(200))
    link_hash: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ViewerPasskeyRow(Base):
    """A viewer's passkey: apart from those of staff, so that neither opens the other's door."""

    __tablename__ = "viewer_passkeys"

    credential_id: Mapped[str] = mapped_column(String(1400), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(ForeignKey("viewers.id"), index=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    device: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class MailedCodeRow(Base):
    """A code sent by e-mail. The code itself is kept nowhere, not even in the outbox."""

    __tablename__ = "mailed_codes"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    viewer_id: Mapped[str] = mapped_column(String(64), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int]
    used_at: Mapped[datetime | None] = mapped_column(Moment)
