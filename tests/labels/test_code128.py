"""Does a linear code keep every character, whatever it begins with?"""

from random import Random

import pytest
import zxingcpp
from barcode.codex import Code128
from PIL import Image

from labels.symbols import code128, datamatrix, square
from labels.unprintable import Unprintable

PRINTABLE = "".join(chr(code) for code in range(32, 127))


def read(modules):
    """Read bars with another library than the one that made them."""
    quiet = bytes([255]) * 24
    row = quiet + b"".join((b"\x00" if m == "1" else b"\xff") * 2 for m in modules) + quiet
    image = Image.frombytes("L", (len(row), 40), row * 40)
    found = zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128])
    )
    return [one.bytes.decode() for one in found]


@pytest.mark.parametrize("digits", range(1, 13))
def test_a_text_that_begins_with_99_keeps_it(digits):
    choose = Random(digits)
    for _ in range(200):
        tail = "".join(choose.choices("0123456789", k=digits))
        assert read(code128("99" + tail)) == ["99" + tail]


def test_a_lot_number_that_begins_with_99_keeps_it():
    choose = Random(99)
    for _ in range(1_000):
        lot = "99" + "".join(choose.choices("0123456789ABCXYZ-/", k=choose.randint(0, 14)))
        assert read(code128(lot)) == [lot]


def test_every_two_digits_at_the_start_are_kept():
    for start in range(100):
        for tail in ("", "1", "12", "A", "123", "1234", "12A", "-99", "99"):
            text = f"{start:02}{tail}"
            assert read(code128(text)) == [text]


def test_any_printable_text_is_kept():
    choose = Random(128)
    for _ in range(2_000):
        text = "".join(choose.choices(PRINTABLE, k=choose.randint(1, 24))).strip() or "x"
        assert read(code128(text)) == [text]


def test_the_guard_is_still_needed():
    """When this fails the library has been mended: delete WholeCode128."""
    assert read(Code128("9912345678").build()[0]) == ["12345678"]


def test_the_same_text_gives_the_same_bars():
    assert {code128("=A99992600004200") for _ in range(5)} == {code128("=A99992600004200")}
    assert len(code128("=A99992600004200")) == 145  # one symbol character for two digits


@pytest.mark.parametrize("encode", [code128, datamatrix])
@pytest.mark.parametrize("content", ["", "Ä", "a\nb", "٣", "\x1d01"])
def test_what_scanners_might_read_otherwise_is_not_encoded(encode, content):
    with pytest.raises(Unprintable) as unprintable:
        encode(content)
    assert unprintable.value.code == "label_unreadable"


def test_a_data_matrix_is_square_whatever_its_length():
    for length in range(1, 400):
        rows = datamatrix("A9" * length)
        assert {len(row) for row in rows} == {len(rows)}
        assert len(rows) % 2 == 0  # ECC 200 has even sides, its forerunners odd ones


def test_a_rectangular_data_matrix_is_refused():
    message = "=+04000=A99992612345600=<S12343A0&>0262652359&/CHA999926A1B2C3"
    drawn = zxingcpp.create_barcode(message, zxingcpp.BarcodeFormat.DataMatrix)
    image = Image.fromarray(drawn.to_image(scale=1, add_quiet_zones=False))
    assert image.width != image.height
    with pytest.raises(Unprintable) as unprintable:
        square(image, message)
    assert unprintable.value.code == "label_unreadable"


def test_a_text_no_data_matrix_can_hold_is_refused():
    with pytest.raises(Unprintable) as unprintable:
        datamatrix("A" * 3_000)
    assert unprintable.value.code == "label_overflow"
