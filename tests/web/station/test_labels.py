"""Does a label come out as recorded, whole, and only for those who may see what is on it?"""

import re
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

import labels
from tests.labels.test_camera import photo
from tests.web.conftest import WANDA, House, refusal
from tests.web.station.forms import signed
from tracker.demo.tale import Tale
from tracker.domain.symbols import shipper_symbol
from tracker.store import log


@pytest.fixture
def made(house: House) -> Tale:
    """A journey with labels of every kind: wristband, bag, cryobags and dose."""
    return house.told_until("home")


@pytest.mark.parametrize("use", ["collection", "cryobag", "sample", "dose"])
@pytest.mark.parametrize(
    ("form", "begins"),
    [("svg", b"<"), ("pdf", b"%PDF"), ("zpl", b"^XA"), ("zpl?dpi=300", b"^XA")],
)
def test_every_bag_has_its_label_in_every_form(house: House, use, form, begins):
    tale = _sampled(house) if use == "sample" else house.told_until("home")
    client = house.client_of("theo")
    bag = next(name for name, item in house.look(tale).containers.items() if item.use == use)
    again = {"label_kind": "container", "container": bag, "reason": "torn"}
    record = f"/station/journeys/{house.look(tale).coi}/record/label_printed"
    answer = client.get(f"{client.post(record, data=again).location}.{form}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)


def test_no_printer_gets_a_second_copy_of_a_label_that_is_on_its_bag(house: House, made: Tale):
    client, address = house.client_of("theo"), _of_use(house, made, "dose")
    for form in ("pdf", "zpl", "zpl?dpi=300"):
        answer = client.get(f"{address}.{form}")
        assert (answer.status_code, refusal(answer)) == (409, "label_used")
    page = client.get(address).text
    assert "Another copy needs a reason and is counted" in page
    assert "data-print" not in page
    picture = client.get(f"{address}.svg").text
    assert WANDA.name in picture
    assert len(re.findall(r"M[\d.]+ [\d.]+h", picture)) < 40, "lines, none of a code's modules"


def test_the_wristband_carries_name_and_birth_date(house: House, made: Tale):
    picture = house.client_of("nora").get(f"{_wristband(house, made)}.svg").text
    assert WANDA.name in picture
    assert "1961-04-17" in picture


def test_the_maker_gets_no_wristband_and_no_name_on_a_dose(house: House, made: Tale):
    client = house.client_of("max")
    assert client.get(f"{_wristband(house, made)}.svg").status_code == 409
    picture = client.get(f"{_of_use(house, made, 'dose')}.svg").text
    assert WANDA.name not in picture
    assert WANDA.name in house.client_of("theo").get(f"{_of_use(house, made, 'dose')}.svg").text


def test_a_label_that_was_never_printed_cannot_be_drawn(house: House, made: Tale):
    address = f"/station/journeys/{house.look(made).coi}/labels/L9999"
    answer = house.client_of("theo").get(f"{address}.svg")
    assert answer.status_code == 409
    assert "unknown_label" in answer.text


def test_a_label_carries_the_seal_of_its_own_printing(house: House, made: Tale):
    client = house.client_of("theo")
    address = _of_use(house, made, "collection")
    page = client.get(f"/station/journeys/{house.look(made).coi}").text
    picture = client.get(f"{address}.svg").text
    seal = picture.split("seal ")[1][:8]
    assert f"seal {seal}" in page


def test_printing_again_needs_a_reason_and_gives_a_second_copy(house: House, made: Tale):
    journey = house.look(made)
    dose = next(item.id for item in journey.present() if item.use == "dose")
    address = f"/station/journeys/{journey.coi}/record/label_printed"
    form = {"label_kind": "container", "container": dose}
    client = house.client_of("theo")
    refused = client.post(address, data=form)
    assert refused.status_code == 409
    assert "reprint_needs_reason" in refused.text
    printed = client.post(address, data={**form, "reason": "The first was torn"})
    page = client.get(printed.location).text
    assert "copy 2" in page
    assert "1 not accounted for" in client.get(f"/station/journeys/{journey.coi}").text


def test_warnings_follow_from_what_is_known_of_the_donor_at_the_printing(house: House):
    """The truth table itself is in tests/labels/test_warnings.py."""
    tale = house.told_until("collected")
    coi, client = house.look(tale).coi, house.client_of("theo")
    (bag,) = house.look(tale).containers
    first = _of_use(house, tale, "collection")
    record = f"/station/journeys/{coi}/record"
    found = {"complete": "yes", "reactive": ["HIV", "hepatitis_B_virus"], **signed("theo")}
    assert client.post(f"{record}/donor_tested", data=found).status_code == 302
    page = client.get(f"/station/journeys/{coi}").text
    assert "reactive: HIV, hepatitis B virus" in page
    assert "its warnings have changed: print it again" in page
    assert "its warnings are no longer right" in client.get(first).text
    again = {"label_kind": "container", "container": bag, "reason": "results came"}
    second = client.post(f"{record}/label_printed", data=again).location
    words = [_words(client.get(f"{address}.svg").text) for address in (first, second)]
    reactive = "WARNING: Reactive test results for HIV, hepatitis B virus"
    wanted = [
        "FOR AUTOLOGOUS USE ONLY",
        "NOT EVALUATED FOR INFECTIOUS SUBSTANCES",
        "BIOHAZARD",
        reactive,
    ]
    assert [[each in said for each in wanted] for said in words] == [
        [True, True, False, False],
        [True, False, True, True],
    ]


def _words(picture: str) -> str:
    """Return what stands on a label, without the breaks between its lines."""
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))


