"""Do the racks and positions of a store room get labels that read as the place they stand for?"""

import io

import pypdfium2
import pytest

import labels

TABLE = b"code,text\n" + b"".join(b"LN2-T1-R%d,Tank 1 rack %d\n" % (n, n) for n in range(1, 4))


@pytest.fixture
def theo(house):
    """A technologist at a site that has loaded its places."""
    form = {"site": "RST", "kind": "places", "edition": "2026"}
    file = {"file": (io.BytesIO(TABLE), "t.csv")}
    house.client_of("ada").post("/admin/code-tables", data=form | file)
    return house.client_of("theo")


def read(answer):
    pages = pypdfium2.PdfDocument(answer.data)
    return [
        code
        for page in pages
        for code in labels.decode(page.render(scale=300 / 72).to_pil().convert("L"))
    ]


def test_the_places_loaded_come_as_one_sheet(theo):
    page = theo.get("/station/places?site=RST&begin=ln2-t1&size=place").text
    assert "3 labels" in page
    answer = theo.get("/station/places/labels.pdf?site=RST&begin=LN2-T1&size=place&paper=a4")
    assert set(read(answer)) == {f"PL:LN2-T1-R{n}" for n in range(1, 4)}
    picture = theo.get("/station/places/labels.svg?site=RST&begin=LN2-T1&size=place").text
    assert "Tank 1 rack 1" in picture


def test_a_rack_gets_its_numbered_positions(theo):
    asked = "site=RST&begin=LN2-T1-R9&positions=20&size=position"
    codes = [f"PL:LN2-T1-R9-P{n:02}" for n in range(1, 21)]
    assert sorted(read(theo.get(f"/station/places/labels.pdf?{asked}"))) == codes
    for form in ("zpl", "zpl300"):
        job = theo.get(f"/station/places/labels.{form}?{asked}").data
        assert job.count(b"^XA") == job.count(b"^XZ") == 20


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("site=NONE&begin=A", "unknown_site"),
        ("site=RST&begin=A--B", "field_type"),
        ("site=RST&begin=A&positions=0", "field_type"),
        ("site=RST&begin=A&positions=many", "field_type"),
        ("site=RST&positions=3", "field_missing"),
        ("site=RST&begin=" + "LN2-" * 40 + "A", "label_overflow"),
    ],
)
def test_what_cannot_be_printed_is_refused(theo, asked, code):
    answer = theo.get(f"/station/places/labels.pdf?{asked}")
    assert answer.status_code == 409
    assert code in answer.text


def test_without_a_table_there_is_nothing_to_print(client_of):
    answer = client_of("theo").get("/station/places?site=PHX&begin=")
    assert "no_such_sheet" in answer.text
    assert client_of("cora").get("/station/places").status_code == 403
