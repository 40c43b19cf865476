"""Do the freezer room and the family tree work in a real browser, on a telephone and at a desk?"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import House, password_of
from tracker.demo.tale import Tale
from tracker.domain import symbols
from tracker.domain.storage_map import Box
from tracker.store import freezers
from tracker.store.db import db, writing

ROOM = "/station/freezers/RST"


@pytest.fixture
def frozen(house: House) -> Tale:
    with house.app.app_context():
        writing()
        freezers.add(Box("RST", "T1", "R1", "B01", 6))
        db.session.commit()
    return house.told_until("frozen")


def test_the_pages_are_accessible_and_a_walk_needs_no_mouse_and_no_script(
    browser: Browser, house: House, frozen: Tale, address: str
):
    coi = house.look(frozen).coi
    paths = (ROOM, f"{ROOM}/tanks/T1", f"{ROOM}/tanks/T1/audit", f"/station/journeys/{coi}")
    phone = _signed_in(browser, address, viewport={"width": 390, "height": 900})
    for path in paths:
        phone.goto(address + path)
        for width in (390, 1280):
            phone.set_viewport_size({"width": width, "height": 900})
            assert phone.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(phone)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    assert phone.get_by_role("img", name="Family tree of the containers").is_visible()
    phone.context.close()

    plain = _signed_in(browser, address, java_script_enabled=False)
    plain.goto(f"{address}{ROOM}/tanks/T1/audit")
    for text in _scans(house, frozen):
        plain.fill("#scan", text)
        plain.press("#scan", "Enter")
    plain.get_by_role("button", name="Finish and compare").click()
    assert "Everything recorded is where it should be" in plain.content()
    plain.context.close()


def _scans(house: House, tale: Tale) -> list[str]:
    """Return each position's label and that of what stands there, as a technologist walks."""
    with house.app.app_context():
        return [
            text
            for item in tale.look().present()
            for text in (symbols.place_symbol(item.stored), tale.label(item.id))
        ]


def _signed_in(browser: Browser, address: str, **context) -> Page:
    page = browser.new_context(**context).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", "theo")
    page.fill("#password", password_of("theo"))
    page.click("main button")
    return page
