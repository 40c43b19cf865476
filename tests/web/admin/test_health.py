"""Do administrators and auditors see whether the log is whole, and no patient?"""

import sqlite3
from datetime import UTC, datetime

import pytest

from tests.web.admin.scans import refuse_a_scan
from tests.web.conftest import WALTER, WANDA


def test_the_first_page_says_how_much_there_is(told_until, client_of):
    told_until("prepared")
    page = client_of("ada").get("/admin")
    assert page.status_code == 200
    assert "in 1 journeys" in page.text
    assert "none yet" in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 200), ("quinn", 200), ("ada", 200), ("nora", 403)]
)
def test_the_log_is_checked_on_request(who, status, told_until, client_of):
    told_until("prepared")
    page = client_of(who).post("/admin/verify")
    assert page.status_code == status
    assert ("entries hold: chains, signatures" in page.text) is (status == 200)


def test_a_changed_entry_is_named(told_until, house, client_of):
    coi = house.look(told_until("prepared")).coi
    with sqlite3.connect(house.town.file) as tampered:
        tampered.execute("DROP TRIGGER entries_no_update")
        tampered.execute(
            "UPDATE entries SET body = replace(body, 'Cora', 'Dora') WHERE seq = 2"
        )
    tampered.close()
    page = client_of("ada").post("/admin/verify")
    assert f"journey {coi}, entry 2" in page.text


def test_an_administrator_sees_no_patient_and_no_journey(told_until, house, client_of):
    tale, other = told_until("banded"), told_until("banded", patient=WALTER)
    coi = refuse_a_scan(house, tale, other)
    ada = client_of("ada")
    names = ("people", "sites", "protocols", "refused-scans", "refused-scans.csv")
    pages = ("/admin", *(f"/admin/{name}" for name in names))
    for text in (ada.get(path).text for path in pages):
        assert not [word for word in (coi, WANDA.name, WANDA.record_number) if word in text]


def test_an_auditor_writes_nothing(client_of, house):
    olga = client_of("olga")
    nora = house.people["nora"].id
    assert olga.post(f"/admin/people/{nora}/end").status_code == 403
    assert olga.post("/admin/sites/RST", data={"name": "x"}).status_code == 403


def test_a_card_of_advice_past_its_day_is_told_to_those_who_can_renew_it(
    told_until, house, client_of
):
    told_until("prepared")
    fresh = client_of("quinn").get("/admin/cards").text
    assert "A cancer society, reviewed July 2025" in fresh
    assert "31 Dec 2026" in fresh
    assert "past its date" not in fresh
    assert "TRACKER_CARD_DIR" in fresh
    house.now = datetime(2027, 1, 5, 15, tzinfo=UTC)
    assert "1 card of advice is past" in client_of("quinn").get("/admin").text
    assert (
        "1 card of advice for patients is past" in client_of("cora").get("/coordinator/").text
    )
    page = client_of("quinn").get("/admin/cards").text
    assert page.index("not shown: past its date") < page.index("What it costs") + 200
    assert page.count("past its date") == 1
