"""What may a test need of the machine it runs on, and what happens when that is missing?

A test that needs PostgreSQL, Chromium or the third-party vectors is skipped, with the reason,
where they are missing. On CI (`CI` is set) a run that skipped anything but the vectors fails.
"""

import os
import shutil
from pathlib import Path

import hypothesis
import psycopg
import pytest
from sqlalchemy import URL, make_url

pytest_plugins = ["tests.personal_words", "tests.real_browser"]

hypothesis.settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("house")

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
ROOM = 4 << 30
"""Bytes that must be free in memory before the databases of tests go there."""
LOCAL_SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


def pytest_configure() -> None:
    """Keep the files of tests in memory: SQLite waits for the disk at every commit, as it must."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the machine by what it asks for, so that `-m` can choose."""
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        if "[postgresql" in item.name:
            asked_for.add("postgres_server")
        for fixture, mark in (
            ("postgres_server", "postgres"),
            ("chromium", "browser"),
            ("vectors", "vectors"),
        ):
            if fixture in asked_for:
                item.add_marker(mark)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run on CI that skipped anything but the third-party vectors."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    skipped = [r for r in reporter.stats.get("skipped", []) if "vectors" not in r.keywords]
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        names = "\n".join(f"  {report.nodeid}" for report in skipped)
        reporter.write_line(f"\nOn CI nothing may be skipped, but was:\n{names}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_server() -> URL:
    """The address of a PostgreSQL server where databases may be made and dropped."""
    wanted = os.environ.get("TRACKER_TEST_DATABASE_URL")
    url = make_url(wanted or LOCAL_SERVER)
    try:
        psycopg.connect(
            host=url.host,
            port=url.port,
            user=url.username,
            password=url.password,
            dbname=url.database,
            connect_timeout=3,
        ).close()
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {url.host}:{url.port}: {str(error).splitlines()[0]}")
    return url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, for Playwright's `executable_path`."""
    wanted = os.environ.get("TRACKER_TEST_CHROMIUM", "chromium")
    found = shutil.which(wanted) or shutil.which("chromium-browser")
    if found is None:
        pytest.skip(f"no browser: {wanted} was not found (on Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of third-party test vectors (RFC 6962, RFC 8785)."""
    named = os.environ.get("TRACKER_TEST_VECTORS")
    if not named or not Path(named).is_dir():
        pytest.skip("no third-party test vectors: TRACKER_TEST_VECTORS names no folder")
    return Path(named)
