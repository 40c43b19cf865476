"""When does what a camera saw count as a scan?"""

import pytest

from tracker.domain.isbt128 import DonationNumber
from tracker.domain.photographs import Symbol, chosen
from tracker.domain.refused import Refused

DIN, OTHER = "A999926000010", "A999926000020"


BAG = Symbol(f"=+03000={DIN}00=<S1128V00&/CHA999926000010", square=True)
BAND = Symbol("=+02000&/CHA999926000010=;A99990000000000000042", square=True)
PLACE = Symbol("PL:RST-T1-R1-B1", square=True)
"""The codes of a bag, a wristband and a box."""


def linear(din, *, keyed=False):
    number = DonationNumber.with_keyed_flags(din) if keyed else DonationNumber.of(din)
    return Symbol(number.encode(), square=False)


def square(din):
    return Symbol(DonationNumber.of(din).encode(), square=True)


@pytest.mark.parametrize(
    "seen",
    [
        (square(DIN),),
        (square(DIN), linear(DIN)),
        (linear(DIN, keyed=True), square(DIN)),
        (square(DIN), Symbol("=<S1128V00", square=False)),
        (square(DIN), Symbol("not of ours]", square=False)),
        (BAG, linear(DIN), Symbol("=<S1128V00", square=False)),
        (BAG, Symbol("&>0263262359", square=False)),
        (PLACE, Symbol("PL:RST-T1-R1-B1", square=False)),
    ],
)
def test_a_square_code_counts(seen):
    (wanted,) = (symbol for symbol in seen if symbol.square)
    assert chosen(seen) == wanted


def test_lines_count_when_their_flags_confirm_them():
    assert chosen((linear(DIN, keyed=True),)) == linear(DIN, keyed=True)


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ((), "photo_nothing_read"),
        ((linear(DIN),), "linear_unconfirmed"),
        ((linear(DIN), Symbol("&/CHA999926ABC123", square=False)), "linear_unconfirmed"),
        ((Symbol("=A99992600001061", square=False),), "linear_unconfirmed"),
        ((linear(DIN, keyed=True), linear(OTHER, keyed=True)), "linear_unconfirmed"),
        ((square(DIN), square(OTHER)), "photo_several"),
        ((square(DIN), linear(OTHER)), "photo_several"),
        ((BAG, Symbol("=<S1128VA0", square=False)), "photo_several"),
        ((BAG, Symbol("&/CHA999926ABC123", square=False)), "photo_several"),
        ((PLACE, Symbol("PL:RST-T1-R1-B2", square=False)), "photo_several"),
        ((BAND, Symbol("=;A99990000000000000043", square=False)), "photo_several"),
    ],
)
def test_anything_else_is_refused(seen, code):
    with pytest.raises(Refused) as refused:
        chosen(seen)
    assert refused.value.code == code
