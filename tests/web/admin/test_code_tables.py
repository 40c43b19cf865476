"""Does a site's own table come in whole, with who loaded it, and do labels then use its words?"""

import io

import pytest

from tracker.reads import code_tables

PRODUCTS = b"code,text\nS1234,EXAMPLE T CELLS FROM OUR TABLE\n"


def load(client, content, **change):
    form = {"site": "RST", "kind": "products", "edition": "W0.1 of 2026"} | change
    return client.post(
        "/admin/code-tables", data=form | {"file": (io.BytesIO(content), "t.csv")}
    )


def in_use(house):
    with house.app.app_context():
        return code_tables.in_use()


def test_a_table_is_loaded_with_who_when_and_which_edition(house, client_of):
    ada = client_of("ada")
    assert load(ada, PRODUCTS).status_code == 302
    assert load(ada, PRODUCTS + b"S1235,OTHER\n", edition="W0.2").status_code == 302
    (found,) = in_use(house)
    assert (found.version, found.size, found.edition) == (2, 2, "W0.2")
    assert (found.loaded_by, found.loaded_at) == (house.people["ada"].id, house.now)
    page = client_of("quinn").get("/admin/code-tables").text
    assert "W0.2, version 2" in page
    assert "version 1: 1 codes, W0.1 of 2026" in page
    assert "Check and load" not in page


@pytest.mark.parametrize(
    ("content", "change", "words"),
    [
        (
            PRODUCTS + b"S1235,\ns1,a\n",
            {},
            ("code_table_faulty", "Line 3: the code S1235", "Line 4: the"),
        ),
        (b"", {}, ("Line 1 must be the header",)),
        (PRODUCTS, {"site": "NONE"}, ("unknown_site",)),
        (PRODUCTS, {"kind": "recipes"}, ("field_choice",)),
        (PRODUCTS, {"edition": " "}, ("field_type",)),
    ],
)
def test_a_file_at_fault_leaves_nothing_behind(house, client_of, content, change, words):
    answer = load(client_of("ada"), content, **change)
    assert answer.status_code == 409
    assert all(each in answer.text for each in words)
    assert in_use(house) == ()


def test_only_an_administrator_loads_a_table(house, client_of):
    assert load(client_of("quinn"), PRODUCTS).status_code == 403
    assert client_of("nora").get("/admin/code-tables").status_code == 403
    assert in_use(house) == ()


def test_the_label_and_the_journey_speak_the_words_of_the_site(house, client_of):
    tale = house.told_until("collected")
    journey = house.look(tale)
    (bag,) = [each for each in journey.containers.values() if each.use == "collection"]
    table = f"code,text\n{bag.product[:5]},OUR OWN T CELLS\n".encode()
    ada, theo = client_of("ada"), client_of("theo")
    picture = f"/station/journeys/{journey.coi}/labels/{bag.label}.svg"
    assert "OUR OWN T CELLS" not in theo.get(picture).text
    load(ada, table)
    load(ada, b"code,text\nA9990,EXAMPLE HOUSE\n", kind="facilities")
    assert "OUR OWN T CELLS" in theo.get(picture).text
    page = theo.get(f"/station/journeys/{journey.coi}").text
    assert "OUR OWN T CELLS" in page
    assert "EXAMPLE HOUSE" in page
