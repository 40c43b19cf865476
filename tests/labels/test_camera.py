"""What is read from a photograph, and what is never unpacked?"""

import struct
import zlib
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from labels.camera import MOST_BYTES, Code, NotAPicture, TooLarge, codes

TEXT = "=A99992600001000"
FORMATS = zxingcpp.BarcodeFormat


def photo(kind=FORMATS.DataMatrix, form="JPEG", text=TEXT, turned=0):
    symbol = Image.fromarray(zxingcpp.create_barcode(text, kind).to_image(scale=6))
    whole = Image.new("L", (1200, 800), 200)
    whole.paste(symbol, (80, 90))
    file = BytesIO()
    whole.rotate(turned, fillcolor=200).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("kind", "square"),
    [(FORMATS.DataMatrix, True), (FORMATS.QRCode, True), (FORMATS.Code128, False)],
)
def test_a_code_is_read_and_its_sort_is_known(form, kind, square):
    assert codes(photo(kind, form)) == (Code(TEXT, square),)


def test_a_picture_taken_askew_is_read():
    assert codes(photo(turned=12)) == (Code(TEXT, square=True),)


def test_other_barcodes_of_the_ward_are_not_looked_at():
    assert codes(photo(FORMATS.EAN13, text="4006381333931")) == ()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"hello",
        photo()[:300],
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64),
        photo(form="BMP"),
        photo(form="GIF"),
    ],
)
def test_what_is_no_picture_of_ours_is_not_opened(sent):
    with pytest.raises(NotAPicture):
        codes(sent)


def test_a_picture_that_claims_too_many_pixels_is_not_unpacked():
    head = struct.pack(">IIBBBBB", 60000, 60000, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)
    with pytest.raises(TooLarge):
        codes(bomb)


def _chunk(name, content):
    sums = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + sums


def test_a_file_that_is_too_long_is_not_opened():
    with pytest.raises(TooLarge):
        codes(bytes(MOST_BYTES + 1))
