"""Does any name stand whole, on the smallest screen, and with the figures beside it where they belong?"""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import WANDA, House, password_of
from tests.web.patient.everyone import WHOLE_PAGE
from tracker.store import patients
from tracker.store.db import db, writing

NAMES = {
    "María Ñandú Güell i Peña": "ltr",
    "Suharto": "ltr",
    "Wolfeschlegelsteinhausenbergerdorff" * 3 + "a" * 15: "ltr",
    "عبد الرحمن بن محمد الأنصاري": "rtl",
}
DIRECTIONS = """name => [...document.querySelectorAll("main bdi")]
  .filter((one) => one.textContent === name).map((one) => getComputedStyle(one).direction)"""
ROOMS = {
    "cora": ("", "/visit", "/visit/call", "/patient", "/link", "/messages", "/going-home"),
    "nora": ("",),
}
FORMS = {"cora": ("/new", "/journeys/{coi}/patient"), "nora": ()}
RUNS = "one => getComputedStyle(one).direction"


@pytest.mark.parametrize("room", ["coordinator", "station"])
def test_a_name_stays_on_a_small_screen_and_runs_its_own_way(
    browser: Browser, house: House, address: str, room
):
    coi = house.look(house.told_until("confirmed")).coi
    who = "cora" if room == "coordinator" else "nora"
    page = browser.new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", who)
    page.fill("#password", password_of(who))
    page.click("main button >> nth=0")
    found = []
    for name, direction in NAMES.items():
        with house.app.app_context():
            writing()
            patients.correct(replace(WANDA, name=name))
            db.session.commit()
        for path in ROOMS[who]:
            page.goto(f"{address}/{room}/journeys/{coi}{path}")
            assert page.evaluate(WHOLE_PAGE) <= 320, (path, name)
            shown = page.evaluate(DIRECTIONS, name)
            assert set(shown) <= {direction}, (path, name)
            found += shown
    for path in FORMS[who]:
        page.goto(f"{address}/coordinator{path.format(coi=coi)}")
        for name, direction in NAMES.items():
            page.fill("#name", name)
            assert page.eval_on_selector("#name", RUNS) == direction, (path, name)
    assert set(found) == {"ltr", "rtl"}
    page.context.close()
