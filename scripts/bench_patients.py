"""How many patients may open their page at once, and how long does one wait on a slow line?

The server is the one `make run` starts. Everybody has a journey, a session and a connection of their
own; all connections stand before the first one asks, and then all ask in the same moment.
"""

import asyncio
import itertools
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from playwright.sync_api import sync_playwright

from scripts.run import HOST, web_command
from tracker.store import links, passwords, sessions, viewer_sessions, viewers
from tracker.store.db import db, writing
from tracker.store.viewer_sessions import ViewerSession
from tracker.web.access import VIEWER_KEY

ROOT = Path(__file__).resolve().parent.parent
FEW = 100
"""A tenth of all, for how the time of one page grows with the crowd."""

PATIENCE = 120
LOADS = 5
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 1024 / 8,
    "uploadThroughput": 400 * 1024 / 8,
}
"""The line that browsers call slow 3G: 400 ms there and back, 400 kbit/s."""


@dataclass(frozen=True)
class Found:
    """Pages a second when all ask at once, when few do, and empty ones of the same server.

    Then how long the last of all waited, and one load on a slow line, in milliseconds.
    """

    page: float
    page_of_few: float
    empty: float
    last_ms: float
    slow_ms: float
    slow_empty_ms: float


def measured(app: Flask, cois: list[str], instance: Path) -> Found:
    """Open every page in the same moment; then one in Chromium, where there is one."""
    cookies = _signed_in(app, cois)
    db.session.remove()
    with _served(instance) as port:
        at_once(port, "/my", cookies[:FEW])  # the workers' first pages read in what all need
        few = at_once(port, "/my", cookies[:FEW])
        seconds = at_once(port, "/my", cookies)
        empty = at_once(port, "/healthz", cookies)
        chromium = os.environ.get("TRACKER_TEST_CHROMIUM", "")
        slow = _slow(chromium, port, cookies[0]) if chromium else (0.0, 0.0)
    everybody = len(cookies)
    return Found(
        everybody / seconds,
        len(cookies[:FEW]) / few,
        everybody / empty,
        seconds * 1000,
        *slow,
    )


def _signed_in(app: Flask, cois: list[str]) -> list[str]:
    """Return a session's cookie for each journey, as the door would have given it."""
    now = datetime.now(UTC)
    app.extensions[passwords.EXTENSION] = passwords.FRUGAL  # nobody's code is typed here
    writing()
    keys = [_key(coi, now) for coi in cois]
    db.session.commit()
    return [_cookie(app, key) for key in keys]


def _key(coi: str, now: datetime) -> str:
    """Return the key of a session as it stands after the door, without the slow hash of a code."""
    ends = now + timedelta(days=1)
    link = links.key_of(links.issue(coi, now=now, expires_at=ends)[0])
    viewer, key = viewers.patient_of(coi, now), sessions.new_key()
    viewer_sessions.add(
        ViewerSession(sessions.key_of(key), viewer.id, "link", "bench", link, now, now)
    )
    return key


def _cookie(app: Flask, key: str) -> str:
    client = app.test_client()
    with client.session_transaction() as session:
        session[VIEWER_KEY] = key
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


@contextmanager
def _served(instance: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    environ = {**os.environ, "TRACKER_INSTANCE": str(instance), "TRACKER_MODE": "demo"}
    server = subprocess.Popen(web_command(port), cwd=ROOT, env=environ)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    message = "the server did not start"
    raise TimeoutError(message)


def at_once(port: int, path: str, cookies: list[str]) -> float:
    """Return in how many seconds everybody has the page. Raises AssertionError if one has not."""
    seconds, statuses = asyncio.run(_asked(port, path, cookies))
    assert statuses == {b"200"}, statuses
    return seconds


async def _asked(port: int, path: str, cookies: list[str]) -> tuple[float, set[bytes]]:
    lines = await asyncio.gather(*(asyncio.open_connection(HOST, port) for _ in cookies))
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        answers = await asyncio.gather(
            *(_get(line, path, cookie) for line, cookie in zip(lines, cookies, strict=True))
        )
    return time.perf_counter() - began, set(answers)


async def _get(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str, cookie: str
) -> bytes:
    """Return the status of a whole answer."""
    reader, writer = line
    head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: session={cookie}\r\n"
    writer.write(f"{head}Accept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    answer = await reader.read(-1)
    writer.close()
    return answer.split(b" ", 2)[1] if answer else b"no answer"


def _slow(chromium: str, port: int, cookie: str) -> tuple[float, float]:
    """Return the milliseconds of a first load of the page, and of an empty one, on a slow line."""
    address = f"http://{HOST}:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context()
        context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send("Network.emulateNetworkConditions", SLOW_3G)

        def load(path: str) -> float:
            page.goto(f"{address}{path}", wait_until="load")
            took = page.evaluate(
                "() => performance.getEntriesByType('navigation')[0].loadEventStart"
            )
            return float(took)

        found = _median(lambda: load("/my")), _median(lambda: load("/healthz"))
        browser.close()
    return found


def _median(work: Callable[[], float]) -> float:
    return median(work() for _ in itertools.repeat(None, LOADS))
