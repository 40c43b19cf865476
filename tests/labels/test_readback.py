"""Does every label of every kind say to a scanner exactly what was meant?"""

import os
from dataclasses import replace
from random import Random

import pytest

import labels
from labels.column import parted
from labels.drawing import Area, Rule, Text, frame
from labels.layout import lay_out
from tests.labels import samples
from tracker.domain.isbt128 import (
    BloodGroup,
    ChainOfIdentity,
    DonationNumber,
    ExpiryMoment,
    parse,
)

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


def identifiers(content):
    """What people must be able to read of a code without a scanner, in its own characters."""
    if not content.startswith(("=", "&")):
        yield content.removeprefix("SH:").replace("-", "")
        return
    for part in parse(content):
        match part:
            case DonationNumber():
                yield part.din
            case ExpiryMoment():
                yield f"{part.day}{part.at:%H:%M}"
            case BloodGroup():
                continue  # said in words: its codes are a licensed table
            case _:
                yield part.content()


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_beside_every_code_stands_its_text(kind):
    choose = Random(2)
    for _ in range(20):
        drawing = lay_out(kind(choose))
        read = "".join(drawing.texts).replace(" ", "")
        for symbol in drawing.symbols:
            for said in identifiers(symbol.content):
                assert said in read or said in read.replace("-", "")


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


IDENTIFIERS = ("coi", "din", "donor", "shipment", "number", "place")


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_the_last_six_characters_of_every_identifier_are_the_largest_of_their_line(kind):
    label = kind(Random(4))
    sizes = {mark.text: mark.size for mark in lay_out(label).marks if isinstance(mark, Text)}
    found = [getattr(label, field) for field in IDENTIFIERS if hasattr(label, field)]
    assert found
    for identifier in found:
        head, tail = parted(identifier)
        assert tail.replace(" ", "") == identifier.replace(" ", "")[-6:]
        assert sizes[tail] >= 1.5 * sizes[head]


def test_an_identifier_too_long_for_one_line_ends_large_on_the_next():
    long = "PL:RST-LN2-T12-R10-B12-P081"
    label = replace(samples.position(Random(7)), symbol=long, place=long)
    labels.readback(label, 203)
    marks = {mark.text: mark for mark in lay_out(label).marks if isinstance(mark, Text)}
    head, tail = marks[long[:-6]], marks[long[-6:]]
    assert tail.y > head.y
    assert tail.size >= 1.5 * head.size


@pytest.mark.parametrize(
    ("kind", "identifier"),
    [
        *((kind, "coi") for kind in JOURNEY_KINDS),
        (samples.container, "din"),
        (samples.partial, "din"),
        (samples.vial, "din"),
        (samples.cassette, "din"),
        (samples.wristband, "donor"),
    ],
)
def test_the_check_character_of_an_identifier_stands_behind_it_in_a_box(kind, identifier):
    label = kind(Random(4))
    marks = lay_out(label).marks
    texts = [mark.text if isinstance(mark, Text) else "" for mark in marks]
    last = texts.index(getattr(label, identifier)[-6:])
    edges = [mark for mark in marks[last + 1 : last + 5] if isinstance(mark, Rule)]
    check = marks[last + 5]
    assert isinstance(check, Text)
    top, _, left, _ = edges
    box = Area(top.x, top.y, top.width, left.height)
    assert tuple(edges) == frame(box, top.height)
    assert check.text == getattr(label, f"{identifier}_check")
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
