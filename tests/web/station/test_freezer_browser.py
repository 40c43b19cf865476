"""Do the freezer room and the family tree work in a real browser, on a telephone and at a desk?"""

import pytest
from playwright.sync_api import Browser, Page

from tests.web.conftest import House
from tests.web.station.looking import look, signed_in
from tracker.demo.tale import Tale
from tracker.domain import symbols
from tracker.domain.storage_map import Box
from tracker.store import freezers
from tracker.store.db import db, writing

ROOM = "/station/freezers/RST"
TANK = f"{ROOM}/tanks/T1"


@pytest.fixture
def frozen(house: House) -> Tale:
    with house.app.app_context():
        writing()
        freezers.add(Box("RST", "T1", "R1", "B01", 6))
        db.session.commit()
    return house.told_until("frozen")


def test_a_place_is_kept_and_a_bag_moved_and_taken_out_on_pages_for_everyone(
    browser: Browser, house: House, frozen: Tale, address: str
):
    page = signed_in(browser, address)
    page.goto(f"{address}/station/journeys/{house.look(frozen).coi}")
    assert page.get_by_role("img", name="Family tree of the containers").is_visible()
    look(page)
    page.goto(address + TANK)
    with house.app.app_context():
        order = frozen.order()
    _wedge(page, symbols.place_symbol("RST-T1-R1-B01-P06"), order)
    page.get_by_role("button", name="Keep it").click()
    assert "1 kept" in page.inner_text("main")
    drawn = page.get_by_role("group", name="The whole tank")
    box = drawn.get_by_role("link", name="Rack R1, box B01: 2 held, 1 kept, 3 free")
    squares = [drawn.locator(f".square-{state}").count() for state in ("held", "kept", "free")]
    assert squares == [2, 1, 3]
    box.click()
    assert page.url.endswith("#box-RST-T1-R1-B01")
    look(page)

    bag = next(item for item in house.look(frozen).present() if item.stored)
    page.goto(address + ROOM)
    look(page)
    _wedge(page, _label(house, frozen, bag.id))
    _move(page)
    assert house.look(frozen).containers[bag.id].stored == "RST-T1-R1-B01-P05"

    page.goto(address + ROOM)
    _wedge(page, _label(house, frozen, bag.id))
    _take_out(page)
    assert house.look(frozen).containers[bag.id].stored == ""
    page.context.close()


def _move(page: Page) -> None:
    page.wait_for_url("**/storage?**")
    look(page)
    _wedge(page, symbols.place_symbol("RST-T1-R1-B01-P05"))
    page.fill("#reason", "The tank is topped up.")
    page.get_by_role("button", name="Move it there").click()
    page.wait_for_url("**/tanks/T1?found=**")


def _take_out(page: Page) -> None:
    page.wait_for_url("**/storage?**")
    page.get_by_role("link", name="Take it out instead").click()
    look(page)
    page.fill("#reason", "It goes to the maker.")
    page.get_by_role("button", name="Take out of storage").click()
    page.wait_for_url("**/station/journeys/*")


def test_a_walk_needs_no_script_and_says_what_it_found(
    browser: Browser, house: House, frozen: Tale, address: str
):
    plain = signed_in(browser, address, java_script_enabled=False)
    plain.click(".me summary")
    assert plain.get_by_role("button", name="Sign out").is_visible(), "the menu needs no script"
    for text in _scans(house, frozen):
        plain.goto(f"{address}{TANK}/audit")
        plain.fill("#scan", text)
        plain.press("#scan", "Enter")
    plain.get_by_role("button", name="Finish and compare").click()
    assert "Everything recorded is where it should be" in plain.content()
    plain.context.close()

    page = signed_in(browser, address)
    page.goto(f"{address}{TANK}/audit")
    place, label, *_ = _scans(house, frozen)
    for text in (symbols.place_symbol("RST-T1-R1-B01-P04"), label, place):
        with page.expect_navigation():
            _wedge(page, text)
    _by_hand(page, label)
    page.get_by_role("button", name="Finish and compare").click()
    page.wait_for_url("**/freezers/audits/*")
    found = page.inner_text("main")
    assert "Missing (1)" in found
    assert "Misplaced (1)" in found
    look(page)
    page.goto(address + ROOM)
    assert "positions not looked at" in page.inner_text("main")
    page.context.close()


def _by_hand(page: Page, label: str) -> None:
    """A scan that was mended is told from a scan, and is not saved; the next scan goes over it."""
    page.keyboard.type(f"{label}0")
    page.keyboard.press("Backspace")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "This was typed, not scanned" in page.inner_text(".refused")
    look(page)
    with page.expect_navigation():
        _wedge(page, label)
    assert "4 scans saved" in page.inner_text("main")


def _wedge(page: Page, *texts: str) -> None:
    """Scan into whatever has the focus, as the page came."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def _label(house: House, tale: Tale, bag: str) -> str:
    with house.app.app_context():
        return tale.label(bag)


def _scans(house: House, tale: Tale) -> list[str]:
    """Return each position's label and that of what stands there, as a technologist walks."""
    with house.app.app_context():
        return [
            text
            for item in tale.look().present()
            for text in (symbols.place_symbol(item.stored), tale.label(item.id))
        ]
