"""One Chromium for all tests of a process, and the service where it can be reached.

Every test opens a context of its own, as fresh as a browser just installed.
"""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.fixture(scope="session")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the browser takes for a camera: a film of JPEG pictures, one after the other."""
    return tmp_path_factory.mktemp("camera") / "film.mjpeg"


@pytest.fixture(scope="session")
def started(chromium: str, filmed: Path) -> Iterator[Browser]:
    seen = (*ARGUMENTS, *CAMERA, f"--use-file-for-fake-video-capture={filmed}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=seen)
        yield browser
        browser.close()


@pytest.fixture
def browser(started: Browser) -> Iterator[Browser]:
    """The browser, with nothing open in it before the test and after it."""
    yield started
    for context in started.contexts:
        context.close()


def served(app: Flask) -> Iterator[str]:
    """Yield an address of a service; a name and no number, for a passkey belongs to a name."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
