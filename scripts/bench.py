"""How fast is the service on this machine, beside the least it could take, in one run?

`ratio` is what is measured divided by its yardstick, the same work without ours, measured a moment
later; a rate has a ratio below one, a time above. `limit` is what we promise: at most so many
milliseconds, at least so many a second. Nothing here fails: a busy machine is not a fault.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from statistics import median

import barcode
from flask import Flask
from flask.testing import FlaskClient

from scripts import bench_journey, bench_patients, bench_readings, bench_visits
from tracker import create_app
from tracker.actions import recording
from tracker.demo import people
from tracker.demo.people import Account
from tracker.domain import symbols
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.reads import journeys
from tracker.store import log, migrating, patients, verify
from tracker.store.db import db, writing
from tracker.web import prints

JOURNEYS = 1000
SCANS = 120
APPENDS = 100
PDFS = 12
CLONED = "frozen"
"""The chapter at which the journeys stand: collected, split, labelled and stored."""


@dataclass(frozen=True)
class Measured:
    """One figure. `limit` None marks a yardstick."""

    value: float
    unit: str
    limit: float | None
    ratio: float


@dataclass(frozen=True)
class House:
    """The service under measurement, with one journey told and the others made after it."""

    app: Flask
    accounts: dict[str, Account]
    told: Journey
    folder: Path


def main() -> int:
    """Measure, print the table, and write bench.json."""
    with tempfile.TemporaryDirectory() as folder:
        house = _built(Path(folder))
        found = _scans(house)  # each request in a context of its own, as they come
        with house.app.app_context():
            found |= {
                **_pdfs(house),
                **_appends(house),
                **_verified(),
                **_patients(house),
            }
        found |= _readings()
    found |= {
        name: Measured(value, unit, limit, value / limit if limit else 1)
        for name, (value, unit, limit) in bench_visits.measured().items()
    }
    for name, each in found.items():
        limit = "" if each.limit is None else f"{each.limit:g}"
        print(f"{name:<34} {each.value:>10.1f} {each.unit:<10} {limit:>8} {each.ratio:>8.2f}")
    text = json.dumps({name: asdict(each) for name, each in found.items()}, indent=1)
    Path("bench.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _built(folder: Path) -> House:
    """Make a service on SQLite with a thousand journeys."""
    app = create_app({"TRACKER_INSTANCE": str(folder), "TRACKER_MODE": "demo"})
    with app.app_context():
        migrating.to_head()
        writing()
        people.open_places()
        accounts = people.hire(bench_journey.START)
        db.session.commit()
        told = bench_journey.told(accounts, CLONED)
        began = time.perf_counter()
        bench_journey.clone(told, range(1, JOURNEYS))
        seconds = time.perf_counter() - began
        lines = JOURNEYS * told.last_seq
        print(
            f"{JOURNEYS} journeys of {told.last_seq} entries each: {lines} in {seconds:.0f} s\n"
        )
        print(f"{'what':<34} {'value':>10} {'unit':<10} {'limit':>8} {'ratio':>8}")
    return House(app, accounts, told, folder)


def _spread(number: int) -> int:
    """Return one journey of many, seldom the same twice."""
    return number * 7919 % (JOURNEYS - 1) + 1


def _patients(house: House) -> dict[str, Measured]:
    """Measure a thousand patients who open their page at once, and one on a slow line."""
    cois = [
        house.told.coi,
        *(bench_journey.coi_of(house.told, number) for number in range(1, JOURNEYS)),
    ]
    found = bench_patients.measured(house.app, cois, house.folder)
    measured = {
        "patient_page_1000_at_once": Measured(
            found.page, "per s", None, found.page / found.empty
        ),
        "patient_page_100_at_once": Measured(
            found.page_of_few, "per s", None, found.page / found.page_of_few
        ),
        "patient_last_of_1000": Measured(found.last_ms, "ms", None, found.empty / found.page),
        "patient_empty_page": Measured(found.empty, "per s", None, 1),
    }
    if found.slow_ms:
        measured["patient_first_load_slow_3g"] = Measured(
            found.slow_ms, "ms", 1000, found.slow_ms / found.slow_empty_ms
        )
    return measured


def _scans(house: House) -> dict[str, Measured]:
    """Measure what a nurse waits for at the server: a scan answered with its next steps.

    Once as a machine asks, and once as the station's page does, its answer drawn whole.
    """
    client = house.app.test_client()
    headers = {"Authorization": f"Bearer {house.accounts['theo'].token}"}
    bag = next(item for item in house.told.containers.values() if item.use == "cryobag")
    symbol = symbols.container_symbol(house.told, bag)
    raw = [
        bench_journey.renamed(symbol, house.told, _spread(number)) for number in range(SCANS)
    ]

    def scan(number: int) -> None:
        body = {"raw": raw[number]}
        answer = client.post("/api/v1/scans", json=body, headers=headers)
        assert answer.status_code == 200, answer.text

    scanned, on_page = _median_ms(scan), _median_ms(_scan_of_a_page(house, raw))
    empty = _median_ms(lambda _number: _empty_page(client))
    return {
        "scan_answer": Measured(scanned, "ms", 50, scanned / empty),
        "scan_answer_on_its_page": Measured(on_page, "ms", 200, on_page / empty),
        "empty_page": Measured(empty, "ms", None, 1),
    }


def _scan_of_a_page(house: House, raw: list[str]) -> Callable[[int], None]:
    """Return what scans one label at the station in a browser of its own, and reads the answer."""
    browser, account = house.app.test_client(), house.accounts["theo"]
    form = {"username": account.member.username, "password": account.password}
    signed_in = browser.post("/sign-in", data={**form, **_token(browser, "/sign-in")})
    assert signed_in.status_code == 302, signed_in.text
    token = _token(browser, "/station/")

    def scan(number: int) -> None:
        form = {"raw": raw[number], **token}
        answer = browser.post("/station/scan", data=form, follow_redirects=True)
        assert "The scan belongs to this journey" in answer.text, answer.text

    return scan


def _token(browser: FlaskClient, path: str) -> dict[str, str]:
    """Return the token that a page's form sends back."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(path).text)
    assert found, path
    return {"csrf_token": found[1]}


