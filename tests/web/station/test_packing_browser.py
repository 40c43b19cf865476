"""Is the packing bench usable on a phone and on a desk, by wedge scanner, and readable to everyone?"""

from datetime import datetime, timedelta

from playwright.sync_api import Browser, Page

from tests.web.conftest import House, password_of
from tests.web.station.looking import look, signed_in
from tracker.actions import logger_profiles
from tracker.demo.tale import Tale
from tracker.domain.loggers import Profile


def test_a_shipper_is_packed_with_nothing_but_a_scanner_and_two_passwords(
    browser: Browser, house: House, address: str
):
    tale = house.told_until("frozen")
    house.tell(tale, lambda told: told.take(told.bags("cryobag")))
    first, second = _labels(house, tale)
    page = signed_in(browser, address)
    page.goto(f"{address}/station/journeys/{house.look(tale).coi}/packing")
    look(page)

    _wedge(page, first)
    page.fill("#shipper", "DS-9")
    page.fill("#logger", "LOG-9")
    page.get_by_role("button", name="Tick off what is scanned").click()
    assert page.inner_text(".ticks").count("☑") == 1
    assert page.inner_text("main").lower().count("not known here") == 2
    look(page)

    _wedge(page, second)
    _complete(page, house)
    page.get_by_role("button", name="Pack and seal").click()
    page.wait_for_url("**/second/**")
    look(page)
    _second(page, [first, second])
    page.wait_for_url("**/shipments/**")
    look(page)
    page.get_by_role("link", name="Packing list to print").click()
    assert "DS-9" in page.inner_text(".sheet")
    look(page)
    page.context.close()


def test_a_shipment_its_devices_and_its_receipt_are_told_on_pages_for_everyone(
    browser: Browser, house: House, address: str
):
    tale = house.told_until("shipped")
    told = house.look(tale)
    (sent,) = told.shipments.values()
    name = f"{address}/station/journeys/{told.coi}/shipments/{sent.id}"
    _know_a_logger(house)
    page = signed_in(browser, address)
    page.goto(name)
    warm = _readings(sent.packed_at, -160, -158, -90, -95, *[-160] * 60)
    page.set_input_files("#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": warm})
    page.get_by_role("button", name="Attach the file").click()
    page.wait_for_load_state()
    assert "2 minutes outside" in page.inner_text("main")
    drawn = page.locator("img.plot")
    assert drawn.evaluate("picture => picture.complete && picture.naturalWidth") > 0
    look(page)
    page.click("text=Hour by hour, as a table")
    look(page)
    _follow_the_devices(page)
    page.context.close()
    _receive(browser, house, tale, name.replace("station", "liaison"))


def _follow_the_devices(page: Page) -> None:
    shipment = page.url
    for link in ("shipper", "logger"):
        page.goto(shipment)
        page.click(f"a[href*='devices/{link}']")
        page.wait_for_url(f"**/devices/{link}/**")
        assert "Travelled" in page.inner_text("main")
        look(page)
    page.click("text=Shippers and loggers")
    page.wait_for_url("**/devices")
    look(page)


def _receive(browser: Browser, house: House, tale: Tale, shipment: str) -> None:
    """Open the shipper at the plant: scan first, and only then read what was packed."""
    address = shipment.partition("/liaison")[0]
    plant = signed_in(browser, address, "max")
    plant.goto(f"{shipment}/receive")
    look(plant)
    _wedge(plant, _labels(house, tale)[0])
    plant.fill("#seal", "SEAL-0")
    plant.select_option("#condition", "damaged")
    plant.get_by_role("button", name="That is all of it").click()
    assert "on the packing list, but not scanned" in plant.inner_text("main")
    look(plant)
    plant.context.close()


def _know_a_logger(house: House) -> None:
    with house.app.app_context():
        profile = Profile("Minute", interval_seconds=60)
        logger_profiles.save("RST", profile, house.people["ada"], house.now)


def _readings(start: datetime, *celsius: int) -> bytes:
    """Return a logger's file, a reading a minute."""
    rows = (
        f"{(start + timedelta(minutes=n)).isoformat()},{each}" for n, each in enumerate(celsius)
    )
    return "\n".join(("time,c", *rows)).encode()


def _wedge(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


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
        _wedge(page, text)
    page.fill("#seal", "SEAL-9")
    page.fill("#username", "tess")
    page.fill("#password", password_of("tess"))
    page.get_by_role("button", name="Answer and sign").click()


def _labels(house: House, tale: Tale) -> list[str]:
    with house.app.app_context():
        return [tale.label(bag) for bag in tale.bags("cryobag")]
