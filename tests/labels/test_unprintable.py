"""Is a label that would mislead refused, rather than clipped, blank or unreadable?"""

from dataclasses import replace
from random import Random

import pytest

import labels
from labels import reading
from labels.drawing import Area, Bars, Drawing, Matrix, Rule, Text
from labels.layout import lay_out
from labels.symbols import INCH, bars, matrix
from tests.labels import samples

LONG = (
    "Johann Gambolputty de von Ausfern-schplenden-schlitter-crasscrenbon-fried-digger-dingle "
)
CHANGES = [
    (samples.container, {"product": LONG * 3}),
    (samples.container, {"details": (LONG,) * 5}),
    (samples.container, {"patient": (LONG * 2,)}),
    (samples.container, {"warnings": (LONG * 3,) * 5}),
    (samples.container, {"title": LONG * 2}),
    (samples.partial, {"product": LONG * 3}),
    (samples.partial, {"facility": LONG * 3}),
    (samples.vial, {"product": LONG * 2}),
    (samples.vial, {"warnings": (LONG * 3,)}),
    (samples.vial, {"symbol": "9" * 60, "din": "9" * 60, "product_code": ""}),
    (samples.cassette, {"storage": LONG * 4}),
    (samples.cassette, {"patient": (LONG * 2,)}),
    (samples.shipper, {"contents": (labels.Packed("A9999 26 123456 T", "bag"),) * 14}),
    (samples.shipper, {"sender": (LONG,) * 6}),
    (samples.shipper, {"handling": (LONG,) * 9}),
    (samples.wristband, {"patient_name": LONG * 6}),
    (samples.wristband, {"patient_number": "9" * 60}),
    (samples.badge, {"name": LONG * 6}),
    (samples.badge, {"code128": "='A9999" + "0" * 60, "number": "A9999"}),
    (samples.place, {"name": LONG * 6}),
    (samples.place, {"code128": "PL:" + "X" * 40, "place": "PL:"}),
    (samples.position, {"name": LONG * 6}),
    (samples.position, {"symbol": "PL:" + "X" * 300, "place": "PL:"}),
]


@pytest.mark.parametrize(("kind", "change"), CHANGES)
def test_what_does_not_fit_is_refused_and_named(kind, change):
    label = replace(kind(Random(40)), **change)
    with pytest.raises(labels.Unprintable) as unprintable:
        labels.render(label, "pdf")
    assert unprintable.value.code == "label_overflow"
    assert unprintable.value.what


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (samples.container, {"din": "A9999 26 000043"}),
        (samples.container, {"product_code": "S12342A0"}),
        (samples.container, {"coi": "CH A9999 26 000043"}),
        (samples.container, {"code128": "=A99992600004300"}),
        (samples.partial, {"din": "A9999 26 000043"}),
        (samples.partial, {"code128": "=A99992600004300"}),
        (samples.vial, {"symbol": "=A99992600004300"}),
        (samples.cassette, {"coi": "CH A9999 26 000043"}),
        (samples.lot_cassette, {"din": "99-another"}),
        (samples.shipper, {"shipment": "A9999 26 00043 01 02"}),
        (samples.wristband, {"coi": "CH A9999 26 000043"}),
        (samples.wristband, {"donor": "A9999 0000000000000043"}),
        (samples.badge, {"number": "A9999 000000"}),
        (samples.place, {"place": "PL:ELSEWHERE"}),
        (samples.position, {"place": "PL:ELSEWHERE"}),
    ],
)
def test_words_that_contradict_their_code_are_refused(kind, change):
    label = kind(Random(41))
    labels.readback(label)
    with pytest.raises(labels.Unprintable) as unprintable:
        labels.readback(replace(label, **change))
    assert unprintable.value.code == "label_unreadable"


@pytest.mark.parametrize("character", ["\n", "\x00", "漢", "ش", "😀", "\u200b"])
def test_a_character_no_face_holds_is_refused_and_never_printed_as_a_box(character):
    label = replace(samples.wristband(Random(42)), patient_name=f"Ana {character}Li")
    with pytest.raises(labels.Unprintable) as unprintable:
        labels.readback(label)
    assert unprintable.value.code == "label_character"


