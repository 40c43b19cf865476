"""Which service, database and clock does a test get?

Every database is made by the migrations, never by `create_all`: the triggers that protect the log
are only in the migrations. They run once per session; each test gets a copy.
"""

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
from sqlalchemy import URL

from tracker import create_app
from tracker.store import signing
from tracker.store.db import db

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


@pytest.fixture
def sqlite_file(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """This test's own SQLite database."""
    return Path(shutil.copy(migrated_sqlite, tmp_path / "tracker.sqlite"))


@pytest.fixture
def postgres_copy(postgres_server: URL, migrated_postgres: str) -> Iterator[str]:
    """The address of this test's own PostgreSQL database."""
    name = f"{migrated_postgres}_copy"
    _on_server(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{migrated_postgres}"')
    yield _url(postgres_server, name)
    _on_server(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of this test's own database: every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_file')}"
    address: str = request.getfixturevalue("postgres_copy")
    return address


@pytest.fixture
def app(make_app: MakeApp, sqlite_file: Path) -> Flask:
    """The service on SQLite."""
    return make_app(f"sqlite:///{sqlite_file}")


@pytest.fixture
def either_app(make_app: MakeApp, database: str) -> Flask:
    """The service on SQLite, and again on PostgreSQL."""
    return make_app(database)


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
    with psycopg.connect(
        host=server.host,
        port=server.port,
        user=server.username,
        password=server.password,
        dbname=server.database,
        autocommit=True,
    ) as connection:
        connection.execute(statement.encode())
