"""Does every label of every kind say to a scanner exactly what was meant?"""

import os
from dataclasses import replace
from random import Random

import pytest

import labels
from labels.drawing import Area, Bars, Rule, Text, frame
from labels.layout import lay_out
from tests.labels import samples
from tracker.domain.isbt128 import ChainOfIdentity, DonationNumber, parse

MANY = int(os.environ.get("TRACKER_TEST_LABELS", "100"))
"""Of each of the ten kinds: a thousand labels in all. With 1000 it is ten thousand, in a minute."""


def name(kind):
    return kind.__name__


def random_labels(kind, count):
    """Labels from a seed of their own, each with the resolution of one of the two printers."""
    choose = Random(f"{kind.__name__} {count}")
    return [(kind(choose), (203, 300)[number % 2]) for number in range(count)]


def meant(label):
    return sorted(symbol.content for symbol in lay_out(label).symbols)


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_random_labels_read_as_they_were_meant_and_so_does_the_whole_picture(kind):
    for label, dpi in random_labels(kind, 30):
        assert sorted(labels.readback(label, dpi)) == meant(label)
        assert sorted(labels.decode(labels.picture(label, dpi))) == meant(label)


@pytest.mark.slow
@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_random_labels_read_back_as_they_were_meant(kind):
    wrong = [
        label
        for label, dpi in random_labels(kind, MANY)
        if sorted(labels.readback(label, dpi)) != meant(label)
    ]
    assert wrong == []


def test_what_is_scanned_from_a_bag_is_what_the_record_says():
    label = samples.container(Random(1))
    read = [parse(raw) for raw in labels.decode(labels.picture(label, 203))]
    dins = {part.din for parts in read for part in parts if isinstance(part, DonationNumber)}
    chains = {part.coi for parts in read for part in parts if isinstance(part, ChainOfIdentity)}
    assert dins == {label.din.replace(" ", "")}
    assert chains == {label.coi.replace(" ", "")}


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_beside_every_code_stands_its_text(kind):
    choose = Random(2)
    for _ in range(20):
        drawing = lay_out(kind(choose))
        read = "".join(drawing.texts).replace(" ", "")
        for symbol in drawing.symbols:
            if isinstance(symbol, Bars) and not symbol.content.startswith(("=%", "&>")):
                bare = symbol.content.lstrip("=&<>$'")
                assert bare in read or bare[:13] in read


JOURNEY_KINDS = [
    kind for kind in samples.KINDS if kind.__name__ not in {"badge", "place", "position"}
]


@pytest.mark.parametrize("kind", JOURNEY_KINDS, ids=name)
def test_the_chain_the_seal_and_the_copy_stand_on_every_label_of_a_journey(kind):
    choose = Random(3)
    for _ in range(20):
        label = kind(choose)
        texts = lay_out(label).texts
        assert label.coi[:-6] in texts
        assert label.coi[-6:] in texts
        assert label.coi_check in texts
        assert label.title in texts
        seal = next(text for text in texts if text.startswith("seal "))
        assert seal.startswith(f"seal {label.seal}")
        assert seal.endswith(f"copy {label.copy}") == (label.copy > 1)


@pytest.mark.parametrize("kind", JOURNEY_KINDS, ids=name)
def test_the_last_six_characters_are_the_largest_of_their_line(kind):
    label = kind(Random(4))
    sizes = {mark.text: mark.size for mark in lay_out(label).marks if isinstance(mark, Text)}
    assert sizes[label.coi[-6:]] >= 1.5 * sizes[label.coi[:-6]]


@pytest.mark.parametrize(
    "kind", [samples.container, samples.partial, samples.vial, samples.cassette], ids=name
)
def test_the_donation_number_ends_large_with_its_check_character_in_a_box(kind):
    label = kind(Random(4))
    marks = lay_out(label).marks
    sizes = {mark.text: mark.size for mark in marks if isinstance(mark, Text)}
    assert sizes[label.din[-6:]] >= 1.5 * sizes[label.din[:-6]]
    texts = [mark.text if isinstance(mark, Text) else "" for mark in marks]
    last = texts.index(label.din[-6:])
    edges = [mark for mark in marks[last + 1 : last + 5] if isinstance(mark, Rule)]
    check = marks[last + 5]
    assert isinstance(check, Text)
    top, _, left, _ = edges
    box = Area(top.x, top.y, top.width, left.height)
    assert tuple(edges) == frame(box, top.height)
    assert check.text == label.din_check
    assert check.areas[0].inside(box)


@pytest.mark.parametrize("kind", JOURNEY_KINDS, ids=name)
def test_no_text_is_smaller_than_a_person_can_read(kind):
    choose = Random(5)
    for _ in range(20):
        marks = lay_out(kind(choose)).marks
        assert min(mark.size for mark in marks if isinstance(mark, Text)) >= 2.0 - 1e-9


def test_what_a_container_has_not_is_left_out_and_the_rest_still_reads():
    bag = replace(
        samples.container(Random(6)),
        product_code128="",
        status_code128="",
        expiry="",
        expiry_code128="",
        collected="",
        patient=(),
    )
    assert labels.readback(bag) == (bag.code128, bag.symbol)
    assert "EXPIRES" not in lay_out(bag).texts