def test_a_name_too_long_for_the_band_is_refused_by_name(house: House):
    tale = house.told_until("banded", patient=replace(WANDA, name="W" * 400))
    answer = house.client_of("nora").get(f"{_wristband(house, tale)}.svg")
    assert answer.status_code == 409
    assert "label_overflow" in answer.text


def test_a_character_no_face_holds_is_refused_by_name(house: House):
    tale = house.told_until("banded", patient=replace(WANDA, name="Wanda \U0001f600"))
    answer = house.client_of("nora").get(f"{_wristband(house, tale)}.svg")
    assert answer.status_code == 409
    assert "label_character" in answer.text


@pytest.mark.parametrize(
    ("name", "code"),
    [("W" * 400, "label_overflow"), ("Wanda \U0001f600", "label_character")],
)
def test_a_label_that_cannot_be_drawn_is_not_counted(house: House, name, code):
    tale = house.told_until("banded", patient=replace(WANDA, name=name))
    before = house.look(tale)
    form = {"label_kind": "wristband", "reason": "the first was torn"}
    address = f"/station/journeys/{before.coi}/record/label_printed"
    answer = house.client_of("nora").post(address, data=form)
    assert (answer.status_code, refusal(answer)) == (409, code)
    after = house.look(tale)
    assert (after.last_seq, after.labels) == (before.last_seq, before.labels)


def test_a_shipper_gets_a_counted_label_with_its_packing_list(house: House):
    tale = house.told_until("shipped")
    journey = house.look(tale)
    (shipment,) = journey.shipments.values()
    client = house.client_of("theo")
    page = client.get(f"/station/journeys/{journey.coi}").text
    assert "Print the shipper label with its packing list" in page
    address = f"/station/journeys/{journey.coi}/record/label_printed"
    form = {"label_kind": "shipper", "shipment": shipment.id}
    printed = client.post(address, data=form)
    assert printed.status_code == 302
    picture = client.get(f"{printed.location}.svg").text
    assert "PACKING LIST" in picture
    assert all(name[-8:] in picture for name in shipment.containers)
    assert shipment.seal not in picture
    assert WANDA.name not in picture
    assert client.get(f"{printed.location}.pdf").data.startswith(b"%PDF")
    assert "reprint_needs_reason" in client.post(address, data=form).text
    unknown = client.post(address, data=form | {"shipment": "S999"})
    assert "unknown_shipment" in unknown.text
    assert "1 not accounted for" in client.get(f"/station/journeys/{journey.coi}").text


