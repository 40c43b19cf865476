"""Which codes stand in this photograph?

Whoever sends it may be mistaken or hostile: size and pixels are bounded before anything is
unpacked, and only three plain formats are opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Final

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_BYTES: Final = 12_000_000
MOST_PIXELS: Final = 50_000_000
"""More than a telephone takes; a picture of a few kilobytes may claim a thousand times that."""
LONGEST_SIDE: Final = 2000
"""Shrunk to this, a label that fills a quarter of the picture still has its modules."""
SQUARE: Final = frozenset(
    str(kind) for kind in (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.QRCode)
)
WANTED: Final = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.Code128,
    ]
)


class NotAPicture(Exception):
    """These bytes are no picture we open."""


class TooLarge(Exception):
    """This picture is larger than any we unpack."""


@dataclass(frozen=True)
class Code:
    """One code in a picture: what it says, and whether it is square or made of lines."""

    text: str
    square: bool


def codes(photo: bytes) -> tuple[Code, ...]:
    """Return every code in a photograph. Raises NotAPicture or TooLarge."""
    found = zxingcpp.read_barcodes(_opened(photo), formats=WANTED)
    each = [Code(one.text, str(one.format) in SQUARE) for one in found if one.text]
    return tuple(dict.fromkeys(each))


def _opened(photo: bytes) -> Image.Image:
    if len(photo) > MOST_BYTES:
        raise TooLarge
    try:
        with Image.open(BytesIO(photo), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooLarge
            # JPEG is unpacked no finer than is needed.
            image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return upright.convert("L")
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture from error
