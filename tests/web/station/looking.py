"""Is a page readable to everyone, and no wider than a telephone or a desk?"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import password_of

WIDTHS = (360, 1280)
BAR = 180
"""Pixels the bar above every page may take of a telephone: one row, a second for who has several rooms,
and the notice of a demonstration."""


def look(page: Page) -> None:
    """Look at a page as it stands, on a telephone and at a desk."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        bar = page.locator(".top").evaluate("bar => bar.offsetHeight")
        assert bar <= BAR, f"{page.url} {width}"
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url} {width}: {found.generate_report()}"


def signed_in(browser: Browser, address: str, who: str = "theo", **context) -> Page:
    """Sign in with a browser of one's own, on a telephone."""
    page = browser.new_context(viewport={"width": 360, "height": 900}, **context).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", who)
    page.fill("#password", password_of(who))
    page.click("main button")
    return page
