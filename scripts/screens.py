"""What does each page look like? Takes the pictures of `docs/screens/` from a fresh demonstration."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.screens_of_access import Desk
from scripts.tour import Paper, Tour

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs" / "screens"
PORT = 8091
ADDRESS = f"http://127.0.0.1:{PORT}"
LOCAL = f"http://localhost:{PORT}"
"""The same by a name: a passkey belongs to a name and not to a number."""

WIDTHS = {"phone": 390, "desktop": 1280}
PATIENT_WIDTHS = (320, 768, 1280)
"""The smallest telephone, a tablet, and a desk."""
STANDS = {
    "opened": "insurance",
    "collected": "collected",
    "being_made": "being-made",
    "released": "released",
    "infused": "after-the-cells",
    "lot_terminated": "review",
    "between_steps": "between",
    "stopped": "stopped",
    "closed": "closed",
}
"""The pages of other journeys that show what the first does not."""

ROOMS = (
    ("station-devices", "/station/devices"),
    ("station-device", "/station/devices/shipper/DS-0061"),
    ("station-freezer", "/station/freezers/RST"),
    ("station-tank", "/station/freezers/RST/tanks/T1"),
    ("station-walk", "/station/freezers/RST/tanks/T1/audit"),
    ("station-audit", "/station/freezers/audits/1"),
)
START_SECONDS = 120
COLOURS = 128
"""So many tell everything on a page, in a third of the bytes."""

CHROMIUM: tuple[str, ...] = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
)
CHROMIUM += ("--disable-background-networking", "--disable-component-update", "--disable-sync")


def main() -> None:
    """Seed a demonstration of its own, serve it, and take every picture."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as demo:
        browser_path = shutil.which("chromium") or sys.exit("Chromium is needed for pictures.")
        with sync_playwright() as playwright:
            chromium = playwright.chromium
            browser = chromium.launch(executable_path=browser_path, args=list(CHROMIUM))
            for name, width in WIDTHS.items():
                _staff(browser, demo, name, width)
                _access(browser, demo, name, width)
            _patient(browser, demo)


@contextmanager
def _served(instance: Path) -> Iterator[dict[str, Any]]:
    environ = {**os.environ, "TRACKER_INSTANCE": str(instance), "TRACKER_MODE": "demo"}
    flask = [str(Path(sys.executable).parent / "flask"), "--app", "wsgi"]
    for words in (("db", "upgrade"), ("demo", "seed")):
        subprocess.run([*flask, *words], cwd=ROOT, env=environ, check=True)
    server = subprocess.Popen([*flask, "run", "--port", str(PORT)], cwd=ROOT, env=environ)
    try:
        _wait()
        yield json.loads((instance / "demo.json").read_text(encoding="utf-8"))
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=2).close()  # noqa: S310 - ours
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    sys.exit("The demonstration did not start.")


def _staff(browser: Browser, demo: dict[str, Any], name: str, width: int) -> None:
    stages = {journey["stage"]: journey["coi"] for journey in demo["journeys"]}
    for username, pages in _pages(stages).items():
        person = next(each for each in demo["staff"] if each["username"] == username)
        page = _page(browser, width)
        page.goto(f"{ADDRESS}/sign-in")
        if username == "nora":
            _take(page, f"sign-in-{name}")
        page.fill("input[name=username]", person["username"])
        page.fill("input[name=password]", person["password"])
        page.click("main button[type=submit]")
        page.wait_for_load_state()
        for picture, path in pages:
            page.goto(f"{ADDRESS}{path}")
            _take(page, f"{picture}-{name}")
        if username == "ada":
            _take_badge(page, name)
        if username == "theo":
            _take_sheet(page, _journey("station", stages, "frozen"), name)
            _take_family(page, _journey("station", stages, "infused"), name)
            _take_shipment(page, _journey("station", stages, "on_hold"), name)
            _take_storage(page, _journey("station", stages, "received"), name)
            _take_receipt(page, _journey("station", stages, "shipped_back"), name)
            _take_menu(page, name)
        page.close()


