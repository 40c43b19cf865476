"""How does a transaction begin, on SQLite and PostgreSQL, and what if two of them collide?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, Executable, MetaData, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase

BUSY_TIMEOUT_MS: Final = 15_000
"""SQLite waits unfairly: of eight writers one was seen to wait for more than three seconds."""

WRITES: Final = "tracker_writes"
COLLISIONS: Final = ("40001", "40P01", "55P03")
"""PostgreSQL: serialization failure, deadlock, lock not available."""


class Base(DeclarativeBase):
    """What every table inherits. Plain: mapped dataclasses break Flask-SQLAlchemy 3.1.

    Constraints have names, because a later migration can change only what it can name.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# Reading an object after the commit would cost a second transaction for each scan.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


DatabaseFault: Final = SQLAlchemyError
"""Whatever a database says went wrong, for who must go on without it."""


class Clash(Exception):
    """Somebody else wrote first. Roll back, read again and ask the rule again."""


def writing(coi: str = "") -> None:
    """Begin the transaction that will write; call it before reading what the write rests on.

    On SQLite it takes the write lock at once. A transaction that reads first and then writes is
    refused when anyone wrote in between, without waiting; and under pysqlite's own rules a
    SELECT begins no transaction at all, so that one in four appends forked a chain silently.
    Pages that only read never come here and so never wait for a writer.

    On PostgreSQL writers of different journeys do not wait for each other; those who name the
    same `coi` take turns. The unique key would keep them apart too, but at the price of asking the
    rule again, and with eight at once somebody would always lose.
    """
    session = db.session()
    pending = [*session.new, *session.dirty, *session.deleted]
    assert not pending, "writes before writing()"
    session.commit()
    session.expire_all()
    with clashing():
        session.connection(execution_options={WRITES: True})
        if coi and session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(coi, 0))))


def steady() -> None:
    """Begin a transaction that sees one state of the database, whatever others write."""
    session = db.session()
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def clashing() -> Iterator[None]:
    """Turn what the database says when two writers collide into `Clash`."""
    try:
        yield
    except IntegrityError as error:
        raise Clash(_first_line(error)) from error
    except OperationalError as error:
        if not _is_collision(error):
            raise
        raise Clash(_first_line(error)) from error


def insert_new(table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is taken; say whether it was new.

    The answer is the row given back: PostgreSQL's row count is not told where the database
    numbers the rows.
    """
    dialect = db.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing()
    key = inspect(table).primary_key[0]
    return db.session.execute(statement.returning(key)).first() is not None


def changed(statement: Executable) -> int:
    """Execute an INSERT, UPDATE or DELETE and return how many rows it touched."""
    result: Any = db.session.execute(statement)
    return int(result.rowcount)


def _is_collision(error: DBAPIError) -> bool:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return "locked" in str(original)
    return getattr(original, "sqlstate", None) in COLLISIONS


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0]


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, _record: object) -> None:
    """Hand the transactions to us, and make each commit survive a power cut.

    synchronous=NORMAL is six times faster in WAL mode and may lose the last committed entries.
    """
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}").close()
    _keep_a_write_ahead_log(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _keep_a_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Turn a new file to WAL, once.

    SQLite does not wait when two do this at the same time: the second hears "locked" at once. It
    waits for an ordinary lock, and then finds the file turned.
    """
    turned = False
    while not turned:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            turned = True
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            connection.execute("BEGIN IMMEDIATE").close()
            connection.execute("COMMIT").close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
