"""Does every person get a badge of their own, and does a lost one never come again?"""

import pypdfium2
import pytest

import labels


@pytest.fixture
def nora(house):
    return f"/admin/people/{house.people['nora'].id}"


def test_a_badge_is_given_printed_and_replaced(client_of, nora):
    ada = client_of("ada")
    assert ada.get(f"{nora}/badge.pdf").status_code == 409
    for number in ("000001", "000002"):
        assert ada.post(f"{nora}/badges", data={"site": "RST"}).status_code == 302
        assert f"A9990 {number}" in ada.get(nora).text
    assert "1 before it, worn no longer" in ada.get(nora).text
    pdf = pypdfium2.PdfDocument(ada.get(f"{nora}/badge.pdf").data)
    seen = labels.decode(pdf[0].render(scale=300 / 72).to_pil().convert("L"))
    assert set(seen) == {"='A9990000002"}
    picture = ada.get(f"{nora}/badge.svg").text
    assert "TEST FACILITY NUMBER" in picture
    assert "Apheresis nurse" in picture
    assert ada.get(f"{nora}/badge.zpl300").data.startswith(b"^XA")
    assert "no_such_sheet" in ada.get(f"{nora}/badge.exe").text


@pytest.mark.parametrize("site", ["", "NONE", "NORTHLIGHT"])
def test_a_badge_is_given_where_the_person_works(client_of, nora, site):
    answer = client_of("ada").post(f"{nora}/badges", data={"site": site})
    assert answer.status_code == 409
    assert "badge_needs_place" in answer.text


def test_badges_are_the_administrators(client_of, nora):
    assert client_of("nora").post(f"{nora}/badges", data={"site": "RST"}).status_code == 403
    client_of("ada").post(f"{nora}/end")
    answer = client_of("ada").post(f"{nora}/badges", data={"site": "RST"})
    assert "unknown_person" in answer.text
