"""How many patients may open their page at once, and how long does one wait on a slow line?"""

import http.client
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from flask import Flask
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tracker.store import links, passwords, sessions, viewer_sessions, viewers
from tracker.store.db import db, writing
from tracker.store.viewer_sessions import ViewerSession
from tracker.web.access import VIEWER_KEY

AT_ONCE = 16
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
    """Pages a second, beside empty ones of the same server; and one load in milliseconds."""

    page: float
    empty: float
    slow_ms: float
    slow_empty_ms: float


def measured(app: Flask, cois: list[str]) -> Found:
    """Open every page once, from many threads; then one in Chromium, where there is one."""
    cookies = _signed_in(app, cois)
    db.session.remove()
    with _served(app) as port:
        page = _rate(port, "/my", cookies)
        empty = _rate(port, "/healthz", cookies)
        chromium = os.environ.get("TRACKER_TEST_CHROMIUM", "")
        slow = _slow(chromium, port, cookies[0]) if chromium else (0.0, 0.0)
    return Found(page, empty, *slow)


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
def _served(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _rate(port: int, path: str, cookies: list[str]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(lambda cookie: _get(port, path, cookie), cookies))
    seconds = time.perf_counter() - began
    assert set(statuses) == {200}, set(statuses)
    return len(cookies) / seconds


def _get(port: int, path: str, cookie: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", path, headers={"Cookie": f"session={cookie}"})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def _slow(chromium: str, port: int, cookie: str) -> tuple[float, float]:
    """Return the milliseconds of a first load of the page, and of an empty one, on a slow line."""
    address = f"http://127.0.0.1:{port}"
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
