"""Are the pictures in the documentation the labels we draw today, and marked as examples?"""

from pathlib import Path

import pytest

import labels
from labels.catalogue import draw, examples
from labels.layout import lay_out
from tracker.domain.isbt128 import TEST_FACILITIES, check_character, parse

PICTURES = Path(__file__).parents[2] / "docs" / "labels"


def test_every_picture_is_fresh(tmp_path):
    drawn = {path.name: path.read_text() for path in draw(tmp_path)}
    kept = {path.name: path.read_text() for path in PICTURES.glob("*.svg")}
    assert drawn == kept, "run `make labels`"


@pytest.mark.parametrize(("name", "label"), examples().items())
def test_every_example_says_so(name, label):
    assert any("example" in text.lower() for text in lay_out(label).texts), name


@pytest.mark.parametrize(("name", "label"), examples().items())
def test_every_example_uses_a_test_facility(name, label):
    for raw in labels.readback(label):
        if not raw.startswith(("PL:", "SH:")):
            for part in parse(raw):
                assert getattr(part, "facility", "A9999") in TEST_FACILITIES, name


@pytest.mark.parametrize(("name", "label"), examples().items())
def test_every_example_has_the_right_check_characters(name, label):
    if hasattr(label, "coi"):
        assert check_character(label.coi.replace(" ", "")) == label.coi_check, name
    if hasattr(label, "donor"):
        assert check_character(label.donor.replace(" ", "")) == label.donor_check, name
    if hasattr(label, "din"):
        assert check_character(label.din.replace(" ", "")) == label.din_check, name
