"""Does the patient's page work on the smallest phone, in the dark, on paper and without JavaScript?"""

import itertools
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import WALTER, WANDA, House
from tracker.demo import stages
from tracker.demo.tale import Tale
from tracker.store import links
from tracker.store.db import db, writing
from tracker.store.patients import Patient

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A telephone with a fingerprint reader, simulated by the browser itself."""


@pytest.fixture
def confirmed(house: House) -> Tale:
    return house.told_until("confirmed")


@pytest.mark.parametrize("chosen", [("en", "light"), ("es", "dark")])
def test_every_page_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: House, confirmed: Tale, address: str, chosen
):
    language, scheme = chosen
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    door = f"my/{_link(house, confirmed)[0]}?lang={language}"
    for path in (door, "my/sign-in", "my/sign-in/code"):
        page.goto(f"{address}/{path}")
        _is_for_everyone_at_every_width(page)
    _come_in(page, house, confirmed, address)
    _is_for_everyone_at_every_width(page)
    _is_for_everyone(page, 1280)  # its columns stand side by side there
    _sets_a_passkey(page, address)
    for path in ("my/ways-in", "my/visit", "my/messages", "my/people", "my/looks"):
        page.goto(f"{address}/{path}")
        _is_for_everyone_at_every_width(page)
    join, code = _lets_somebody_in(page, address)
    _is_for_everyone_at_every_width(page)
    page.goto(join)
    _is_for_everyone_at_every_width(page)
    _type_in(page, code)
    page.wait_for_url(f"{address}/my")
    _is_for_everyone_at_every_width(page)
    page.goto(f"{address}/my/people")
    _is_for_everyone_at_every_width(page)
    context.close()


def test_a_viewers_passkey_opens_the_page_and_no_account_of_staff(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    context = browser.new_context()
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    _sets_a_passkey(page, address)
    context.clear_cookies()
    page.goto(f"{address}/sign-in")
    page.click("[data-passkey] button")
    page.wait_for_selector("text=Code: passkey_refused")
    page.goto(f"{address}/my/sign-in")
    page.click("[data-passkey] button")
    page.wait_for_url(f"{address}/my")
    context.close()


def _sets_a_passkey(page: Page, address: str) -> None:
    """Set a passkey by the finger of a device the browser plays; the paper is spent with it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    page.goto(f"{address}/my/ways-in")
    page.click("[data-passkey] button")
    page.wait_for_url(f"{address}/my/ways-in?saved=1")


def _lets_somebody_in(page: Page, address: str) -> tuple[str, str]:
    """Let a caregiver in from the page of people; return the address and the code shown once."""
    page.goto(f"{address}/my/people")
    page.fill("#name", "María de los Ángeles Fernández-Ñáñez")
    page.check("#new-dates")
    page.locator("form", has=page.locator("#name")).locator("button").click()
    return page.inner_text(".address"), page.inner_text(".code")


def test_news_that_waits_news_that_is_shown_and_a_closed_page_are_for_everyone_too(
    browser: Browser, house: House, address: str
):
    tale = house.told_until("made")
    house.tell(tale, stages.lot_lost)
    context = browser.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page = context.new_page()
    _come_in(page, house, tale, address)
    _says_in_both(page, address, "We will call you by", "Le llamamos antes del")
    page.click("text=Quiero ver todo de una vez")
    _says_in_both(page, address, "could not make your treatment", "no pudo hacer")
    _come_in(page, house, house.told_until("closed", patient=WALTER), address, WALTER)
    _says_in_both(page, address, "This page is closed", "Esta página está cerrada")
    context.close()


def _says_in_both(page: Page, address: str, english: str, spanish: str) -> None:
    for code, words in (("en", english), ("es", spanish)):
        page.goto(f"{address}/my?lang={code}")
        assert words in page.inner_text("main")
        _is_for_everyone(page, 320)


def test_at_four_times_the_size_nothing_is_cut_off(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    """1280 pixels at 400 % are 320 of the page's own; forced colours and contrast ride along."""
    context = browser.new_context(
        viewport={"width": 320, "height": 256},
        forced_colors="active",
        contrast="more",
        bypass_csp=True,
    )
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    _is_for_everyone(page, 320)
    assert page.locator("[aria-current=step]").is_visible()
    context.close()


def test_landmarks_and_headings_lead_a_screen_reader_through_the_page(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    context = browser.new_context()
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map(one => +one.tagName[1])")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for landmark in ("header", "main", "aside", "nav[aria-label]"):
        assert page.locator(landmark).count() == 1, landmark
    page.goto(f"{address}/my/visit")
    page.fill("#minutes", "half")
    page.click("main form button")
    assert page.get_by_role("alert").inner_text()
    page.fill("#minutes", "20")
    page.click("main form button")
    assert page.get_by_role("status").inner_text()
    context.close()


def test_the_first_load_is_60_kilobytes_at_most(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    """Counted on the wire by Chromium itself; how long a slow line takes is in `make bench`."""
    context = browser.new_context()
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    page.goto(f"{address}/my", wait_until="networkidle")
    assert len(sizes) >= 2
    assert sum(sizes) <= 60_000
    context.close()


def test_without_javascript_nothing_is_missing(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    assert page.locator("[aria-current=step]").count() == 1
    page.click("text=Español")
    assert page.inner_text("h1") == "¿Dónde están mis células?"
    page.click("text=Salir")
    assert page.url.endswith("/my/sign-in?out=1")
    context.close()


def test_on_paper_the_dates_stand_and_the_buttons_do_not(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    context = browser.new_context()
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    page.emulate_media(media="print")
    assert page.is_visible(".dates")
    assert not page.is_visible(".choices")
    assert not page.is_visible("text=Put the dates in my calendar")
    context.close()


def test_everything_to_press_is_large_enough_for_a_shaking_hand(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    for target in page.locator("main a, main button, .choices a, .choices button").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.inner_text()
    context.close()


def _is_for_everyone_at_every_width(page: Page) -> None:
    """Ask axe on the smallest screen, and for what sticks out on all of them; the largest stays."""
    page.set_viewport_size({"width": 320, "height": 800})
    _is_for_everyone(page, 320)
    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def _is_for_everyone(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"


def _come_in(
    page: Page, house: House, tale: Tale, address: str, patient: Patient = WANDA
) -> None:
    token, code = _link(house, tale)
    page.goto(f"{address}/my/{token}")
    _type_in(page, code, patient)
    page.wait_for_url(f"{address}/my")


def _type_in(page: Page, code: str, patient: Patient = WANDA) -> None:
    page.fill("#code", code)
    for name in ("day", "month", "year"):
        page.fill(f"#{name}", str(getattr(patient.birth_date, name)))
    page.click("main button")


def _link(house: House, tale: Tale) -> tuple[str, str]:
    with house.app.app_context():
        coi = tale.look().coi
        writing()
        given = links.issue(coi, now=house.now, expires_at=house.now + timedelta(days=9))
        db.session.commit()
    return given
