"""Which tables hold how a person comes in: sessions, second factors, passkeys, links, alerts?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base
from tracker.store.tables import Moment, Serial


class SessionRow(Base):
    """One sign-in on one browser, from its beginning to its end. Only the hash of its key is kept."""

    __tablename__ = "sessions"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    how: Mapped[str] = mapped_column(String(16))
    browser: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_why: Mapped[str] = mapped_column(String(64))


class SecondFactorRow(Base):
    """The secret in a person's telephone, encrypted; `last_step` is the last code that was used."""

    __tablename__ = "second_factors"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(BigInteger)


class RecoveryCodeRow(Base):
    """A code on paper for the day the telephone is lost; each opens once."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class PasskeyRow(Base):
    """A passkey's public half; what opens with it stays in the person's device."""

    __tablename__ = "passkeys"

    credential_id: Mapped[str] = mapped_column(String(1400), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class InvitationRow(Base):
    """A link by which a person chooses a password, once and for a while."""

    __tablename__ = "invitations"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class KnownBrowserRow(Base):
    """A browser in which a person once signed in: strangers' guesses do not lock them out there."""

    __tablename__ = "known_browsers"

    browser_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    first_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)


class AlertRow(Base):
    """Somebody guesses: who or where is locked out, and who has looked into it since."""

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    looked_at: Mapped[datetime | None] = mapped_column(Moment)
    looked_by: Mapped[str] = mapped_column(String(64))


class SpentRow(Base):
    """A challenge that was answered: nobody answers it twice."""

    __tablename__ = "spent_challenges"

    challenge_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class HalfSignedRow(Base):
    """A step whose first person has signed and whose next has not yet: encrypted, for minutes."""

    __tablename__ = "half_signed"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    coi: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class RefusedRequestRow(Base):
    """A request that was turned away: once for each minute, reason, page and sender."""

    __tablename__ = "refused_requests"
    __table_args__ = (UniqueConstraint("at", "code", "page", "who", "address"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    code: Mapped[str] = mapped_column(String(64))
    page: Mapped[str] = mapped_column(String(64))
    who: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
