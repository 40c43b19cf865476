"""Does whoever gets lost under the page read calm words in their language, and whom to call?"""

import pytest

from tests.web.patient.conftest import phrase
from tests.web.patient.home import Home
from tracker.reads import patient_status
from tracker.store.db import DatabaseFault

DESK = "507-284-8707"
"""The number of the one hospital of the tests; a second number is checked nowhere."""


@pytest.fixture
def home(house) -> Home:
    return Home(house, house.told_until("at_plant"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/my/a/b", 404),
        ("GET", "/my/dates.ics", 404),
        ("POST", "/my", 405),
        ("DELETE", "/my/visit", 405),
    ],
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_an_address_that_holds_nothing_is_answered_in_the_readers_language(
    home, method, path, status, lang
):
    client = home.patient()
    client.get(f"/my?lang={lang}")
    answer = client.open(path, method=method)
    assert answer.status_code == status
    _is_calm(answer.text, lang, "trouble_missing")
    assert phrase("back_to_page", lang) in answer.text


def test_a_stranger_is_told_whom_to_call_as_well(home):
    client = home.house.app.test_client()
    answer = client.get("/my/a/b", headers={"Accept-Language": "es-MX"})
    assert answer.status_code == 404
    _is_calm(answer.text, "es", "trouble_missing")
    assert phrase("back_to_page", "es") not in answer.text
    assert "Code: no_such_page" in client.get("/nowhere").text


@pytest.mark.parametrize("down", [False, True], ids=["a fault", "no database"])
def test_our_own_faults_are_said_as_ours(home, monkeypatch, down):
    client = home.patient()
    client.get("/my?lang=es")

    def breaks(*_: object, **__: object) -> None:
        raise DatabaseFault("down")

    monkeypatch.setattr(patient_status, "of", breaks)
    if down:
        monkeypatch.setattr("tracker.reads.whom_to_call.of", breaks)
        monkeypatch.setattr("tracker.reads.whom_to_call.everywhere", breaks)
    home.house.app.testing = False
    try:
        answer = client.get("/my")
    finally:
        home.house.app.testing = True
    assert answer.status_code == 500
    assert phrase("trouble_broken", "es") in answer.text
    assert phrase("call_911", "es") in answer.text
    assert (DESK in answer.text) != down
    assert (phrase("number_missing", "es") in answer.text) == down
    assert "down" not in answer.text


def _is_calm(page: str, lang: str, sentence: str) -> None:
    assert f'<html lang="{lang}"' in page
    assert phrase(sentence, lang) in page
    assert "Code:" not in page
    assert DESK in page
    assert phrase("call_911", lang) in page
