"""Is the packing bench usable on a phone and on a desk, by wedge scanner, and readable to everyone?"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import House, password_of
from tracker.demo.tale import Tale
from tracker.domain.symbols import shipper_symbol


def _fits(page: Page, width: int) -> None:
    """Look at a page as it is: no wider than the screen, and readable to everyone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_shipper_is_packed_with_nothing_but_a_scanner_and_two_passwords(
    browser: Browser, house: House, address: str, width: int
):
    tale = house.told_until("frozen")
    house.tell(tale, lambda told: told.take(told.bags("cryobag")))
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", "theo")
    page.fill("#password", password_of("theo"))
    page.click("main button")
    page.goto(f"{address}/station/journeys/{house.look(tale).coi}/packing")
    _fits(page, width)

    for text in _labels(house, tale):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.fill("#shipper", "DS-9")
    page.fill("#logger", "LOG-9")
    page.get_by_role("button", name="Tick off what is scanned").click()
    assert page.inner_text(".ticks").count("☑") == 2
    assert (
        page.inner_text("main").count("NOT KNOWN HERE")
        + page.inner_text("main").count("not known here")
        == 2
    )

    _complete(page, house)
    page.get_by_role("button", name="Pack and seal").click()
    page.wait_for_url("**/second/**")
    _fits(page, width)
    _second(page, _labels(house, tale))
    page.wait_for_url("**/shipments/**")
    _fits(page, width)
    page.get_by_role("link", name="Packing list to print").click()
    assert "DS-9" in page.inner_text(".sheet")
    for path in ("", "/station/devices/shipper/DS-9", "/station/devices"):
        page.goto(f"{address}{path}" if path else page.url)
        _fits(page, width)
    _labelled(page, house, tale)
    _fits(page, width)
    page.context.close()


def _labelled(page: Page, house: House, tale: Tale) -> None:
    """Print the shipper's label, stick it on, and scan it there, with nothing but the scanner."""
    journey = house.look(tale)
    (shipment,) = journey.shipments.values()
    page.goto(page.url.split("/station")[0] + f"/station/journeys/{journey.coi}")
    page.get_by_role("link", name="Print the shipper label with its packing list").click()
    with page.expect_response("**/labels/*.svg") as drawn:
        page.get_by_role("button", name="Print a label").click()
    assert drawn.value.ok
    page.get_by_role("link", name="Next: put it on, and scan it there").click()
    page.keyboard.type(shipper_symbol(journey, shipment))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="It is on the shipper").click()
    page.get_by_role("status").get_by_text("Recorded as entry").wait_for()
    (label,) = [each for each in house.look(tale).labels.values() if each.shipment]
    assert label.state == "applied"


def _complete(page: Page, house: House) -> None:
    """Fill in what is not scanned in a row, and sign."""
    page.fill("#shipper_qualified_until", "2027-01-01")
    page.fill("#logger_calibrated_until", "2027-01-01")
    page.check("#paper-3")
    page.fill("#seal", "SEAL-9")
    page.fill("#waybill", "WB-9")
    page.fill("#expected_arrival", house.now.strftime("%Y-%m-%dT23:59"))
    page.fill("#sign-0-username", "theo")
    page.fill("#sign-0-password", password_of("theo"))


def _second(page: Page, labels: list[str]) -> None:
    """The second person scans again, on a page that begins at the scanner's field."""
    for text in labels:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.fill("#seal", "SEAL-9")
    page.fill("#username", "tess")
    page.fill("#password", password_of("tess"))
    page.get_by_role("button", name="Answer and sign").click()


def _labels(house: House, tale: Tale) -> list[str]:
    with house.app.app_context():
        return [tale.label(bag) for bag in tale.bags("cryobag")]
