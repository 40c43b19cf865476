"""Does the station work in a real browser: with a wedge scanner, without JavaScript, for everyone?"""

from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.labels.test_camera import photo
from tests.web.conftest import WALTER, House, password_of
from tracker.demo.tale import Tale
from tracker.domain import isbt128
from tracker.domain.kinds import Kind
from tracker.store import log, scanned


@pytest.fixture
def banded(house: House) -> Tale:
    return house.told_until("banded")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: House, banded: Tale, address: str, width
):
    page = _signed_in(browser, address, "nora", viewport={"width": width, "height": 900})
    coi = house.look(banded).coi
    for path in (
        "/station/",
        "/station/camera",
        "/station/scanner",
        f"/station/journeys/{coi}",
        f"/station/journeys/{coi}/collection",
        f"/station/journeys/{coi}/record/collection_ended",
        f"/station/journeys/{coi}/labels/{next(iter(house.look(banded).labels))}",
    ):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    page.emulate_media(media="print")
    wide = page.evaluate("document.querySelector('.label-picture img').width")
    assert wide == round(150 * 96 / 25.4), "printed from the page, a wristband is 150 mm long"
    page.context.close()


def test_a_wedge_scanner_needs_no_mouse(
    browser: Browser, house: House, banded: Tale, address: str
):
    page = _signed_in(browser, address, "nora")
    for pressed in ("h1", "main summary"):
        page.goto(f"{address}/station/")
        page.click(pressed)
        _finds_the_journey(page, _wristband(house, banded))
    page.goto(f"{address}/station/")
    page.focus("main a")
    _finds_the_journey(page, _wristband(house, banded))

    page.goto(f"{address}/station/")
    page.focus("main summary")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator("main details[open]").count() == 1, (
        "keys still press what has the focus"
    )
    page.context.close()


def _finds_the_journey(page: Page, wristband: str) -> None:
    _wedge(page, wristband)
    page.wait_for_url("**/station/journeys/**")
    assert "The scan belongs to this journey: wristband." in page.content()


def test_a_collection_by_wedge_scanner_and_the_wrong_bag_on_the_way(
    browser: Browser, house: House, banded: Tale, address: str
):
    """Keys as fast as a scanner's, each label ended by the return key; the mouse only signs."""
    theirs = house.told_until("collected", patient=WALTER)
    page = _signed_in(browser, address, "nora")
    page.add_init_script(HEARD_AND_FELT)
    _wedge(page, _wristband(house, banded))
    page.wait_for_url(f"{address}/station/journeys/**")
    assert _heard_and_felt(page) == ([1320], [60])
    chair = f"{address}/station/journeys/{house.look(banded).coi}/collection"

    _start_by_scan(page, house, banded, chair)
    page.goto(chair)
    _scan_and_sign(page, _bag_label(house, theirs), answer=409)
    assert page.inner_text("h1") == "STOP"
    assert _heard_and_felt(page) == ([220], [[300, 120, 300]])
    assert not page.locator("main button").count()
    assert house.look(banded).near_misses == 1

    page.goto(chair)
    _end_by_scan(page, house, banded)
    assert "The bag is labelled and compared" in page.inner_text("main")
    bag = next(iter(house.look(banded).containers))
    assert house.look(banded).has_verified("end_of_collection", bag)
    page.context.close()


HEARD_AND_FELT = """
window.tones = [];
window.shakes = [];
window.AudioContext = class extends window.AudioContext {
  createOscillator() {
    const tone = super.createOscillator();
    const start = tone.start.bind(tone);
    tone.start = (...when) => { window.tones.push(tone.frequency.value); start(...when); };
    return tone;
  }
};
navigator.vibrate = (pattern) => window.shakes.push(pattern);
"""


def _heard_and_felt(page: Page) -> tuple[list[int], list[object]]:
    """Return the tones (hertz) and the vibrations (milliseconds) since the page came."""
    return page.evaluate("window.tones"), page.evaluate("window.shakes")


def _start_by_scan(page: Page, house: House, tale: Tale, chair: str) -> None:
    """Verify the patient, start, and print the label."""
    page.goto(chair)
    page.check("#stated")
    _scan_and_sign(page, _wristband(house, tale))
    with house.app.app_context():
        donation = isbt128.DonationNumber.of(tale.next_din()).encode()
    page.focus("#scans")
    _wedge(page, donation)
    for name in ("device", "device_serial", "kit_lot", "anticoagulant_lot"):
        page.fill(f"#{name}", "EXAMPLE-1")
    page.check("#access-1")
    _sign(page, "nora")
    page.goto(chair)
    _send(page)


def _end_by_scan(page: Page, house: House, tale: Tale) -> None:
    """Bind the label, end, and compare wristband and bag."""
    own = _bag_label(house, tale)
    _scan_and_sign(page, own)
    page.focus("#scans")
    _wedge(page, own)
    figures = {"whole_blood_ml": "11800", "product_volume_ml": "190", "anticoagulant_ml": "860"}
    for name, value in figures.items():
        page.fill(f"#{name}", value)
    page.check("#symptoms-1")
    _sign(page, "nora")
    _scan_and_sign(page, _wristband(house, tale), own)