def _take_family(page: Page, journey: str, name: str) -> None:
    """Take the family tree by itself: the page it stands on is long."""
    page.goto(f"{ADDRESS}{journey}")
    file = SCREENS / f"station-family-{name}.png"
    page.locator("section[aria-labelledby=family]").screenshot(path=file)
    _fewer_colours(file)


def _take_shipment(page: Page, journey: str, name: str) -> None:
    """Take a shipment with the plot of an excursion, its packing list, and what carried it."""
    page.goto(f"{ADDRESS}{journey}")
    found = page.locator("a[href*='/shipments/S']").first.get_attribute("href")
    page.goto(f"{ADDRESS}{found}")
    _take(page, f"station-shipment-{name}")
    for device in ("shipper", "logger"):
        page.goto(f"{ADDRESS}{found}")
        page.click(f"a[href*='devices/{device}']")
        page.wait_for_url(f"**/devices/{device}/**")
        _take(page, f"station-{device}-{name}")
    page.goto(f"{ADDRESS}{found}/packing-list")
    _take(page, f"station-packing-list-{name}")


def _take_receipt(page: Page, journey: str, name: str) -> None:
    """Take the blind receipt of what came home: it shows nothing of the list."""
    page.goto(f"{ADDRESS}{journey}")
    page.locator("a[href*='/shipments/S']").last.click()
    page.get_by_role("link", name="Receive this shipment").click()
    page.wait_for_url("**/receive")
    _take(page, f"station-receipt-{name}")


def _take_storage(page: Page, journey: str, name: str) -> None:
    """Take the form that moves what stands in a freezer."""
    page.goto(f"{ADDRESS}{journey}")
    bag = page.locator(".bag:not(.gone)").first.get_attribute("id")
    page.goto(f"{ADDRESS}{journey}/storage?container={bag}")
    _take(page, f"station-storage-{name}")
    page.get_by_role("link", name="Take it out instead").click()
    page.wait_for_url("**/removed_from_storage**")
    _take(page, f"station-removal-{name}")


def _take_menu(page: Page, name: str) -> None:
    """Take the bar above every page with its menu open."""
    page.goto(f"{ADDRESS}/station/freezers/RST")
    page.click(".me summary")
    _take(page, f"station-menu-{name}")


