"""Is a site's own table of codes read whole, or refused with the line that is at fault?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.code_tables import MOST_FAULTS, MOST_ROWS, Table, read


def faults(table, *lines):
    return read(table, "\n".join(("code,text", *lines)).encode()).faults


def test_a_table_is_read_in_its_order_as_spreadsheets_write_it():
    content = '\ufeffcode,text\r\nS9999,"T CELLS, APHERESIS"\r\n\r\nS9998, Cryopreserved \r\n'
    found = read(Table.PRODUCTS, content.encode())
    assert found.rows == {"S9999": "T CELLS, APHERESIS", "S9998": "Cryopreserved"}
    assert found.faults == ()


@pytest.mark.parametrize(
    ("table", "line", "sentence"),
    [
        (Table.PRODUCTS, "S9999", "Line 2: 1 columns"),
        (Table.PRODUCTS, "S9999,a,b", "Line 2: 3 columns"),
        (Table.PRODUCTS, "s9999,a", "“s9999” must be five capital"),
        (Table.PRODUCTS, "S99991A0,a", "must be five capital"),
        (Table.PRODUCTS, "S9999,", "has no text"),
        (Table.PRODUCTS, "S9999,a\x07", "must be printable"),
        (Table.PRODUCTS, "S9999," + "a" * 121, "at most 120"),
        (Table.FACILITIES, "O9990,a", "five characters, as A9990"),
        (Table.FACILITIES, "A999,a", "five characters, as A9990"),
        (Table.PLACES, "LN2--T1,a", "hyphens, as LN2-T1-R1"),
        (Table.PLACES, "A" * 33 + ",a", "hyphens, as LN2-T1-R1"),
        (Table.PLACES, 'LN2,"a" b', "this is no CSV"),
    ],
)
def test_a_line_at_fault_is_named_with_its_number(table, line, sentence):
    (fault,) = [each for each in faults(table, line) if each.startswith("Line")]
    assert sentence in fault


def test_a_code_that_stands_twice_names_both_lines():
    assert faults(Table.PLACES, "T1,a", "T2,b", "T1,c") == (
        "Line 4: the code T1 stands on line 2 already.",
    )


def test_one_line_at_fault_spoils_the_whole_file():
    found = read(Table.PLACES, b"code,text\nT1,a\nT2,\n")
    assert (found.rows, len(found.faults)) == ({}, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Line 1 must be the header code,text."),
        (b"Code;Text\nT1;a\n", "Line 1 must be the header"),
        (b"code,text\n", "holds no code"),
        (b"code,text\nT1,a\nT2,\xe9\n", "Line 3 is not written in UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, sentence):
    (fault,) = read(Table.PLACES, content).faults
    assert sentence in fault


def test_the_first_faults_are_enough():
    found = faults(Table.PLACES, *[f"t{number},a" for number in range(100)])
    assert len(found) == MOST_FAULTS + 1
    assert found[-1].startswith("Further lines")


def test_a_table_larger_than_any_is_refused():
    lines = [f"P{number},a" for number in range(MOST_ROWS + 5)]
    assert "at most" in faults(Table.PLACES, *lines)[0]


@given(st.sampled_from(Table), st.one_of(st.binary(), st.text().map(str.encode)))
def test_no_file_raises_anything(table, content):
    for whole in (content, b"code,text\n" + content):
        found = read(table, whole)
        assert bool(found.rows) != bool(found.faults)
