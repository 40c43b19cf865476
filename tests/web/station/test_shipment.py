"""Is every logger file answered in one sentence, and nothing of a bad one imported?"""

import gzip
import io
import itertools
import threading
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from werkzeug.serving import make_server

from tests.web.conftest import House, refusal
from tracker.actions import readings as attaching
from tracker.actions import recording
from tracker.demo.tale import COURIER, Tale
from tracker.domain import conditions
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.store.log import load as loaded


@pytest.fixture
def sent(house: House) -> Tale:
    """Bags of one journey are with the courier, and the site knows some loggers."""
    tale = house.told_until("shipped")
    admin = house.client_of("ada")
    for wish in (
        {"model": "Minute", "interval_seconds": "60"},
        {"model": "Wide", "encoding": "utf-16", "interval_seconds": "60"},
        {"model": "Local", "zone": "America/Chicago", "interval_seconds": "1800"},
    ):
        given = {"encoding": "utf-8", "skip_lines": "1", "time_column": "1", "zone": "", **wish}
        form = {
            **given,
            "delimiter": ",",
            "decimal_mark": ".",
            "unit": "C",
            "temperature_column": "2",
            "time_format": "iso",
        }
        assert admin.post("/admin/sites/RST/loggers", data=form).status_code == 302
    return tale


def shipment(house: House, tale: Tale):
    return list(house.look(tale).shipments.values())[-1]


def address(house: House, tale: Tale) -> str:
    found = house.look(tale)
    return f"/station/journeys/{found.coi}/shipments/{shipment(house, tale).id}"


def log(house: House, tale: Tale, *celsius: float, mark: str = "\n") -> str:
    start = shipment(house, tale).packed_at
    times = (start + timedelta(minutes=number) for number in range(len(celsius)))
    pairs = zip(times, celsius, strict=True)
    return f"time,c{mark}" + "".join(f"{at.isoformat()},{value}{mark}" for at, value in pairs)


def send(house: House, tale: Tale, content: bytes | io.RawIOBase, model: str = "Minute"):
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    form = {"model": model, "file": (stream, "lane-7.csv")}
    return house.client_of("theo").post(f"{address(house, tale)}/readings", data=form)


def kept(house: House) -> set[Path]:
    """Return the files that are kept; the tests of a session share one folder."""
    return set((Path(house.app.instance_path) / "readings").glob("*"))


def test_a_file_is_kept_as_it_is_and_drawn_with_its_limits(house: House, sent: Tale):
    raw = log(house, sent, -160, -158.5, -161, -160).encode()
    before = kept(house)
    assert send(house, sent, raw).status_code == 302
    entry = house.look(sent).last_seq
    theo = house.client_of("theo")
    page = theo.get(address(house, sent)).text
    assert "inside the limits" in page
    assert "-161.0 °C, -158.5 °C" in page
    assert "Hour by hour" in page
    assert "was not yet received" in page
    plot = theo.get(f"{address(house, sent)}/temperature/{entry}.svg")
    drawn = ET.fromstring(plot.text)
    dashed = [each for each in drawn.iter() if each.get("stroke-dasharray")]
    warm, cold = sorted(float(each.attrib["d"].split()[1].partition("H")[0]) for each in dashed)
    figures = {each.text: float(each.get("y", "")) for each in drawn.iter() if each.text}
    with house.app.app_context():
        limits = conditions.limits(sent.protocol, shipment(house, sent))
    for tenths, rule in zip(limits, (cold, warm), strict=True):
        assert abs(figures[f"{tenths / 10:g}"] - rule) < 8, "the figure stands at its rule"
    assert [file.read_bytes() for file in kept(house) - before] == [raw]
    assert refusal(send(house, sent, raw)) == "readings_known"
    missing = theo.get(f"{address(house, sent)}/temperature/1.svg")
    assert missing.status_code == 404


def test_an_excursion_quarantines_until_a_named_person_decides(house: House, sent: Tale):
    assert send(house, sent, log(house, sent, -160, -90, -95, -160).encode()).status_code == 302
    page = house.client_of("theo").get(address(house, sent)).text
    assert "2 minutes outside" in page
    assert "/record/shipment_misdirected" in page
    assert "until a named person decides" in page
    assert all(item.quarantine for item in house.look(sent).present())


