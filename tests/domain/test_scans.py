"""What does one scan say, and by which means was it read?"""

import pytest

from tracker.domain.isbt128 import DonationNumber, check_character
from tracker.domain.refused import Refused
from tracker.domain.scans import furthest, means_of, read

DIN = "A999926000010"


def test_division_99_says_nothing_without_its_further_code():
    bag = f"{DonationNumber.of(DIN).encode()}=<S1234199"
    with pytest.raises(Refused) as refused:
        read(bag)
    assert refused.value.code == "divisions_missing"
    whole = [read(f"=+03000{bag}=,{divisions}") for divisions in ("000001", "000002")]
    assert [scan.product for scan in whole] == ["S1234199-000001", "S1234199-000002"]


def test_the_page_says_how_it_was_read_else_the_text_does():
    barcode, typed = DonationNumber.of(DIN).encode(), DIN + check_character(DIN)
    assert means_of((barcode, typed, barcode), {}) == ("wedge", "typed", "wedge")
    assert means_of((barcode, typed), {barcode: "camera", typed: "nonsense"}) == (
        "camera",
        "typed",
    )
    assert furthest(("wedge", "typed", "camera")) == "typed"
    assert furthest(()) == "wedge"