def _pages(stages: dict[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return by person which pages are photographed, each with the name of its picture."""
    collected = _journey("station", stages, "collected")
    return {
        "nora": (
            ("station", "/station"),
            ("station-journey", collected),
            ("station-camera", "/station/camera"),
            ("station-self-test", "/station/scanner"),
            ("station-identity", f"{collected}/record/identity_verified"),
            ("station-donor", f"{collected}/record/donor_tested"),
        ),
        "theo": (
            ("station-packing", f"{collected}/packing"),
            *ROOMS,
            ("station-places", "/station/places?site=RST&begin=RST-T1"),
        ),
        "quinn": (("station-deviations", "/station/deviations"),),
        "lena": (
            ("liaison", "/liaison"),
            ("liaison-journey", _journey("liaison", stages, "being_made")),
        ),
        "cora": _at_the_desk(stages),
        "ada": (
            ("admin", "/admin"),
            ("admin-loggers", "/admin/sites/RST/loggers"),
            ("admin-code-tables", "/admin/code-tables"),
            ("admin-cards", "/admin/cards"),
        ),
        "olga": (("admin-refused-scans", "/admin/refused-scans"),),
    }


def _at_the_desk(stages: dict[str, str]) -> tuple[tuple[str, str], ...]:
    released = _journey("coordinator", stages, "released")
    confirmed = _journey("coordinator", stages, "visit_confirmed")
    infused = _journey("coordinator", stages, "infused")
    moved = f"at=PHX&move={stages['visit_confirmed']}"
    return (
        ("coordinator", "/coordinator"),
        ("coordinator-journey", released),
        ("coordinator-messages", f"{released}/messages"),
        ("coordinator-link", f"{confirmed}/link"),
        ("coordinator-visit", f"{confirmed}/visit"),
        ("coordinator-call", f"{confirmed}/visit/call"),
        ("coordinator-calendar", "/coordinator/calendar?at=RST"),
        ("coordinator-calendar-move", f"/coordinator/calendar?{moved}"),
        ("coordinator-capacity", "/coordinator/capacity?at=RST"),
        ("coordinator-wait-list", "/coordinator/wait-list?at=RST"),
        ("coordinator-feeds", "/coordinator/feeds?at=RST"),
        ("coordinator-expected", "/coordinator/expected?at=RST"),
        ("coordinator-after", infused),
        ("coordinator-going-home", f"{infused}/going-home"),
    )


def _take_badge(page: Page, name: str) -> None:
    """Take the page of one person, with the badge they wear."""
    page.goto(f"{ADDRESS}/admin/people")
    page.get_by_role("link", name="Nora Berg").click()
    page.wait_for_load_state()
    _take(page, f"admin-badge-{name}")


def _take_sheet(page: Page, journey: str, name: str) -> None:
    """Print two labels again, so that the journey's page offers a sheet of those that wait."""
    for _ in range(2):
        page.goto(f"{ADDRESS}{journey}/record/label_printed?label_kind=container")
        page.select_option("select[name=container]", index=1)
        page.locator("details.more summary").click()
        page.fill("#reason", "The first was torn.")
        page.click("main button[type=submit].btn-large")
        page.wait_for_load_state()
    page.goto(f"{ADDRESS}{journey}")
    _take(page, f"station-label-sheet-{name}")


def _access(browser: Browser, demo: dict[str, Any], name: str, width: int) -> None:
    """Take the pages about coming in, signing together, and who did what."""
    desk = Desk(lambda: _page(browser, width), ADDRESS, demo)
    desk.take_all(lambda page, picture: _take(page, f"{picture}-{name}"))


def _journey(room: str, stages: dict[str, str], stage: str) -> str:
    return f"/{room}/journeys/{stages[stage]}"


def _patient(browser: Browser, demo: dict[str, Any]) -> None:
    """Go through every page of a patient, and look at those that stand elsewhere on the road."""
    stages = {journey["coi"]: journey["stage"] for journey in demo["journeys"]}
    papers = {stages[one["coi"]]: _paper(one) for one in demo["patients"]}

    def tour() -> Tour:
        page = _page(browser, PATIENT_WIDTHS[0])
        return Tour(page, LOCAL, lambda *named: _take_patient(page, "-".join(named)))

    whole = tour()
    whole.outside(papers["visit_confirmed"])
    whole.come_in(papers["visit_confirmed"])
    whole.set_passkey()
    whole.inside()
    whole.caregiver(whole.let_somebody_in(papers["visit_confirmed"].born))
    for stage, picture in STANDS.items():
        other = tour()
        other.come_in(papers[stage])
        other.state(picture)
        if picture == "review":
            other.at_once()


def _paper(patient: dict[str, str]) -> Paper:
    path = urlsplit(patient["sign_in_url"]).path
    return Paper(path, patient["code"], date.fromisoformat(patient["birth_date"]))


def _take_patient(page: Page, name: str) -> None:
    for width in PATIENT_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        _take(page, f"my-{name}-{width}")


def _page(browser: Browser, width: int) -> Page:
    return browser.new_context(viewport={"width": width, "height": 900}).new_page()


def _take(page: Page, name: str) -> None:
    file = SCREENS / f"{name}.png"
    page.screenshot(path=file, full_page=True)
    _fewer_colours(file)


def _fewer_colours(file: Path) -> None:
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"docs/screens/{file.name}")


if __name__ == "__main__":
    main()