@pytest.mark.parametrize(
    ("content", "model", "code"),
    [
        (b"", "Minute", "file_empty"),
        ("time,c\n2026-03-05T00:00:00Z,-160\n".encode("utf-16"), "Minute", "file_unreadable"),
        (b"time,c\n2026-03-05T00:00:00Z,-160\n", "Wide", "file_unreadable"),
        (b"time,c\n2026-03-05T00:00:00Z,-160 \xb0C\n", "Minute", "file_unreadable"),
        (b"time,c\nno time at all,-160\n", "Minute", "no_readings"),
        (b"time,c\n2026-03-08 02:30,-160\n", "Local", "time_impossible"),
        (b"time,c\n2026-03-05 00:00,-160\n", "Minute", "file_unreadable"),
        (b"\0" * 4000, "Minute", "file_unreadable"),
        (gzip.compress(bytes(9 << 20)), "Minute", "file_unreadable"),
        (b"time,c\n", "Unheard of", "unknown_profile"),
    ],
)
def test_a_bad_file_is_one_sentence_and_leaves_nothing(
    house: House, sent: Tale, content, model, code
):
    before, files = house.look(sent).last_seq, kept(house)
    answer = send(house, sent, content, model)
    assert (answer.status_code, refusal(answer)) == (409, code)
    assert house.look(sent).last_seq == before
    assert kept(house) == files


@pytest.mark.parametrize(
    ("content", "model", "said"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "Minute", "readings attached"),
        (lambda text: text.encode("utf-16"), "Wide", "readings attached"),
        (lambda text: text.replace("\n", "\r\n", 2).encode(), "Minute", "more than one way"),
    ],
)
def test_marks_and_line_ends_are_read_as_the_profile_says(
    house: House, sent: Tale, content, model, said
):
    raw = content(log(house, sent, -160, -160, -160))
    theo = house.client_of("theo")
    form = {"model": model, "file": (io.BytesIO(raw), "a.csv")}
    page = theo.post(f"{address(house, sent)}/readings", data=form, follow_redirects=True)
    assert page.status_code == 200
    assert said in page.text
    assert "-160.0 °C" in page.text


def test_the_night_whose_hour_comes_twice_is_read_by_its_order_and_said_so(
    house: House, sent: Tale
):
    """In Santiago the clocks went back from midnight to 23:00 on 4 April 2026."""
    form = {
        "model": "South",
        "zone": "America/Santiago",
        "interval_seconds": "1800",
        "time_format": "iso",
        "encoding": "utf-8",
        "delimiter": ",",
        "decimal_mark": ".",
        "unit": "C",
        "skip_lines": "1",
        "time_column": "1",
        "temperature_column": "2",
    }
    house.client_of("ada").post("/admin/sites/RST/loggers", data=form)
    house.now = datetime(2026, 4, 5, 12, tzinfo=UTC)
    clocks = ["4 22:30", "4 23:00", "4 23:30", "4 23:00", "4 23:30", "5 00:00"]
    text = "t,c\n" + "".join(f"2026-04-0{at},-160\n" for at in clocks)
    assert send(house, sent, text.encode(), "South").status_code == 302
    entry = house.look(sent).last_seq
    page = house.client_of("theo").get(address(house, sent)).text
    assert "The clock shows this hour twice that night" in page
    with house.app.app_context():
        said = next(each for each in loaded(house.look(sent).coi) if each.seq == entry).data
    assert said["readings"] == 6
    assert (said["last_at"], said["minutes_out"]) == ("2026-04-05T04:00:00Z", 0)


