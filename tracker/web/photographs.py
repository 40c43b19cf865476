"""Which codes stand in a photograph that was sent?"""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from labels import camera as eye
from tracker.domain.photographs import Symbol
from tracker.domain.refused import Refused


def seen(sent: FileStorage | None) -> tuple[Symbol, ...]:
    """Return the codes in a photograph. Raises Refused for what is no picture, or too large a one."""
    photo = sent.read() if sent else b""
    if sent:
        sent.close()  # a large one lies in a file of its own
    try:
        codes = eye.codes(photo)
    except eye.NotAPicture:
        raise Refused("photo_unreadable") from None
    except eye.TooLarge:
        most, pixels = eye.MOST_BYTES // 10**6, eye.MOST_PIXELS // 10**6
        raise Refused("photo_too_large", megabytes=most, megapixels=pixels) from None
    return tuple(Symbol(code.text, code.square) for code in codes)
