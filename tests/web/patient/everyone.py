"""Is a page for everyone? What axe, a small screen, dark and bold colours and paper say of it."""

import itertools
from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from flask import Flask, template_rendered
from jinja2 import Template
from playwright.sync_api import Page

WIDTHS = (390, 768, 1280)
PAPER = 720
"""The pixels of a sheet between its margins, at 96 to the inch."""

DARK_IN = "es"
"""One language is looked at in the light, one in the dark; both in bold and forced colours."""

AXE = Axe().axe_script
WHOLE_PAGE = "document.documentElement.scrollWidth"
RULES = "axe.run(document, {preload: false}).then(found => found.violations)"
"""Every rule of axe. What it would load beforehand serves sounds and a rule it does not ask by itself."""

COLOURS = "axe.run(document, {runOnly: ['color-contrast']}).then(found => found.violations)"
STRUCTURE = """() => {
  const all = (what) => [...document.querySelectorAll(what)];
  return {
    levels: all("h1, h2, h3, h4").map((one) => +one.tagName[1]),
    landmarks: ["header", "main", "nav[aria-label]"].map((one) => all(one).length),
    language: document.documentElement.lang,
    title: document.title,
    unsaid: all(".refusal:not([role=alert])").map((one) => one.outerHTML),
  };
}"""
NOT_FOR_PAPER = """() => [...document.querySelectorAll(".choices, .no-print, .skip")]
  .filter((one) => one.checkVisibility()).map((one) => one.outerHTML)"""
STICKS_OUT = """() => [...document.querySelectorAll("input, select, button, .button, bdi, p")]
  .filter((one) => {
    const own = one.getBoundingClientRect();
    const around = one.parentElement.closest("fieldset, .card, main")?.getBoundingClientRect();
    return around && own.width && (own.right > around.right + 1 || own.left < around.left - 1);
  }).map((one) => one.outerHTML)"""
"""Parts of a page that do not stay within the frame around them."""

FILES = {"patient.calendar", "patient.sheet"}
"""What is handed out as a file; a browser keeps it and shows no page."""

AWAY = {"patient.with_a_slash"}
"""Leads to another page and has none of its own."""

FRAMES = {"patient/frame.html"}


@dataclass
class Shown:
    """Which of the service's patient pages have been looked at?"""

    app: Flask
    endpoints: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        template_rendered.connect(self._drawn, self.app)

    def _drawn(self, _app: Flask, template: Template, **_more: object) -> None:
        self.templates.add(template.name or "")

    def note(self, page: Page) -> None:
        """Note which address stands open in a browser."""
        where = self.app.url_map.bind("localhost")
        path = "/" + page.url.split("/", 3)[3].split("?")[0]
        methods = where.allowed_methods(path)
        self.endpoints |= {str(where.match(path, method)[0]) for method in methods}

    def missing(self) -> set[str]:
        """Return the addresses and the templates of patients' pages that nobody looked at."""
        rules = {
            rule.endpoint
            for rule in self.app.url_map.iter_rules()
            if rule.endpoint.startswith("patient.") and "GET" in (rule.methods or ())
        }
        drawn = {
            name
            for name in self.app.jinja_env.list_templates()
            if name.startswith("patient/") and not name.startswith("patient/_")
        }
        assert "patient.home" in rules
        assert "patient/status.html" in drawn
        return (rules - FILES - AWAY - self.endpoints) | (drawn - FRAMES - self.templates)


def is_for_everyone(page: Page, language: str) -> None:
    """Ask axe on the smallest screen, and for what sticks out on all of them and on paper."""
    scheme: Literal["dark", "light"] = "dark" if language == DARK_IN else "light"
    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(media="screen", color_scheme=scheme, forced_colors="none")
    _fits(page, 320)
    page.evaluate(AXE)
    assert page.evaluate(RULES) == [], page.url
    page.emulate_media(forced_colors="active", contrast="more")
    assert page.evaluate(COLOURS) == [], page.url
    leads_a_screen_reader(page, language)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        _fits(page, width)
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print", forced_colors="none", contrast="no-preference")
    _fits(page, PAPER)
    assert page.evaluate(NOT_FOR_PAPER) == [], page.url
    page.emulate_media(media="screen")


def leads_a_screen_reader(page: Page, language: str) -> None:
    """Ask for landmarks, one first heading and none left out below it, and the language."""
    found = page.evaluate(STRUCTURE)
    levels = found["levels"]
    assert levels.count(1) == 1, page.url
    assert levels[0] == 1, page.url
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), page.url
    assert found["landmarks"] == [1, 1, 1], page.url
    assert found["language"] == language, page.url
    assert found["title"], page.url
    assert found["unsaid"] == [], page.url


def _fits(page: Page, width: int) -> None:
    assert page.evaluate(WHOLE_PAGE) <= width, f"{page.url} at {width}"
    assert page.evaluate(STICKS_OUT) == [], f"{page.url} at {width}"
