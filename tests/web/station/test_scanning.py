"""Do scanner, camera and fingers lead to the same answer, and is it known which of them it was?"""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from labels import camera
from tests.labels.test_camera import FORMATS, photo
from tests.web.conftest import WALTER, House, refusal
from tests.web.station.forms import signed
from tracker.domain import isbt128, scanner_test
from tracker.domain.isbt128 import DonationNumber
from tracker.domain.kinds import Kind
from tracker.store import log, scanned
from tracker.store.db import db


@pytest.fixture
def ours(house: House):
    return house.told_until("collected")


def label_of(house, tale):
    with house.app.app_context():
        return tale.label(next(iter(tale.look().containers)))


def din_of(house, tale):
    return next(iter(house.look(tale).collections))


def send(house, picture, expect=""):
    sent = {"photo": (BytesIO(picture), "label.jpg"), "expect": expect}
    return house.client_of("nora").post("/station/camera", data=sent)


def counted(house):
    with house.app.app_context():
        query = select(
            scanned.ScannedRow.source, scanned.ScannedRow.code, scanned.ScannedRow.reason
        )
        return [tuple(row) for row in db.session.execute(query.order_by(scanned.ScannedRow.id))]


def kept(house, coi):
    with house.app.app_context():
        return log.load(coi)[-1]


def test_a_photograph_opens_the_journey_and_counts_as_camera(house: House, ours):
    coi = house.look(ours).coi
    answer = send(house, photo(text=label_of(house, ours)))
    assert f"/station/journeys/{coi}" in answer.location
    assert counted(house)[-1] == ("camera", "", "")


def test_a_photograph_of_another_patients_bag_is_a_stop(house: House, ours):
    theirs = house.told_until("collected", patient=WALTER)
    coi = house.look(ours).coi
    answer = send(house, photo(text=label_of(house, theirs)), coi)
    assert answer.status_code == 409
    assert "stop-word" in answer.text
    entry = kept(house, coi)
    assert entry.kind is Kind.IDENTITY_MISMATCH
    assert entry.data["source"] == "camera"
    assert counted(house)[-1] == ("camera", "identity_mismatch", "")


def test_lines_need_their_flags_and_bags_on_the_way(house: House, ours):
    din = din_of(house, ours)
    plain = send(house, photo(FORMATS.Code128, text=DonationNumber.of(din).encode()))
    assert refusal(plain) == "linear_unconfirmed"
    assert counted(house)[-1] == ("camera", "linear_unconfirmed", "")
    keyed = DonationNumber.with_keyed_flags(din).encode()
    assert send(house, photo(FORMATS.Code128, text=keyed)).status_code == 302
    unknown = DonationNumber.with_keyed_flags("A999926777777").encode()
    assert refusal(send(house, photo(FORMATS.Code128, text=unknown))) == "identifier_unknown"


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"", "photo_unreadable"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "photo_unreadable"),
        (bytes(50_001), "photo_too_large"),
    ],
)
def test_a_picture_that_cannot_be_read_says_so(house: House, monkeypatch, picture, code):
    monkeypatch.setattr(camera, "MOST_BYTES", 50_000)
    answer = send(house, picture)
    assert (answer.status_code, refusal(answer)) == (409, code)
    assert send(house, empty()).status_code == 409


def empty():
    file = BytesIO()
    Image.new("L", (300, 300), 255).save(file, "JPEG")
    return file.getvalue()


def test_a_body_beyond_every_picture_is_not_read(house: House):
    nora = house.client_of("nora")
    kind = "multipart/form-data; boundary=x"
    long = {"CONTENT_LENGTH": str(camera.MOST_BYTES + 10 * 10**6)}
    sent = nora.post("/station/camera", data=b"--x", content_type=kind, environ_overrides=long)
    assert (sent.status_code, refusal(sent)) == (413, "body_too_large")


def test_a_frame_is_only_looked_at(house: House, ours):
    nora = house.client_of("nora")
    before = counted(house)
    for picture, code in (
        (photo(text=label_of(house, ours)), ""),
        (empty(), "photo_nothing_read"),
    ):
        answer = nora.post("/station/camera/frame", data={"photo": (BytesIO(picture), "f.jpg")})
        assert answer.json == {"readable": not code, "code": code}
    assert counted(house) == before


def chair(house: House, tale, **photos):
    """Send the two people's comparison before a collection, each with photographs of their own."""
    form: dict[str, Any] = {"step": "verify", "point": "pre_collection", "stated": "yes"}
    form |= signed("nora", "noel")
    form |= {
        f"{name}-photo": [(BytesIO(photo(text=text)), "label.jpg") for text in texts]
        for name, texts in photos.items()
    }
    path = f"/station/journeys/{house.look(tale).coi}/collection"
    return house.client_of("nora").post(path, data=form)


def test_photographs_sent_with_a_form_are_scans_and_known_as_such(house: House):
    banded = house.told_until("banded")
    with house.app.app_context():
        own = banded.wristband()
    answer = chair(house, banded, **{"scans": [own], "sign-1-scans": [own]})
    assert answer.status_code == 302
    entry = kept(house, house.look(banded).coi)
    assert (entry.scans, entry.means) == ((own,), ("camera",))
    assert [each.means for each in entry.signatures] == [(), ("camera",)]
    assert counted(house)[-2:] == [("camera", "", "")] * 2