def test_live_video_fills_the_fields_of_both_people_at_the_chair(
    browser: Browser, house: House, banded: Tale, address: str, filmed: Path
):
    """The camera sees first an empty wall, then the wristband."""
    filmed.write_bytes(_wall() * 3 + photo(text=_wristband(house, banded)) * 60)
    page = _signed_in(browser, address, "nora")
    page.goto(f"{address}/station/journeys/{house.look(banded).coi}/collection")
    page.check("#stated")
    _film(page)
    _sign(page, "nora")
    page.check("#stated")
    _film(page)
    _sign_second(page)
    with house.app.app_context():
        entry = log.load(banded.look().coi)[-1]
    assert entry.kind is Kind.IDENTITY_VERIFIED
    assert [entry.means, *(each.means for each in entry.signatures)] == [
        ("camera",),
        (),
        ("camera",),
    ]
    page.context.close()


def _film(page: Page) -> None:
    """Let the camera read into the one field of scans there is."""
    part = page.locator("[data-into=scans]")
    page.locator("details.typed", has=part).locator("summary").click()
    part.get_by_role("button", name="Use live video").click()
    part.get_by_text("Read. It stands").wait_for()


def test_fingers_are_told_from_a_scanner(
    browser: Browser, house: House, banded: Tale, address: str
):
    page = _signed_in(browser, address, "nora")
    page.goto(f"{address}/station/")
    page.keyboard.type("=<S1128V00", delay=120)
    page.keyboard.press("Enter")
    page.wait_for_selector(".refused")
    with house.app.app_context():
        (kept,) = scanned.refused(scanned.Wanted(), limit=5)
    assert kept.source == "typed"
    band = _wristband(house, banded)
    _paste(page, band)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "barcode_typed" in page.inner_text(".refused")
    _finds_the_journey(page, band)
    page.context.close()


def _paste(page: Page, text: str) -> None:
    """Copy from anywhere on the page and paste where the caret is, as a person does."""
    page.evaluate(
        "text => { const from = document.createElement('textarea'); from.value = text;"
        "const to = document.activeElement; document.body.append(from); from.select();"
        "document.execCommand('copy'); from.remove(); to.focus(); }",
        text,
    )
    page.keyboard.press("Control+V")


def test_each_scan_makes_its_own_line_and_a_nervous_trigger_only_one(
    browser: Browser, house: House, banded: Tale, address: str
):
    page = _signed_in(browser, address, "nora")
    page.goto(f"{address}/station/journeys/{house.look(banded).coi}/collection")
    for text in ("first", "second", "first"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    assert page.input_value("#scans") == "first\nsecond\n"
    _lines_by_hand_are_marked(page)
    page.context.close()


def _lines_by_hand_are_marked(page: Page) -> None:
    """Typed, pasted, or a scanned line that was mended: fingers. Scanned after all: no mark."""
    page.keyboard.type("=<S1128", delay=100)
    page.keyboard.press("Enter")
    assert _marks(page) == ["typed =<S1128"]
    _wedge(page, "=<S1128")
    assert _marks(page) == []
    _paste(page, "=A99992600001000")
    page.keyboard.press("Enter")
    assert _marks(page) == ["typed =A99992600001000"]
    page.keyboard.type("=A99992600002000")
    page.keyboard.press("Backspace")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    assert _marks(page)[1:] == ["typed =A99992600002001"]
    _wedge(page, "=A99992600003000")
    page.keyboard.press("Backspace")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    assert _marks(page)[2:] == ["typed =A999926000030001"]
    page.fill("#scans", "")
    _wedge(page, "=A99992600001000")
    assert "typed =A99992600001000" not in _marks(page)


def _marks(page: Page) -> list[str]:
    """Return how the lines of the field were read, where not by the scanner."""
    return page.input_value("[name=scans-means]").splitlines()


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


def _wall() -> bytes:
    file = BytesIO()
    Image.new("L", (1200, 800), 200).save(file, "JPEG")
    return file.getvalue()


def _wedge(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def _scan_and_sign(page: Page, *labels: str, answer: int = 200) -> None:
    """Let two people scan with their own hands and sign, each on a page of their own."""
    page.focus("#scans")
    for label in labels:
        _wedge(page, label)
    _sign(page, "nora", answer=answer)
    if answer != 200:
        return
    if page.locator("#stated").count():
        page.check("#stated")
    page.focus("#scans")
    for label in labels:
        _wedge(page, label)
    _sign_second(page)


def _sign_second(page: Page) -> None:
    page.fill("#username", "noel")
    page.fill("#password", password_of("noel"))
    _send(page)


def _sign(page: Page, username: str, answer: int = 200) -> None:
    page.fill("#sign-0-username", username)
    page.fill("#sign-0-password", password_of(username))
    _send(page, answer)


def _send(page: Page, answer: int = 200) -> None:
    with page.expect_navigation() as answered:
        page.locator("main button.btn-large").last.click()
    assert answered.value.status == answer, page.inner_text("main")


def _bag_label(house: House, tale: Tale) -> str:
    with house.app.app_context():
        return tale.label(next(iter(tale.look().containers)))


def _signed_in(browser: Browser, address: str, username: str, **context) -> Page:
    page = browser.new_context(**context).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", username)
    page.fill("#password", password_of(username))
    with page.expect_navigation():  # a scan before the page listens would lose its beginning
        page.click("main button")
    return page


def _wristband(house: House, tale: Tale) -> str:
    with house.app.app_context():
        return tale.wristband()