def test_the_label_of_a_shipper_is_accounted_for_by_scanning_it_at_the_bench(house: House):
    tale = house.told_until("shipped")
    journey = house.look(tale)
    (shipment,) = journey.shipments.values()
    client, here = house.client_of("theo"), f"/station/journeys/{journey.coi}"
    form = {"label_kind": "shipper", "shipment": shipment.id}
    printed = client.post(f"{here}/record/label_printed", data=form).location
    label = printed.rsplit("/", 1)[1]
    assert f'href="{here}/packing#label-{label}"' in client.get(printed).text
    bench, field = f"{here}/packing/labels/{label}", f"scans-{label}"
    assert f'action="{bench}"' in client.get(f"{here}/packing").text
    right = shipper_symbol(journey, shipment)
    for raw, code in [("", "scan_missing"), (f"{right}9", "label_for_other")]:
        answer = client.post(bench, data={field: raw})
        assert refusal(answer) == code
        assert raw in answer.text
        assert house.look(tale).labels[label].state == "printed"
    photographed = {f"{field}-photo": (BytesIO(photo(text=right)), "label.jpg")}
    assert client.post(bench, data=photographed).location == f"{here}/packing"
    assert "all accounted for" in client.get(here).text
    with house.app.app_context():
        entry = log.load(journey.coi)[-1]
    assert (entry.scans, entry.means) == ((right,), ("camera",))
    assert f'action="{bench}"' not in client.get(f"{here}/packing").text


def test_labels_that_wait_come_as_one_sheet(house: House, made: Tale):
    journey = house.look(made)
    client = house.client_of("theo")
    here = f"/station/journeys/{journey.coi}"
    assert "no_such_sheet" in client.get(f"{here}/label-sheet.pdf?use=dose").text
    doses = [item.id for item in journey.containers.values() if item.use == "dose"]
    for dose in doses * 2:
        form = {"label_kind": "container", "container": dose, "reason": "torn"}
        assert client.post(f"{here}/record/label_printed", data=form).status_code == 302
    assert "Sheet of the dose labels" in client.get(here).text
    pdf = pypdfium2.PdfDocument(client.get(f"{here}/label-sheet.pdf?use=dose&paper=a4").data)
    read = labels.decode(pdf[0].render(scale=300 / 72).to_pil().convert("L"))
    assert len(read) == 4 * len(doses)  # each label its Data Matrix and its linear code
    pdf.close()


def test_one_label_on_two_containers_is_refused_on_the_page(house: House, made: Tale):
    journey = house.look(made)
    label = next(each for each in journey.labels.values() if each.container)
    other = next(name for name in journey.containers if name != label.container)
    answer = house.client_of("theo").post(
        f"/station/journeys/{journey.coi}/record/label_applied",
        data={"label": label.id, "container": other},
    )
    assert answer.status_code == 409
    assert "label_used" in answer.text


def _sampled(house: House) -> Tale:
    """Split a collected bag into a bag and a vial, and print the vial's label."""
    tale = house.told_until("collected")
    (bag,) = house.look(tale).containers
    parts = {"parts-0-volume_ml": "188", "parts-1-volume_ml": "2", "parts-1-use": "sample"}
    record = f"/station/journeys/{house.look(tale).coi}/record"
    client = house.client_of("theo")
    split = {"container": bag, **parts, **signed("theo")}
    assert client.post(f"{record}/container_split", data=split).status_code == 302
    vial = next(each.id for each in house.look(tale).present() if each.use == "sample")
    form = {"label_kind": "container", "container": vial}
    assert client.post(f"{record}/label_printed", data=form).status_code == 302
    return tale


def _wristband(house: House, tale: Tale) -> str:
    journey = house.look(tale)
    label = next(each.id for each in journey.labels.values() if each.kind == "wristband")
    return f"/station/journeys/{journey.coi}/labels/{label}"


def _of_use(house: House, tale: Tale, use: str) -> str:
    journey = house.look(tale)
    label = next(
        each.id
        for each in journey.labels.values()
        if each.container and journey.containers[each.container].use == use
    )
    return f"/station/journeys/{journey.coi}/labels/{label}"
