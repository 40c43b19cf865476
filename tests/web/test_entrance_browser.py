"""Do passkeys, locked screens and one's own account work in a real browser, for everyone?"""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.web.conftest import House, password_of, refusal
from tracker.actions import badges
from tracker.store import passkeys, staff
from tracker.store.db import db

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A device with a fingerprint reader, simulated by the browser itself."""


def test_a_passkey_is_added_and_opens_once_and_dies_with_the_account(
    browser: Browser, house: House, address: str
):
    page = browser.new_context().new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    _sign_in(page, address, "nora")
    page.goto(f"{address}/account")
    page.fill("#label", "Ward telephone")
    page.fill("#present-passkey", password_of("nora"))
    page.click("text=Add a passkey")
    page.wait_for_selector("text=The passkey is added.")
    assert page.inner_text(".bag h3 >> nth=0") == "Ward telephone"

    page.context.clear_cookies()
    page.goto(f"{address}/sign-in?next=/station/?x=1")
    with page.expect_request("**/sign-in/passkey") as sent:
        page.click("text=Use a passkey instead")
    page.wait_for_url("**/station/?x=1")
    assert "Nora Berg" in page.inner_text(".who")
    _replayed(house, sent.value.post_data or "")

    with house.app.app_context():
        staff.end(house.people["nora"].id, house.now)
        db.session.commit()
    page.goto(f"{address}/sign-in")
    page.click("text=Use a passkey instead")
    page.wait_for_selector("text=Code: passkey_refused")
    page.context.close()


def _replayed(house: House, body: str) -> None:
    """Send the very same answer again, from a browser of one's own: its challenge is another."""
    thief = house.app.test_client()
    thief.get("/sign-in")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = thief.post("/sign-in/passkey", data=body, headers=form)
    assert "Code: passkey_refused" in answer.text


def test_a_challenge_is_answered_once(house: House):
    with house.app.app_context():
        assert passkeys.spend(b"challenge", house.now)
        assert not passkeys.spend(b"challenge", house.now)


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "not json", '{"id": "AA", "rawId": "AA"}']
)
def test_an_answer_that_is_none_is_refused(house: House, credential):
    client = house.app.test_client()
    client.get("/sign-in")
    answer = client.post("/sign-in/passkey", data={"credential": credential})
    assert refusal(answer) == "passkey_refused"
    nora = house.client_of("nora")
    nora.get("/account")
    form = {"present": password_of("nora"), "credential": credential}
    assert "Code: passkey_refused" in nora.post("/account/passkeys", data=form).text


def test_a_scanned_badge_leads_to_the_password_and_back_to_the_page(
    browser: Browser, house: House, address: str
):
    with house.app.app_context():
        ada = house.people["ada"]
        member = badges.issue(ada, house.people["nora"].id, "RST", house.now).member
    page = browser.new_context(java_script_enabled=False).new_page()
    _sign_in(page, address, "nora")
    page.goto(f"{address}/station/?x=1")
    page.click("text=Lock")
    assert page.inner_text("h1") == "Locked"
    page.keyboard.type(f"='A9990{member}")
    page.keyboard.press("Enter")
    page.keyboard.type(password_of("nora"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/station/?x=1")
    page.context.close()


SOON = 10_000
"""Milliseconds in which even a busy machine turns a page that turns at all."""


def test_a_page_left_alone_covers_itself(browser: Browser, house: House, address: str):
    page = browser.new_context().new_page()
    page.clock.install()
    _sign_in(page, address, "nora")
    page.goto(f"{address}/station/?x=1")
    page.clock.fast_forward("14:00")
    _touch(page)
    page.clock.fast_forward("14:00")
    assert page.url.endswith("/station/?x=1")
    house.now += timedelta(minutes=16)
    page.clock.fast_forward("02:00")
    page.wait_for_url("**/locked?**", timeout=SOON)
    assert "Nora Berg was working here" in page.inner_text("main")
    page.context.close()


def test_a_page_with_a_running_clock_stays_open_until_the_clock_has_run_out(
    browser: Browser, house: House, address: str
):
    """The page is given the mark of a clock of 25 minutes."""
    page = browser.new_context().new_page()
    page.clock.install()
    _sign_in(page, address, "nora")
    page.route("**/station/?x=1", lambda route: _with_clock(route, 25))
    page.goto(f"{address}/station/?x=1")
    for _ in "12":
        with page.expect_response("**/still-here", timeout=SOON):
            page.clock.fast_forward("10:00")
        assert page.evaluate("Date.now() - touched") < SOON, "the clock is as good as a touch"
    page.clock.fast_forward("14:00")
    assert page.url.endswith("/station/?x=1")
    house.now += timedelta(minutes=16)
    page.clock.fast_forward("02:00")
    page.wait_for_url("**/locked?**", timeout=SOON)
    page.context.close()


def _with_clock(route: Route, minutes: int) -> None:
    answer = route.fetch()
    mark = f'<meta name="watch-minutes" content="{minutes}"></head>'
    route.fulfill(response=answer, body=answer.text().replace("</head>", mark))


def _touch(page: Page) -> None:
    """Touch the page, and wait until the service has heard it: its time must not run on before."""
    with page.expect_response("**/still-here", timeout=SOON):
        page.dispatch_event("body", "pointermove")


def test_the_pages_are_accessible_and_never_wider_than_the_screen(
    browser: Browser, house: House, address: str
):
    page = browser.new_context().new_page()
    page.goto(f"{address}/sign-in")
    _look(page)
    _sign_in(page, address, "ada")
    ada = f"/admin/people/{house.people['ada'].id}"
    for path in ("/account", "/account/second-factor", "/admin/door", ada):
        page.goto(address + path)
        _look(page)
    page.click("text=Lock")
    _look(page)
    page.context.close()


def _look(page: Page) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"


def _sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#username", username)
    page.fill("#password", password_of(username))
    with (
        page.expect_navigation()
    ):  # else the next address is asked for before anybody is signed in
        page.click("main button >> nth=0")
