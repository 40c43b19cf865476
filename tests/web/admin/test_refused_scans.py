"""Does the register say which scans were refused, how often, and to whom it may say more?"""

import csv
import re
from datetime import date
from io import StringIO

from tests.web.admin.scans import refuse_a_scan
from tests.web.conftest import WALTER
from tracker.reads.refused_scans import Rates, Tally, rates


def test_the_register_of_refused_scans_is_the_auditors(told_until, house, client_of):
    tale, other = told_until("banded"), told_until("banded", patient=WALTER)
    coi = refuse_a_scan(house, tale, other)
    page = client_of("olga").get("/admin/refused-scans")
    assert page.status_code == 200
    for said in (coi, "4711-unknown", "identity mismatch", "identifier unknown", "Nora Berg"):
        assert said in page.text


def test_it_is_filtered_by_site_reason_and_day(told_until, house, client_of):
    refuse_a_scan(house, told_until("banded"), told_until("banded", patient=WALTER))
    olga, day = client_of("olga"), house.now.date().isoformat()

    def latest(query):
        return _latest(olga.get(f"/admin/refused-scans?{query}").text)

    assert latest("") == ["identifier unknown", "identity mismatch"]
    assert latest("code=identity_mismatch") == ["identity mismatch"]
    assert len(latest(f"since={day}&until={day}")) == 2
    assert latest("since=2031-01-01") == latest("site=JAX") == []
    assert len(latest("since=someday")) == 2


def test_its_rates_count_every_scan_of_a_site(told_until, house, client_of):
    refuse_a_scan(house, told_until("banded"), told_until("banded", patient=WALTER))
    rows = _rows(client_of("quinn").get("/admin/refused-scans.csv"))
    assert {"day", "site", "means", "answer", "scans"} == set(rows[0])
    refused = {row["answer"]: row["scans"] for row in rows if row["answer"] != "answered"}
    assert refused == {"identity_mismatch": "1", "identifier_unknown": "1"}
    page = client_of("quinn").get("/admin/refused-scans").text
    scans = sum(int(row["scans"]) for row in rows)
    assert f'data-label="Scans">{scans}</td><td data-label="Refused">2</td>' in page


def test_what_was_typed_instead_is_counted_for_its_site(client_of):
    typed = {"raw": "4711-unknown", "means": "typed"}
    assert client_of("nora").post("/station/scan", data=typed).status_code == 409
    page = client_of("quinn").get("/admin/refused-scans").text
    assert re.search(r'data-label="Typed instead">1 \(\d+\.\d %\)</td>', page)


def test_its_file_names_no_person_no_journey_and_no_label(told_until, house, client_of):
    coi = refuse_a_scan(house, told_until("banded"), told_until("banded", patient=WALTER))
    text = client_of("ada").get("/admin/refused-scans.csv").text
    assert not [word for word in (coi, "4711", "Nora", house.people["nora"].id) if word in text]


def test_rates_are_those_of_the_scans():
    day = date(2026, 3, 2)
    tallies = (
        Tally(day, "RST", "wedge", "", 995),
        Tally(day, "RST", "typed", "", 3),
        Tally(day, "RST", "typed", "check_character_wrong", 1),
        Tally(day, "RST", "wedge", "identity_mismatch", 1),
        Tally(day, "JAX", "camera", "", 2),
    )
    jax, rst = rates(tallies)
    assert rst == Rates("RST", 1000, 2, 1, 4)
    assert (rst.refused_per_thousand, rst.typed_percent) == ("2.0", "0.4")
    assert (jax.refused_per_thousand, jax.typed_percent) == ("0.0", "0.0")


def _latest(page):
    return sorted(re.findall(r"<h3><span[^>]*>([^<]+)</span>", page))


def _rows(answer):
    return list(csv.DictReader(StringIO(answer.text)))