class Endless(io.RawIOBase):
    """A file as large as wanted, made as it is read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        taken = min(len(target), self.left)
        target[:taken] = bytes(taken)
        self.left -= taken
        return taken


def test_two_hundred_megabytes_are_too_many_and_not_one_is_kept(house: House, sent: Tale):
    files = kept(house)
    with house.app.app_context():
        coi, actor = house.look(sent).coi, house.people["theo"]
        delivery = attaching.Delivery(coi, shipment(house, sent).id, actor)
        asked = recording.request(house.now)
        with pytest.raises(Refused) as refused:
            attaching.attach_file(
                io.BufferedReader(Endless(200 << 20)), "Minute", delivery, asked
            )
    assert refused.value.code == "file_too_large"
    assert kept(house) == files


def test_two_hundred_megabytes_over_the_wire_are_refused_in_a_sentence(
    house: House, sent: Tale
):
    path, before, files = address(house, sent), house.look(sent).last_seq, kept(house)
    theo = house.client_of("theo")
    cookies = theo.get(path).request.headers["Cookie"]
    head = (
        b'--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nMinute\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    )
    tail, piece, pieces = b"\r\n--b--\r\n", b"2026-03-05,-1600\n" * 61_681, 200
    length = len(head) + len(piece) * pieces + len(tail)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        wire = HTTPConnection("127.0.0.1", server.port)
        body = itertools.chain((head,), itertools.repeat(piece, pieces), (tail,))
        wire.request(
            "POST",
            f"{path}/readings",
            body,
            {
                "Cookie": cookies,
                "Content-Type": "multipart/form-data; boundary=b",
                "Content-Length": str(length),
                "User-Agent": "Werkzeug/test",
            },
        )
        answer = wire.getresponse()
        said = answer.read().decode()
        wire.close()
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
    assert (answer.status, "The file is larger than 128 MB" in said) == (409, True)
    assert house.look(sent).last_seq == before
    assert kept(house) == files


def test_no_file_is_asked_for_and_strangers_send_none(house: House, sent: Tale):
    path = f"{address(house, sent)}/readings"
    assert (
        refusal(house.client_of("theo").post(path, data={"model": "Minute"})) == "file_missing"
    )
    stranger = house.app.test_client()
    large = {"file": (io.BytesIO(b"9" * 400_000), "a.csv")}
    assert stranger.post(path, data=large).status_code in {401, 413}
    form = {"model": "Minute", "file": (io.BytesIO(b"time,c\n"), "a.csv")}
    assert refusal(house.client_of("nora").post(path, data=form)) == "not_allowed"


# --- the courier


def news(house: House, tale: Tale, text: str):
    form = {"list": (io.BytesIO(text.encode()), "list.csv")}
    cal = house.client_of(COURIER)
    return cal.post(f"{address(house, tale)}/news", data=form, follow_redirects=True)


def test_a_time_without_a_zone_is_written_down_as_it_stands(house: House, sent: Tale):
    waybill = shipment(house, sent).waybill
    at = (house.now - timedelta(hours=1)).isoformat()
    text = f"waybill,status,place,time\n{waybill},customs,Chicago,2026-03-05 04:10\n{waybill},delayed,Hub,{at}\nOTHER,arrived,X,\n"
    page = news(house, sent, text)
    assert "2 new line(s)" in page.text
    assert "2026-03-05 04:10, time zone unknown" in page.text
    assert "0 new line(s)" in news(house, sent, text).text


@pytest.mark.parametrize(
    "line",
    [
        "lost,Chicago,2026-03-05T04:10Z",
        "arrived,,2026-03-05T04:10Z",
        "arrived,Hub,noon",
        "arrived,Hub,2099-01-01T00:00Z",
        "arrived,Hub,1999-01-01T00:00Z",
    ],
)
def test_one_line_that_cannot_be_read_stops_the_whole_list(house: House, sent: Tale, line):
    waybill = shipment(house, sent).waybill
    before = house.look(sent).last_seq
    good = f"{waybill},customs,Chicago,2026-03-05 04:10"
    page = news(house, sent, f"waybill,status,place,time\n{good}\n{waybill},{line}\n")
    assert refusal(page) == "line_unreadable"
    assert house.look(sent).last_seq == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_empty"),
        ("a,b\n1,2\n", "line_unreadable"),
        ("waybill,status,place,time\n", "line_unreadable"),
    ],
)
def test_a_list_that_is_none_is_refused(house: House, sent: Tale, text, code):
    assert refusal(news(house, sent, text)) == code


# --- blind at home


def test_the_bench_at_home_opens_the_shipper_blind(house: House):
    tale = house.told_until("shipped_back")
    back = shipment(house, tale)
    theo = house.client_of("theo")
    coi = house.look(tale).coi
    for path in (
        f"/station/journeys/{coi}",
        address(house, tale),
        f"/station/journeys/{coi}/record/hold_placed",
    ):
        page = theo.get(path)
        assert page.status_code == 200
        read_off = (*back.containers, back.seal, back.waybill)
        assert [name for name in read_off if name in page.text] == [], path
    assert refusal(theo.get(f"{address(house, tale)}/packing-list")) == "packing_list_blind"
    blind = theo.get(f"/liaison/journeys/{coi}/shipments/{back.id}/receive")
    assert "Open the shipper and scan every container" in blind.text
    record = theo.get(f"/station/journeys/{coi}/record/shipment_received")
    assert record.status_code == 302


def test_each_difference_is_an_open_deviation_with_a_day(house: House):
    tale = house.told_until("shipped")
    outward = shipment(house, tale)

    def open_it(told: Tale) -> None:
        told.later(hours=16)
        handed = {"to_role": "manufacturer_qa", "to_site": outward.to_site}
        told.do(COURIER, Kind.CUSTODY_OFFERED, signed=(COURIER,), shipment=outward.id, **handed)
        told.do("max", Kind.CUSTODY_ACCEPTED, signed=("max",), shipment=outward.id)
        seen = {"seal": "SEAL-0", "condition": "damaged", "waybill": "WB-0"}
        told.do(
            "max",
            Kind.SHIPMENT_RECEIVED,
            scans=[told.label(outward.containers[0])],
            signed=("max", "mia"),
            shipment=outward.id,
            outcome="quarantine",
            reason="Not as packed.",
            **seen,
        )

    house.tell(tale, open_it)
    quinn = house.client_of("quinn")
    page = quinn.get("/station/deviations").text
    assert "Open deviations (4)" in page
    for said in (
        "is missing",
        "the seal reads SEAL-0",
        "the shipper or its seal is damaged",
        "the waybill reads WB-0",
    ):
        assert said in page
    assert page.count("owner quality") == 4
    assert page.count("kind=deviation_assigned") + page.count("/record/deviation_assigned") == 4
    assert "badge-late" not in page
    house.now += timedelta(days=9)
    assert "badge-late" in house.client_of("quinn").get("/station/deviations").text
