"""How do the pages look on which people come in, sign together, and see who did what?"""

from collections.abc import Callable
from typing import Any

import pyotp
from playwright.sync_api import Page

Take = Callable[[Page, str], None]
"""Takes one picture under a name."""

OF_A_JOURNEY = (
    ("looks", "olga", "/journeys/{coi}/looks"),
    ("signatures", "olga", "/journeys/{coi}/signatures"),
    ("unsigned", "olga", "/signatures"),
    ("identity-change", "cora", "/coordinator/journeys/{coi}/patient"),
    ("policy", "olga", "/signature-policy"),
    ("door", "olga", "/admin/door"),
    ("account", "olga", "/account"),
)


class Desk:
    """One demonstration and one width; every person has a browser of their own."""

    def __init__(self, new: Callable[[], Page], address: str, demo: dict[str, Any]) -> None:
        """Keep where the demonstration is, and who works there."""
        self.new, self.address = new, address
        self.passwords = {each["username"]: each["password"] for each in demo["staff"]}
        self.stages = {each["stage"]: each["coi"] for each in reversed(demo["journeys"])}

    def take_all(self, take: Take) -> None:
        """Take every picture."""
        coi = self.stages["collected"]
        for picture, who, path in OF_A_JOURNEY:
            page = self.at(who, path.format(coi=coi))
            take(page, f"access-{picture}")
            page.close()
        self._second_person(take, coi)
        self._ways_in(take)
        self._guessed(take)

    def at(self, username: str, path: str) -> Page:
        """Return a page on which somebody has just signed in."""
        page = self.new()
        page.goto(f"{self.address}/sign-in?next={path}")
        page.fill("#username", username)
        page.fill("#password", self.passwords[username])
        with page.expect_navigation():
            page.click("main button >> nth=0")
        return page

    def _second_person(self, take: Take, coi: str) -> None:
        """Begin a change of a patient's record, which its second person answers for themselves."""
        page = self.at("cora", f"/coordinator/journeys/{coi}/patient")
        page.select_option("#correct ~ form select[name=why]", "mistyped")
        page.fill("#sign-0-password", self.passwords["cora"])
        page.click("text=Sign, then hand over >> nth=0")
        page.wait_for_url("**/second/**")
        take(page, "access-second-person")
        page.close()

    def _ways_in(self, take: Take) -> None:
        """Set up a second factor, sign in with it, lock the screen, and take it away again."""
        page = self.at("quinn", "/account/second-factor")
        take(page, "access-second-factor")
        telephone = pyotp.TOTP(page.inner_text(".secret").replace(" ", ""))
        page.fill("#code", telephone.now())
        page.fill("#present-enrol", self.passwords["quinn"])
        page.click("main form button >> nth=0")
        page.wait_for_selector(".one-code")
        code = page.inner_text(".one-code >> nth=0")
        take(page, "access-recovery-codes")
        page.click(".me summary")
        page.click("text=Sign out")
        page.close()
        page = self.at("quinn", "/account")
        take(page, "access-code")
        page.fill("input[name=code]", code)
        with page.expect_navigation():
            page.click("main button >> nth=0")
        page.goto(f"{self.address}/account")
        page.locator("#present-end").evaluate("field => field.closest('details').open = true")
        page.fill("#present-end", self.passwords["quinn"])
        page.click("text=Take the second factor away >> nth=-1")
        page.wait_for_load_state()
        page.click("text=Lock")
        take(page, "access-locked")
        page.close()

    def _guessed(self, take: Take) -> None:
        """Guess until the service asks to wait."""
        page = self.new()
        for _ in range(6):
            page.goto(f"{self.address}/sign-in")
            page.fill("#username", "nobody-of-ours")
            page.fill("#password", "a guess")
            with page.expect_navigation():
                page.click("main button >> nth=0")
        take(page, "access-locked-out")
        page.close()
