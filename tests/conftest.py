"""Which service, database and clock does a test get?

Every database is made by the migrations, never by `create_all`: the triggers that protect the log
are only in the migrations. They run once per session; each test gets a copy.
"""

import functools
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import URL

from tracker import create_app
from tracker.reads import folds
from tracker.store import signing
from tracker.store.db import db
from tracker.web.guards import limiter

NEAR = ("127.0.0.1", "::1", "localhost")
FIRST_MOMENT = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)

MakeApp = Callable[..., Flask]


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = FIRST_MOMENT

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> datetime:
        self.now += timedelta(**step)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def near_addresses_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to leave the machine: a test that needs the network tests the network."""
    connect = socket.socket.connect

    def connect_near(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in NEAR:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_near)


@pytest.fixture(scope="session")
def secrets_of_tests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Settings all tests share; the signing key is the session's own."""
    key = tmp_path_factory.mktemp("keys") / "signing.pem"
    signing.create(key)
    return {
        "TESTING": True,
        "TRACKER_MODE": "demo",
        "TRACKER_SECRET_KEY": "a secret of the tests, long enough to be one",
        "TRACKER_DATA_KEY": Fernet.generate_key().decode(),
        "TRACKER_SIGNING_KEY_FILE": str(key),
    }


@pytest.fixture
def make_app(secrets_of_tests: dict[str, Any], tmp_path: Path) -> Iterator[MakeApp]:
    """Make a service on a database address; further settings may be given by name."""
    made: list[Flask] = []

    def make(url: str, **settings: Any) -> Flask:
        paths = {"TRACKER_DATABASE_URL": url, "TRACKER_INSTANCE": str(tmp_path / "instance")}
        made.append(create_app({**secrets_of_tests, **paths, **settings}))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(
    secrets_of_tests: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A SQLite file the migrations have just made."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    _migrate(f"sqlite:///{file}", secrets_of_tests, file.parent)
    return file


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres_server: URL,
    secrets_of_tests: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The name of a PostgreSQL database the migrations have just made, to be copied."""
    name = f"tracker_template_{os.getpid()}"
    _on_server(postgres_server, f'CREATE DATABASE "{name}"')
    _migrate(_url(postgres_server, name), secrets_of_tests, tmp_path_factory.mktemp("postgres"))
    yield name
    _on_server(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the SQLite database of every test of a process stands, one after the other."""
    return tmp_path_factory.mktemp("kept") / "tracker.sqlite"


@pytest.fixture
def sqlite_file(migrated_sqlite: Path, sqlite_place: Path) -> Path:
    """This test's own SQLite database."""
    for ending in ("-wal", "-shm"):
        Path(f"{sqlite_place}{ending}").unlink(missing_ok=True)
    return Path(shutil.copy(migrated_sqlite, sqlite_place))


class Copy:
    """One copy of the migrated PostgreSQL database, emptied for each test.

    Making a database takes a quarter of a second, emptying it a few milliseconds. A test that
    changed the schema itself, or left a lock behind, costs the next one a new copy.
    """

    def __init__(self, server: URL, template: str) -> None:
        self.server = server
        self.template = template
        self.name = f"{template}_copy"
        self.url = _url(server, self.name)
        self.schema = ""

    def fresh(self) -> str:
        """Return the address of the copy, with nothing in it."""
        if not self.schema or not self._emptied():
            self.drop()
            _on_server(self.server, f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
            # No test pulls the plug of the server: to wait for its disk shows nothing.
            _on_server(
                self.server, f'ALTER DATABASE "{self.name}" SET synchronous_commit = off'
            )
            with self._connect() as connection:
                self.schema = _schema(connection)
        return self.url

    def drop(self) -> None:
        _on_server(self.server, f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _emptied(self) -> bool:
        try:
            with self._connect() as connection:
                # Only a superuser may; it is what lets us past the triggers of the evidence.
                connection.execute("SET session_replication_role = replica")
                connection.execute("SET lock_timeout = '2s'")
                if _schema(connection) != self.schema:
                    return False
                for table in _tables(connection):
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        except psycopg.Error:
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        return _connect(self.server.set(database=self.name))


@pytest.fixture(scope="session")
def postgres_kept(postgres_server: URL, migrated_postgres: str) -> Iterator[Copy]:
    """The copy all tests of a session share, one after the other."""
    copy = Copy(postgres_server, migrated_postgres)
    yield copy
    copy.drop()


@pytest.fixture
def postgres_copy(postgres_kept: Copy) -> str:
    """The address of a PostgreSQL database with nothing in it, this test's own for now."""
    return postgres_kept.fresh()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of this test's own database: every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_file')}"
    address: str = request.getfixturevalue("postgres_copy")
    return address


@pytest.fixture(scope="session")
def service_at(
    secrets_of_tests: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Flask]:
    """Make the service on a database address, once: it takes a tenth of a second of all tests."""

    @functools.cache
    def make(url: str) -> Flask:
        paths = {
            "TRACKER_DATABASE_URL": url,
            "TRACKER_INSTANCE": str(tmp_path_factory.mktemp("instance")),
        }
        return create_app({**secrets_of_tests, **paths})

    return make


@pytest.fixture
def app(
    service_at: Callable[[str], Flask], sqlite_file: Path, tmp_path: Path
) -> Iterator[Flask]:
    """The service on SQLite."""
    yield from _lent(service_at(f"sqlite:///{sqlite_file}"), tmp_path)


@pytest.fixture
def either_app(
    service_at: Callable[[str], Flask], database: str, tmp_path: Path
) -> Iterator[Flask]:
    """The service on SQLite, and again on PostgreSQL."""
    yield from _lent(service_at(database), tmp_path)


def _lent(app: Flask, folder: Path) -> Iterator[Flask]:
    """Lend a service to one test; what the test sets, and what it left, is gone afterwards."""
    settings = dict(app.config)
    app.instance_path = str(folder / "instance")
    Path(app.instance_path).mkdir()
    app.extensions[folds.EXTENSION] = folds.Memory()
    limiter.reset()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(settings)


@pytest.fixture
def stored(either_app: Flask) -> Iterator[Flask]:
    """A context in which the store can be called directly, on both kinds of database."""
    with either_app.app_context():
        yield either_app


def _migrate(url: str, secrets: dict[str, Any], instance: Path) -> None:
    paths = {"TRACKER_DATABASE_URL": url, "TRACKER_INSTANCE": str(instance)}
    app = create_app({**secrets, **paths})
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


def _url(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


def _on_server(server: URL, statement: str) -> None:
    with _connect(server) as connection:
        connection.execute(statement.encode())


def _connect(url: URL) -> psycopg.Connection:
    """Connect so that each statement stands on its own."""
    return psycopg.connect(
        host=url.host,
        port=url.port,
        user=url.username,
        password=url.password,
        dbname=url.database,
        autocommit=True,
    )


def _tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables"
        " WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY tablename"
    )
    return [row[0] for row in rows]


def _schema(connection: psycopg.Connection) -> str:
    """Return what a test might have changed of the schema: columns, and triggers switched off."""
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    triggers = (
        "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1, 2"
    )
    return repr([connection.execute(query).fetchall() for query in (columns, triggers)])