@pytest.mark.parametrize(
    "written", ["José", "Jose\u0301", "Łucja", "Nguyễn Thị", "Δήμητρα", "Вера"]
)
def test_names_of_many_languages_are_printed(written):
    labels.readback(replace(samples.wristband(Random(43)), patient_name=written))


LINEAR = bars("=A99992600004200", Area(2, 2, 60, 10))
SQUARE = matrix("=A99992600004200", Area(70, 2, 14, 14))


def drawn(*marks):
    return Drawing("test", 90, 30, marks)


def test_a_plain_drawing_of_both_codes_reads_back():
    assert reading.read_back(drawn(LINEAR, SQUARE), 203) == ("=A99992600004200",) * 2


@pytest.mark.parametrize("at", range(0, 145, 11))
def test_a_missing_symbol_character_is_noticed(at):
    modules = LINEAR.modules[:at] + "0" * 11 + LINEAR.modules[at + 11 :]
    with pytest.raises(labels.Unprintable) as unprintable:
        reading.read_back(drawn(replace(LINEAR, modules=modules)), 300)
    assert unprintable.value.code == "label_unreadable"


def test_a_code_that_says_something_else_is_noticed():
    for mark in (LINEAR, SQUARE):
        with pytest.raises(labels.Unprintable) as unprintable:
            reading.read_back(drawn(replace(mark, content="=A99992600004300")), 300)
        assert unprintable.value.code == "label_unreadable"


def test_a_linear_code_is_no_data_matrix():
    as_matrix = Matrix(2, 2, 0.5, ("1" * 20,) * 20, "=A99992600004200")
    with pytest.raises(labels.Unprintable):
        reading.read_back(drawn(as_matrix), 300)


@pytest.mark.parametrize(
    "mark",
    [
        replace(LINEAR, module=INCH / 200),
        replace(SQUARE, module=INCH / 203),
        replace(LINEAR, module=INCH / 90, x=20.0),
    ],
)
def test_bars_too_fine_for_the_printer_or_too_wide_for_the_label_are_refused(mark):
    with pytest.raises(labels.Unprintable):
        reading.read_back(Drawing("test", 60, 30, (mark,)), 203)


def test_anything_in_a_quiet_zone_is_refused():
    for intruder in (
        Text(LINEAR.x - 2, 8, "x", 2.5),
        Rule(LINEAR.x + LINEAR.width + 1, 0, 0.3, 20),
        Rule(SQUARE.x - 0.4, 0, 0.2, 20),
    ):
        with pytest.raises(labels.Unprintable) as unprintable:
            reading.read_back(drawn(LINEAR, SQUARE, intruder), 300)
        assert unprintable.value.code == "label_overflow"


def test_an_accent_cut_off_by_the_edge_is_refused_and_plain_letters_there_are_not():
    plain = Text(2, 0.77 * 5, "Angstrom", 5)
    reading.read_back(drawn(plain), 203)
    with pytest.raises(labels.Unprintable) as unprintable:
        reading.read_back(drawn(replace(plain, text="Ångström")), 203)
    assert unprintable.value.code == "label_overflow"


def test_two_texts_on_one_another_are_refused():
    with pytest.raises(labels.Unprintable):
        reading.read_back(drawn(Text(2, 20, "one", 3), Text(4, 21, "two", 3)), 300)


def test_a_code_without_room_for_its_quiet_zones_or_too_low_is_refused():
    for area in (Area(2, 2, 41, 10), Area(2, 2, 60, 4.9)):
        with pytest.raises(labels.Unprintable) as unprintable:
            bars("=A99992600004200", area)
        assert unprintable.value.code == "label_overflow"


def test_nothing_overlaps_on_any_drawing_and_every_quiet_zone_is_kept():
    choose = Random(44)
    for kind in samples.KINDS:
        for _ in range(20):
            drawing = lay_out(kind(choose))
            whole = Area(0, 0, drawing.width, drawing.height)
            for symbol in drawing.symbols:
                quiet = 10 if isinstance(symbol, Bars) else 2
                clear = symbol.areas[0]
                assert clear.inside(whole)
                assert symbol.bare.x - clear.x >= quiet * symbol.module - 1e-9
                assert symbol.module >= 0.25