def test_a_photograph_in_a_form_stops_at_another_patients_wristband(house: House):
    banded = house.told_until("banded")
    theirs = house.told_until("banded", patient=WALTER)
    with house.app.app_context():
        own, other = banded.wristband(), theirs.wristband()
    answer = chair(house, banded, **{"scans": [own], "sign-1-scans": [other]})
    assert "stop-word" in answer.text
    entry = kept(house, house.look(banded).coi)
    assert (entry.kind, entry.data["source"]) == (Kind.IDENTITY_MISMATCH, "camera")


def test_a_photograph_that_does_not_count_leaves_the_form_to_be_sent_again(house: House, ours):
    coi, din = house.look(ours).coi, din_of(house, ours)
    lines = (BytesIO(photo(FORMATS.Code128, text=DonationNumber.of(din).encode())), "l.jpg")
    path = f"/station/journeys/{coi}/record/custody_accepted"
    form = {"scans": "PL:EXAMPLE\n", "scans-photo": lines, **signed("theo")}
    answer = house.client_of("theo").post(path, data=form)
    assert (answer.status_code, refusal(answer)) == (409, "linear_unconfirmed")
    assert "PL:EXAMPLE" in answer.text
    assert counted(house)[-1] == ("camera", "linear_unconfirmed", "")


def test_a_picture_becomes_a_line_that_the_entry_will_judge(house: House, ours):
    nora, own = house.client_of("nora"), label_of(house, ours)
    for picture, status, text in ((photo(text=own), 200, own), (empty(), 409, "")):
        sent = {"photo": (BytesIO(picture), "f.jpg")}
        answer = nora.post("/station/camera/read", data=sent)
        said = answer.get_json()
        assert (answer.status_code, said["text"]) == (status, text)
        assert bool(said["sentence"]) is not bool(text)


def test_what_is_typed_needs_a_reason_and_is_counted(house: House, ours):
    nora, din = house.client_of("nora"), din_of(house, ours)
    typed = {"raw": din + isbt128.check_character(din)}
    answer = nora.post("/station/scan", data=typed)
    assert (answer.status_code, refusal(answer)) == (409, "reason_missing")
    assert typed["raw"] in answer.text
    assert nora.post("/station/scan", data={**typed, "reason": "wet"}).status_code == 302
    assert counted(house)[-2:] == [("typed", "reason_missing", ""), ("typed", "", "wet")]


def test_the_text_of_a_barcode_may_not_be_typed(house: House, ours):
    form = {"raw": label_of(house, ours), "means": "typed", "reason": "wet"}
    answer = house.client_of("nora").post("/station/scan", data=form)
    assert refusal(answer) == "barcode_typed"
    assert counted(house)[-1] == ("typed", "barcode_typed", "wet")


@pytest.mark.usefixtures("ours")
def test_a_scan_in_an_entry_is_counted(house: House):
    with house.app.app_context():
        (tally, *_) = [
            each for each in scanned.tallies(scanned.Wanted(site="RST")) if not each.code
        ]
    assert tally.source == "wedge"
    assert tally.count > 5


def test_the_answer_says_what_it_is_whose_it_is_and_what_may_be_done(house: House, ours):
    nora = house.client_of("nora")
    page = nora.get(
        nora.post("/station/scan", data={"raw": label_of(house, ours)}).location
    ).text
    answer = page[page.index('class="answer"') : page.index('<div class="panel">')]
    for said in (
        "belongs to this journey",
        "Held by",
        "Wanda Example",
        "nothing for you to record",
    ):
        assert said in answer
    theo = house.client_of("theo")
    with house.app.app_context():
        order = {"raw": ours.order()}
    there = theo.post("/station/scan", data=order).location
    assert "What you may do with it now: <strong>" in theo.get(there).text


def test_what_may_be_done_is_said_of_the_bag_in_hand_not_of_its_sister(house: House):
    frozen = house.told_until("frozen")
    with house.app.app_context():
        out, stored = frozen.bags("cryobag")
        frozen.take([out])
        labels = {name: frozen.label(name) for name in (out, stored)}
    house.now, theo = frozen.clock, house.client_of("theo")

    def said_of(name):
        page = theo.get(theo.post("/station/scan", data={"raw": labels[name]}).location).text
        return page[page.index('class="answer"') : page.index('<div class="panel">')]

    assert "Put into storage" in said_of(out)
    assert "Take out of storage" not in said_of(out)
    assert "Take out of storage" in said_of(stored)
    assert "Put into storage" not in said_of(stored)
    assert "Pack a shipment" in said_of(out)
    assert "Pack a shipment" not in said_of(stored)


def test_only_a_scan_just_made_draws_the_green_answer(house: House, ours):
    nora, coi = house.client_of("nora"), house.look(ours).coi
    green = 'class="answer"'
    assert green not in nora.get(f"/station/journeys/{coi}?found=order").text
    there = nora.post("/station/scan", data={"raw": label_of(house, ours)}).location
    assert green in nora.get(there).text
    assert green not in nora.get(there).text


def test_the_scanner_tests_itself(house: House):
    nora = house.client_of("nora")
    assert "<svg" in nora.get("/station/scanner.svg").text
    good = {"received": scanner_test.SAMPLE, "sent": "return"}
    assert "This scanner is set right" in nora.post("/station/scanner", data=good).text
    page = nora.post("/station/scanner", data={**good, "sent": "button"}).text
    assert "suffix to Enter" in page
    german = "".join(scanner_test.LAYOUTS["German"].get(c, c) for c in scanner_test.SAMPLE)
    said = nora.post("/station/scanner", data={**good, "received": german}).text
    assert "keyboard layout: German." in said
