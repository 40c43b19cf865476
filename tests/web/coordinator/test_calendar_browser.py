"""Is a visit moved in a real browser by dragging and by the keyboard, and is the page fit for all?"""

from datetime import date, timedelta

import pypdfium2
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import House, password_of
from tracker.demo.tale import Tale


def test_a_visit_is_dragged_only_to_a_possible_day_and_moved_by_keys_alone(
    browser: Browser, house: House, address: str
):
    tale = house.told_until("confirmed")
    first = _day_zero(house, tale)
    saturday = first + timedelta(days=12 - first.weekday())
    tuesday, wednesday = saturday + timedelta(days=3), saturday + timedelta(days=4)
    page = browser.new_context(viewport={"width": 1280, "height": 1600}).new_page()
    page.goto(f"{address}/sign-in?next=/coordinator/calendar?at=RST%26from={first}")
    page.fill("#username", "cora")
    page.fill("#password", password_of("cora"))
    page.click("main button >> nth=0")

    _drag(page, f"#day-{saturday}")
    assert "move=" not in page.url
    _drag(page, f"#day-{tuesday}")
    page.wait_for_url(f"**day={tuesday}")
    _sign(page)
    assert _day_zero(house, tale) == tuesday

    page.goto(f"{address}/coordinator/calendar?at=RST&from={first}")
    page.focus("a.move")
    page.keyboard.press("Enter")
    page.wait_for_selector("td.possible")
    _look(page)
    page.focus(f"#day-{wednesday} button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**day={wednesday}")
    _sign(page)
    assert _day_zero(house, tale) == wednesday

    _print_the_call(page, f"{address}/coordinator/journeys/{house.look(tale).coi}")
    page.context.close()


def _print_the_call(page: Page, journey: str) -> None:
    """Look at the plan of the call with all it may say, on screens and as one sheet of paper."""
    page.goto(f"{journey}/messages")
    page.fill("#zone", "Europe/Madrid")
    page.press("#zone", "Enter")
    page.wait_for_load_state()
    page.goto(f"{journey}/visit/call")
    assert page.locator("text=Where the patient lives").is_visible()
    assert page.locator("text=Still to be put in place by us").is_visible()
    _look(page)
    for paper in ("Letter", "A4"):
        sheets = pypdfium2.PdfDocument(page.pdf(format=paper))
        assert len(sheets) == 1, paper
        said = sheets[0].get_textpage().get_text_range()
        assert "Please read the dates back to me." in said
        assert "507-284-8707" in said


def _day_zero(house: House, tale: Tale) -> date:
    visit = house.look(tale).visit
    assert visit is not None
    assert visit.day_zero is not None
    return visit.day_zero


def _sign(page: Page) -> None:
    page.focus("#reason")
    page.keyboard.type("fever")
    page.focus("main input[type=password]")
    page.keyboard.type(password_of("cora"))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=The visit is moved.")


def _drag(page: Page, target: str) -> None:
    """Take hold of the visit, wait until the days are marked, and let go over one of them."""
    page.hover("[data-move]")
    page.mouse.down()
    page.mouse.move(400, 700)
    page.mouse.move(420, 720)
    page.wait_for_selector("td.possible")
    page.hover(target)
    page.hover(target)
    page.mouse.up()


def _look(page: Page) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 1600})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