def _empty_page(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200


def _median_ms(work: Callable[[int], None]) -> float:
    took = []
    for number in range(SCANS):
        began = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _pdfs(house: House) -> dict[str, Measured]:
    """Measure labels drawn, read back and written as PDF, beside one bare linear code."""
    told = journeys.tell(house.told.coi)
    label = [each for each in told.journey.labels.values() if each.container][-1]
    printed = prints.Print(told, label, patients.of(house.told.coi))
    drawn = _rate(PDFS, lambda: prints.picture(printed, "pdf"))
    bare = _rate(PDFS * 5, _bare_code)
    return {
        "label_pdf": Measured(drawn, "per s", 5, drawn / bare),
        "bare_python_barcode": Measured(bare, "per s", None, 1),
    }


def _bare_code() -> bytes:
    target = BytesIO()
    barcode.get("code128", "=A99902600001000").write(target)
    return target.getvalue()


def _rate(times: int, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return times / (time.perf_counter() - began)


def _appends(house: House) -> dict[str, Measured]:
    """Measure whole attempts: load, fold, judge, append, refresh, commit; beside a bare write."""
    lena = house.accounts["lena"].actor
    at = house.told.last_at or bench_journey.START

    turn = count()

    def record() -> None:
        coi = bench_journey.coi_of(house.told, _spread(next(turn)))
        when = at + timedelta(hours=1)
        estimate = {
            "milestone": "QA_RELEASED",
            "earliest": "2026-04-20",
            "latest": "2026-05-02",
            "source": "bench",
        }
        claim = recording.Claim(coi, Kind.ESTIMATE_RECORDED.value, when, estimate, lena)
        recording.record(claim, recording.request(when))

    ours = _rate(APPENDS, record)
    bare = _bare_writes(house.folder / "bare")
    return {
        "recorded_attempts": Measured(ours, "per s", 20, ours / bare),
        "bare_disk_writes": Measured(bare, "per s", None, 1),
    }


def _bare_writes(file: Path) -> float:
    """Append a line to a file and wait until it is on the disk."""
    with file.open("ab", buffering=0) as target:

        def write() -> None:
            target.write(b"x" * 600)
            os.fsync(target.fileno())

        return _rate(APPENDS * 3, write)


def _verified() -> dict[str, Measured]:
    """Measure the whole log verified, beside hashing the same texts."""
    began = time.perf_counter()
    verdict = verify.whole_log(journeys.derive)
    ours = verdict.entries / (time.perf_counter() - began)
    assert verdict.fault is None, verdict.fault
    texts = [line.body.encode() for coi in log.journeys() for line in log.bodies(coi)]
    began = time.perf_counter()
    for text in texts:
        hashlib.sha256(text).digest()
    bare = len(texts) / (time.perf_counter() - began)
    return {
        "verified_entries": Measured(ours, "per s", 2000, ours / bare),
        "bare_sha256": Measured(bare, "per s", None, 1),
    }


def _readings() -> dict[str, Measured]:
    """Measure a million readings attached, beside a bare reader of the same file and its size."""
    found = bench_readings.measured()
    return {
        "logger_readings": Measured(found.rate, "per s", 50_000, found.rate / found.bare),
        "bare_csv_reader": Measured(found.bare, "per s", None, 1),
        "logger_readings_memory": Measured(
            found.memory_mb, "MB", 24, found.memory_mb / found.file_mb
        ),
        "logger_file": Measured(found.file_mb, "MB", None, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
