"""Do nurse, liaison, plant, coordinator and patient meet in one journey, each at their own page?

The pages are real, and so is the browser; what lies between their parts is told over HTTP.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.real_browser import served
from tests.vein_to_vein.caller import Caller, Story, entry_kinds, password_of
from tracker.domain import isbt128
from tracker.domain.journey import Visit


@pytest.fixture
def address(calling: Caller) -> Iterator[str]:
    yield from served(calling.app)


def test_one_journey_on_the_pages_of_everyone_who_stands_before_it(
    browser: Browser, calling: Caller, address: str
):
    story = calling.open("example-frozen")
    story.tale.tell("banded")

    _nurse_collects(browser, address, story)
    _told_until_made(story)
    _liaison_records(browser, address, story)
    assert "QC_IN_PROGRESS" in story.look().milestones
    story.tale.chapters()["tested"]()
    _plant_releases(browser, address, story)
    assert _visit(story).state == "proposed"

    _coordinator_confirms(browser, address, story)
    assert _visit(story).state == "confirmed"
    link, code = _coordinator_gives_the_page(browser, address, story)

    said = _patient_reads(browser, link, code)
    assert story.look().coi not in said
    assert "Nora" not in said
    assert re.search(r"20\d\d", said), "the dates of the visit stand on the page"

    kinds = entry_kinds(calling, story.coi)
    assert kinds.count("collection_started") == 1
    assert kinds.count("disposition_decided") == 1
    assert kinds.count("visit_confirmed") == 1


def _visit(story: Story) -> Visit:
    visit = story.look().visit
    assert visit is not None, "a release proposes a visit"
    return visit


def _nurse_collects(browser: Browser, address: str, story: Story) -> None:
    """The nurse and her colleague, at the chair: check, start, label, end, compare."""
    page = _signed_in(browser, address, story, "nora")
    band = story.tale.wristband()
    page.goto(f"{address}/station/")
    page.fill("#raw", band)
    page.press("#raw", "Enter")
    page.goto(f"{address}/station/journeys/{story.coi}/collection")

    page.check("#stated")
    _two_sign(page, story, ("nora", "noel"), band)
    assert story.look().has_verified("pre_collection")

    din = story.tale.next_din()
    page.fill("#scans", isbt128.DonationNumber.of(din).encode())
    for field in ("device", "device_serial", "kit_lot", "anticoagulant_lot"):
        page.fill(f"#{field}", "EXAMPLE-1")
    page.check("#access-1")
    _sign(page, "nora")
    _send(page, story)
    assert list(story.look().collections) == [din]

    _send(page, story)
    bag = next(iter(story.look().containers))
    page.goto(f"{address}/station/journeys/{story.coi}/collection")
    label = story.tale.label(bag)
    _two_sign(page, story, ("nora", "noel"), label)
    assert story.look().containers[bag].label

    page.context.close()


def _told_until_made(story: Story) -> None:
    """What happens between: over HTTP, by everyone with a token."""
    tale = story.tale
    tale.clock = story.caller.now
    tale.later(hours=4)
    bag = next(iter(story.look().containers))
    tale.end_collection(story.look().containers[bag].din)
    nurses = ("nora", "noel")
    tale.verify(nurses, "end_of_collection", tale.wristband(), tale.label(bag))
    tale.hand_over("nora", "theo", [bag])
    tale.count(bag, cd3_e6=2600)
    chapters = tale.chapters()
    for name in ("decided", "frozen", "shipped", "at_plant", "begun", "made"):
        chapters[name]()


def _liaison_records(browser: Browser, address: str, story: Story) -> None:
    """The liaison finds the journey among those of its maker, and records what the maker says."""
    page = _signed_in(browser, address, story, "lena")
    page.goto(f"{address}/liaison/?text={story.coi}")
    page.check(f"#coi-{story.coi}")
    page.select_option("#milestone", "QC_IN_PROGRESS")
    page.get_by_role("button", name="Record").click()
    page.wait_for_load_state()
    assert story.coi in page.inner_text("main")
    story.tale.clock = story.caller.now
    page.context.close()


def _plant_releases(browser: Browser, address: str, story: Story) -> None:
    """Two people of the plant's quality unit decide."""
    page = _signed_in(browser, address, story, "max")
    lot = story.tale.lot()
    page.goto(f"{address}/liaison/journeys/{story.coi}/lots/{lot}/disposition")
    page.check("#decision-released")
    page.fill("#certificate_digest", "c" * 64)
    _sign(page, "max")
    _send(page, story)
    page.get_by_label("released", exact=True).check()
    _sign_second(page, story, "mia")
    page.context.close()


def _coordinator_confirms(browser: Browser, address: str, story: Story) -> None:
    page = _signed_in(browser, address, story, "cora")
    page.goto(f"{address}/coordinator/journeys/{story.coi}/visit")
    page.check(f"#day-{_visit(story).day_zero}")
    _sign(page, "cora")
    page.get_by_role("button", name="Confirm the visit").click()
    page.wait_for_load_state()
    page.context.close()


def _coordinator_gives_the_page(
    browser: Browser, address: str, story: Story
) -> tuple[str, str]:
    """Print the patient's sheet; return its address and its code."""
    page = _signed_in(browser, address, story, "cora")
    page.goto(f"{address}/coordinator/journeys/{story.coi}/link")
    page.get_by_role("button", name="Make a new code").click()
    found = page.inner_text(".address").strip(), page.inner_text(".secret").strip()
    page.context.close()
    return found


def _patient_reads(browser: Browser, link: str, code: str) -> str:
    """The patient, on a telephone, with scripts switched off."""
    phone = ViewportSize(width=390, height=800)
    page = browser.new_context(viewport=phone, java_script_enabled=False).new_page()
    page.goto(link)
    page.fill("#code", code)
    for name, value in (("year", "1961"), ("month", "4"), ("day", "17")):
        page.fill(f"#{name}", value)
    page.click("main button[type=submit]")
    assert page.url.endswith("/my"), page.inner_text("main")
    said = page.inner_text("main")
    page.context.close()
    return said


def _signed_in(browser: Browser, address: str, story: Story, username: str) -> Page:
    """Sign in at a browser of one's own, a few minutes after what was told last."""
    story.caller.now = max(story.caller.now, story.tale.later(minutes=5))
    page = browser.new_context().new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", username)
    page.fill("#password", password_of(username))
    page.click("main button[type=submit]")
    return page


def _two_sign(page: Page, story: Story, people: tuple[str, str], *scans: str) -> None:
    """Let two people scan, each with their own hands on a page of their own, and sign."""
    page.fill("#scans", "\n".join(scans))
    _sign(page, people[0])
    _send(page, story)
    page.fill("#scans", "\n".join(scans))
    if page.locator("#stated").count():
        page.check("#stated")
    _sign_second(page, story, people[1])


def _sign_second(page: Page, story: Story, username: str) -> None:
    page.fill("#username", username)
    page.fill("#password", password_of(username))
    _send(page, story)


def _sign(page: Page, username: str) -> None:
    page.fill("#sign-0-username", username)
    page.fill("#sign-0-password", password_of(username))


def _send(page: Page, story: Story) -> None:
    """Press the one large button; the page must not refuse."""
    with page.expect_navigation() as answered:
        page.locator("main button.btn-large").last.click()
    assert answered.value.status == 200, page.inner_text("main")
    story.tale.clock = story.caller.now
