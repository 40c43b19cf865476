"""Which tables are there, and what does each column hold?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.db import Base


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone: checked going in, put back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows by itself only in a column called INTEGER.
Serial = BigInteger().with_variant(Integer, "sqlite")


# --- the log: append-only, enforced by triggers in the migrations


class EntryRow(Base):
    """One sealed line of a journey. `body` is the exact text that was hashed and signed."""

    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("coi", "seq"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    coi: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    request_id: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class LeafRow(Base):
    """One entry's place in the tree over all journeys, given when a checkpoint is written."""

    __tablename__ = "leaves"
    __table_args__ = (UniqueConstraint("coi", "seq"),)

    position: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)
    coi: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


class CheckpointRow(Base):
    """A signed statement of how large the tree was, and of its root."""

    __tablename__ = "checkpoints"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)


class AccessRow(Base):
    """Who looked at whose journey or personal data, and where."""

    __tablename__ = "access"
    __table_args__ = (Index("access_by_coi", "coi", "at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(64))
    coi: Mapped[str] = mapped_column(String(32))
    request_id: Mapped[str] = mapped_column(String(64))


class RefusedScanRow(Base):
    """A scan refused where no journey was known that could have kept it."""

    __tablename__ = "refused_scans"
    __table_args__ = (Index("refused_scans_by_site", "site", "at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    staff_id: Mapped[str] = mapped_column(String(64))
    site: Mapped[str] = mapped_column(String(32))
    raw: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64))


class SignInRow(Base):
    """One attempt to sign in. `account` is a keyed hash: people type passwords there."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("sign_in_attempts_by_account", "account", "at"),
        Index("sign_in_attempts_by_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    account: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool]
    address: Mapped[str] = mapped_column(String(64))
    step: Mapped[str] = mapped_column(String(16))
    browser: Mapped[str] = mapped_column(String(64))


# --- derived from the log; `flask board rebuild` makes them again and changes nothing


class BoardRow(Base):
    """One journey as the worklists show it."""

    __tablename__ = "board"
    __table_args__ = (
        Index("board_by_site", "site", "closed"),
        Index("board_by_maker", "maker", "closed"),
        Index("board_by_due", "closed", "next_due_at"),
    )

    coi: Mapped[str] = mapped_column(String(32), primary_key=True)
    site: Mapped[str] = mapped_column(String(32))
    maker: Mapped[str] = mapped_column(String(64))
    protocol: Mapped[str] = mapped_column(String(64))
    protocol_version: Mapped[int]
    priority: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    latest: Mapped[str] = mapped_column(String(64))
    latest_at: Mapped[datetime | None] = mapped_column(Moment)
    next_due: Mapped[str] = mapped_column(String(64))
    next_due_at: Mapped[datetime | None] = mapped_column(Moment)
    group: Mapped[int]
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    waiting_since: Mapped[datetime | None] = mapped_column(Moment)
    visit: Mapped[str] = mapped_column(String(16))
    day_zero: Mapped[date | None]
    booked_on: Mapped[date | None]
    holds: Mapped[int]
    review: Mapped[bool]
    closed: Mapped[str] = mapped_column(String(32))
    head_seq: Mapped[int]
    head_digest: Mapped[str] = mapped_column(String(64))


class IdentifierRow(Base):
    """Which journey a value on a label, order or wristband belongs to: one and no other."""

    __tablename__ = "identifiers"
    __table_args__ = (Index("identifiers_by_coi", "coi"),)

    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    coi: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(100))


class StretchRow(Base):
    """When one journey began and ended one stretch of the way: ranges are told from these."""

    __tablename__ = "stretches"

    coi: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    started_at: Mapped[str] = mapped_column(String(20))
    ended_at: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(16))


class CounterRow(Base):
    """The last serial number issued by a facility in a year. Numbers are never used again."""

    __tablename__ = "counters"

    fin: Mapped[str] = mapped_column(String(5), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


# --- people and places


class PatientRow(Base):
    """A patient. Name, birth date, numbers and addresses are encrypted; hashes only compare."""

    __tablename__ = "patients"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    birth_date: Mapped[str] = mapped_column(Text)
    record_number: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    name_hash: Mapped[str] = mapped_column(String(64), index=True)
    birth_date_hash: Mapped[str] = mapped_column(String(64), index=True)
    record_number_hash: Mapped[str] = mapped_column(String(64), index=True)


class PatientJourneyRow(Base):
    """Whose cells a journey carries. `seal` is a keyed hash of both: a hand in the table has no key."""

    __tablename__ = "patient_journeys"

    coi: Mapped[str] = mapped_column(String(32), primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.id"), index=True)
    seal: Mapped[str] = mapped_column(String(64), server_default="")


class StaffRow(Base):
    """An account: ended, never deleted, its id never used again."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class GrantRow(Base):
    """One role a person holds at one place; `*` is everywhere."""

    __tablename__ = "grants"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[str] = mapped_column(String(32), primary_key=True)


class TokenRow(Base):
    """A machine's or a person's access to the API. Only the hash of the token is kept."""

    __tablename__ = "tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class SiteRow(Base):
    """A hospital: how it works (`rules`) and how patients reach it."""

    __tablename__ = "sites"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    fin: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    phone: Mapped[str] = mapped_column(String(64))
    phone_verified: Mapped[bool]
    phone_hours: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))


class DirectoryRow(Base):
    """One number of a hospital: whom it is for, when somebody answers, and who checked it."""

    __tablename__ = "directory"

    site: Mapped[str] = mapped_column(ForeignKey("sites.code"), primary_key=True)
    what: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(64))
    hours: Mapped[str] = mapped_column(String(300))
    verified_on: Mapped[date | None]
    verified_by: Mapped[str] = mapped_column(String(200))


class PreparationRow(Base):
    """What a patient noted for their visit: what is ready, the way, who is with them. Encrypted."""

    __tablename__ = "preparations"

    coi: Mapped[str] = mapped_column(String(32), primary_key=True)
    notes: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class MakerRow(Base):
    """A manufacturer: the place its people's roles are held at."""

    __tablename__ = "makers"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


# --- what waits


class NoticeRow(Base):
    """A message to one person: sent at least once, known by its key if ever sent twice."""

    __tablename__ = "notices"
    __table_args__ = (Index("notices_due", "finished_at", "due_at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    coi: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(64))
    audience: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(64))
    words: Mapped[dict[str, str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int]
    lease: Mapped[str] = mapped_column(String(64))
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    fate: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(8), server_default="")
    last_error: Mapped[str] = mapped_column(String(300))


class TaskRow(Base):
    """Something a person must do, raised once per journey, kind and subject."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("coi", "kind", "about"),
        Index("tasks_open", "done_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    coi: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(64))
    about: Mapped[str] = mapped_column(String(100))
    due_at: Mapped[datetime] = mapped_column(Moment)
    raised_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(16))
    ended_by: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(300))


class ReplayRow(Base):
    """The first answer to a request that carried an Idempotency-Key."""

    __tablename__ = "replays"

    staff_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
