"""Does the station work in a real browser: with a wedge scanner, without JavaScript, for everyone?"""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.web.conftest import WALTER, House, password_of
from tracker.demo.tale import Tale

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def banded(house: House) -> Tale:
    return house.told_until("banded")


@pytest.fixture
def address(house: House) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: House, banded: Tale, address: str, width
):
    page = _signed_in(browser, address, "nora", viewport={"width": width, "height": 900})
    coi = house.look(banded).coi
    for path in (
        "/station/",
        f"/station/journeys/{coi}",
        f"/station/journeys/{coi}/collection",
        f"/station/journeys/{coi}/record/collection_ended",
        f"/station/journeys/{coi}/labels/{next(iter(house.look(banded).labels))}",
    ):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    page.context.close()


def test_a_wedge_scanner_needs_no_mouse(
    browser: Browser, house: House, banded: Tale, address: str
):
    page = _signed_in(browser, address, "nora")
    page.goto(f"{address}/station/")
    page.click("h1")
    page.keyboard.type(_wristband(house, banded))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/station/journeys/**")
    assert "The scan belongs to this journey: wristband." in page.content()
    page.context.close()


def test_each_scan_makes_its_own_line_and_a_nervous_trigger_only_one(
    browser: Browser, house: House, banded: Tale, address: str
):
    page = _signed_in(browser, address, "nora")
    page.goto(f"{address}/station/journeys/{house.look(banded).coi}/collection")
    for text in ("first", "second", "first"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    assert page.input_value("#scans") == "first\nsecond\n"
    page.context.close()


def test_without_javascript_the_wrong_wristband_still_stops_the_nurse(
    browser: Browser, house: House, banded: Tale, address: str
):
    other = house.told_until("banded", patient=WALTER)
    page = _signed_in(browser, address, "nora", java_script_enabled=False)
    page.goto(f"{address}/station/journeys/{house.look(banded).coi}")
    page.fill("#raw", _wristband(house, other))
    page.press("#raw", "Enter")
    assert page.inner_text("h1") == "STOP"
    assert house.look(banded).near_misses == 1
    page.context.close()


def _signed_in(browser: Browser, address: str, username: str, **context) -> Page:
    page = browser.new_context(**context).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", username)
    page.fill("#password", password_of(username))
    page.click("main button")
    return page


def _wristband(house: House, tale: Tale) -> str:
    with house.app.app_context():
        return tale.wristband()
