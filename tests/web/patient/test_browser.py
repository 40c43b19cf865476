"""Does the patient's page work on the smallest phone, in the dark, on paper and without JavaScript?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from scripts.tour import Paper, Tour
from tests.web.conftest import WALTER, WANDA, House
from tests.web.patient.everyone import WHOLE_PAGE, Shown, is_for_everyone, leads_a_screen_reader
from tracker.demo import stages
from tracker.demo.tale import Tale
from tracker.store import links
from tracker.store.db import db, writing
from tracker.store.patients import Patient

WILMA = replace(
    WALTER, id="p-00000000000000cc", name="Wilma Sample", record_number="MRN-0099999"
)


@pytest.fixture
def confirmed(house: House) -> Tale:
    return house.told_until("confirmed")


def test_every_page_is_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    """All of them: the map of addresses and the folder of templates say which they are."""
    page = browser.new_context(bypass_csp=True).new_page()
    shown = Shown(house.app)

    def seen(_picture: str, language: str) -> None:
        shown.note(page)
        is_for_everyone(page, language)

    tour = Tour(page, address, seen)
    tour.outside(_paper(house, confirmed))
    tour.come_in(_paper(house, confirmed))
    tour.set_passkey()
    tour.inside()
    tour.caregiver(tour.let_somebody_in(WANDA.birth_date))
    assert shown.missing() == set()


def test_news_that_waits_news_that_is_shown_and_a_closed_page_are_for_everyone_too(
    browser: Browser, house: House, address: str
):
    tale = house.told_until("made")
    house.tell(tale, stages.lot_lost)
    page = browser.new_context(bypass_csp=True).new_page()
    said: list[str] = []

    def seen(_picture: str, language: str) -> None:
        is_for_everyone(page, language)
        said.append(page.inner_text("main"))

    tour = Tour(page, address, seen)
    tour.come_in(_paper(house, tale))
    tour.state("review")
    tour.at_once()
    house.tell(tale, stages.talked)
    tour.state("between")
    tour.come_in(_paper(house, house.told_until("closed", patient=WALTER), WALTER))
    tour.state("closed")
    ending = house.told_until("released", patient=WILMA)
    for chapter in (stages.visit_confirmed, stages.not_going_on, stages.talked):
        house.tell(ending, chapter)
    tour.come_in(_paper(house, ending, WILMA))
    tour.state("stopped")
    for words, page_said in zip(
        (
            *("We will call you by", "Le llamaremos a más tardar el"),
            *("could not make your treatment", "no pudo hacer"),
            *("plans the next step with you", "planea con usted el próximo paso"),
            *("You got your cells back.", "Ya le dieron sus células."),
            *("The plan for this treatment has ended", "El plan de este tratamiento"),
        ),
        said,
        strict=True,
    ):
        assert words in page_said


def test_a_viewers_passkey_opens_the_page_and_no_account_of_staff(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    context = browser.new_context()
    page = context.new_page()
    _come_in(page, house, confirmed, address).set_passkey()
    context.clear_cookies()
    page.goto(f"{address}/sign-in")
    page.click("[data-passkey] button")
    page.wait_for_selector("text=Code: passkey_refused")
    page.goto(f"{address}/my/sign-in")
    page.click("[data-passkey] button")
    page.wait_for_url(f"{address}/my")
    context.close()


def test_at_four_times_the_size_nothing_is_cut_off(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    """1280 pixels at 400 % are 320 of the page's own; forced colours and contrast ride along."""
    context = browser.new_context(
        viewport={"width": 320, "height": 256}, forced_colors="active", contrast="more"
    )
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    assert page.evaluate(WHOLE_PAGE) <= 320
    assert page.locator("[aria-current=step]").is_visible()
    context.close()


def test_a_screen_reader_is_told_what_happened_and_where_things_are(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    """Landmarks and headings are asked of every page, on the way through all of them."""
    context = browser.new_context()
    page = context.new_page()
    _come_in(page, house, confirmed, address)
    assert page.get_by_role("complementary").count() == 1
    assert page.locator("[aria-current=step]").count() == 1
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
    assert sum(sizes) <= 60_000
    asked = "performance.getEntriesByType('resource').map(one => one.name)"
    assert all("mark.svg" in name for name in page.evaluate(asked)), (
        "no way there and back more"
    )
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the sheet counts"
    context.close()


def test_without_javascript_nothing_is_missing(
    browser: Browser, house: House, confirmed: Tale, address: str
):
    """Every page is gone through, every form sent; only a passkey needs more, and says so."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    shown = Shown(house.app)

    def seen(picture: str, language: str) -> None:
        shown.note(page)
        leads_a_screen_reader(page, language)
        hidden = page.locator("main [hidden]")
        assert hidden.count() == hidden.and_(page.locator("form[data-passkey]")).count()
        alerts = page.get_by_role("alert").count()
        assert alerts == picture.endswith("refused"), picture

    tour = Tour(page, address, seen, ("es",))
    tour.outside(_paper(house, confirmed))
    tour.come_in(_paper(house, confirmed))
    tour.inside()
    page.goto(f"{address}/my/ways-in?lang=en")
    assert "Your browser must run scripts for this" in page.inner_text("noscript")
    page.goto(f"{address}/my?lang=en")
    assert page.locator("[aria-current=step]").count() == 1
    page.click("text=Español")
    assert page.inner_text("h1") == "¿Dónde están mis células?"
    tour.caregiver(tour.let_somebody_in(WANDA.birth_date))
    assert shown.missing() == set()
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


def _come_in(page: Page, house: House, tale: Tale, address: str) -> Tour:
    tour = Tour(page, address, lambda *_: None)
    tour.come_in(_paper(house, tale))
    return tour


def _paper(house: House, tale: Tale, patient: Patient = WANDA) -> Paper:
    with house.app.app_context():
        coi = tale.look().coi
        writing()
        token, code = links.issue(coi, now=house.now, expires_at=house.now + timedelta(days=9))
        db.session.commit()
    return Paper(f"/my/{token}", code, patient.birth_date)
