"""Which pages and states does a patient's page have? One walk through all of them.

The pictures of `docs/screens/` are taken on it and the tests look at the same pages, so that none is
photographed that was not looked at, and none looked at that has no picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from playwright.sync_api import Page

LANGUAGES: Final = ("en", "es")
FINGER: Final = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A telephone with a fingerprint reader, simulated by the browser itself."""

FRIENDS: Final = {
    "en": "María de los Ángeles Fernández-Ñáñez",
    "es": "عبد الرحمن بن محمد الأنصاري القرطبي",
}
"""Whom a patient lets in: names longer than a small screen, and one read from the right."""

NOWHERE: Final = "/my/no/such-page"
EMPTIED: Final = """form => {
  for (const one of form.querySelectorAll(":checked")) one.checked = false;
  form.submit();
}"""

Seen = Callable[[str, str], None]
"""Is told which page stands open, and in which language it was asked for."""


@dataclass(frozen=True)
class Paper:
    """What the care team hands out: the path of a link and its code; and who may use it."""

    path: str
    code: str
    born: date


class Tour:
    """One browser that goes through the pages under /my, and says at each which one it is."""

    def __init__(
        self, page: Page, address: str, seen: Seen, languages: tuple[str, ...] = LANGUAGES
    ) -> None:
        """Keep the browser, where the service is, whom to tell, and what is read."""
        self.page, self.address, self.seen = page, address, seen
        self.languages = languages

    def outside(self, paper: Paper) -> None:
        """Look at every page before the door; the paper is not spent by it."""
        for language in self.languages:
            for picture, path in (
                ("come-in", "/my/sign-in"),
                ("signed-out", "/my/sign-in?out=1"),
                ("code", "/my/sign-in/code"),
                ("nothing-here", NOWHERE),
                ("door", paper.path),
            ):
                self._see(picture, path, language)
            self.fill(code="00000000", day="1", month="1", year="1950")
            self._sent("door-refused", language)
            self._go("/my/sign-in", language)
            self.fill(email="nobody@example.org")
            self.press("main form:not([data-passkey]) button")
            self.fill(code="00000000")
            self._sent("code-refused", language)

    def come_in(self, paper: Paper) -> None:
        """Open the page with a paper, which is spent by it."""
        self.page.goto(f"{self.address}{paper.path}")
        self.type_in(paper)

    def type_in(self, paper: Paper) -> None:
        """Type the code and the birth date at the door that stands open."""
        born = {name: str(getattr(paper.born, name)) for name in ("day", "month", "year")}
        self.fill(code=paper.code, **born)
        self.press("main form button")
        assert self.page.url == f"{self.address}/my", self.page.url

    def set_passkey(self) -> None:
        """Set a passkey by the finger of a device the browser plays, and come in by it."""
        device = self.page.context.new_cdp_session(self.page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
        self._go("/my/ways-in")
        self.page.click("[data-passkey] button")
        self.page.wait_for_url(f"{self.address}/my/ways-in?saved=1")
        self.page.context.clear_cookies()
        self._go("/my/sign-in")
        self.page.click("[data-passkey] button")
        self.page.wait_for_url(f"{self.address}/my")

    def inside(self) -> None:
        """Look at every page of a patient who has come in; the last leaves a new caregiver."""
        for language in self.languages:
            self._see("home", "/my", language)
            self._noted(language)
            self._see("messages", "/my/messages", language)
            self._unlooked("messages-refused", language, "main form")
            self._ways_in(language)
            self._see("looks", "/my/looks", language)
            self._people(language)
            self._see("nothing-inside", NOWHERE, language)

    def _noted(self, language: str) -> None:
        self._see("visit", "/my/visit", language)
        self.fill(minutes="half")
        self._sent("visit-refused", language)
        self.fill(minutes="45")
        self.page.fill("#who-1", FRIENDS[language])
        self.page.fill("#first-1", "2026-03-02")
        self.page.check("#ready-records")
        self._sent("visit-noted", language)

    def _ways_in(self, language: str) -> None:
        self._see("ways-in", "/my/ways-in", language)
        self.fill(email="wanda.with.a.rather.long.address@post.example.org")
        self.press("form[action$='/ways-in/e-mail'] button")
        self._tell("ways-in-code", language)
        self.fill(code="00000000")
        self.press("form[action$='/e-mail/code'] button")
        self._tell("ways-in-refused", language)

    def _people(self, language: str) -> None:
        self._go("/my/people", language)
        self.fill(name=FRIENDS[language])
        self.page.check("#new-dates")
        self.page.check("#new-messages")
        self.page.uncheck("#new-status")
        self.press("form:has(#name) button")
        self._tell("let-in", language)
        self._see("people", "/my/people", language)
        self._unlooked("people-refused", language, "form:has(#name)")

    def let_somebody_in(self, born: date) -> Paper:
        """Let the caregiver in again; return the paper that the page shows once."""
        self._go("/my/people")
        self.press("form[action$='/again'] >> nth=0 >> button")
        address = self.page.inner_text(".address").strip()
        return Paper(
            f"/my{address.split('/my', 1)[1]}", self.page.inner_text(".code").strip(), born
        )

    def caregiver(self, paper: Paper) -> None:
        """Look at the door of a caregiver and at what they were let see: the dates, no steps."""
        for language in self.languages:
            self._see("join", paper.path, language)
            self.fill(code="00000000", day="1", month="1", year="1950")
            self._sent("join-refused", language)
        self.come_in(paper)
        for language in self.languages:
            self._see("caregiver", "/my", language)
            self._see("caregiver-messages", "/my/messages", language)
            self._see("caregiver-ways-in", "/my/ways-in", language)
            self._see("not-shared", "/my/people", language)

    def state(self, picture: str) -> None:
        """Look at one's page as it stands now."""
        for language in self.languages:
            self._see(picture, "/my", language)

    def at_once(self) -> None:
        """Choose to see all of it at once, and look at what stands there then."""
        self.press("form[action$='/my/news'] button")
        self.state("news")

    def fill(self, **typed: str) -> None:
        """Type into fields by their names."""
        for name, value in typed.items():
            self.page.fill(f"#{name}", value)

    def press(self, where: str) -> None:
        """Press something that leads to another page."""
        with self.page.expect_navigation():
            self.page.click(where)

    def _see(self, picture: str, path: str, language: str) -> None:
        self._go(path, language)
        self._tell(picture, language)

    def _sent(self, picture: str, language: str) -> None:
        """Look at the answer to a form: what was wrong with it, or that it is kept."""
        self.press("main form:not([hidden]) button >> nth=0")
        self._tell(picture, language)

    def _unlooked(self, picture: str, language: str, form: str) -> None:
        """Send a form in which nothing is chosen, as a browser does that does not look first."""
        with self.page.expect_navigation():
            self.page.eval_on_selector(form, EMPTIED)
        self._tell(picture, language)

    def _go(self, path: str, language: str = "") -> None:
        sign = "&" if "?" in path else "?"
        asked = f"{sign}lang={language}" if language else ""
        self.page.goto(f"{self.address}{path}{asked}")

    def _tell(self, picture: str, language: str) -> None:
        self.seen(picture, language)
