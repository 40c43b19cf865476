"""Is a file that was sent the kind of file that was asked for, and no larger than it may be?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import FileStorage

from tracker.domain.refused import Refused
from tracker.web import watch

LARGEST: Final = 128 * 1024
"""Bytes of a text file; the largest protocol has a fifth of this."""


@dataclass(frozen=True)
class Expected:
    """What a file must be: how its name ends, and what people call such a file."""

    suffix: str
    words: str
    most: int = LARGEST


def text(sent: FileStorage, label: str, expected: Expected) -> str:
    """Return the text of a file. Raises Refused for another kind, a packed one, or too much of it.

    What the browser says of its type is not asked: it says what the sender wants it to say.
    """
    read = sent.stream.read(expected.most + 1)
    if len(read) > expected.most:
        raise Refused("body_too_large", field="file", limit=expected.most // 1024)
    if not (sent.filename or "").lower().endswith(expected.suffix) or b"\0" in read:
        watch.suspect("file_refused")
        raise Refused("field_type", field="file", label=label, expected=expected.words)
    try:
        return read.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        watch.suspect("file_refused")
        raise Refused(
            "field_type", field="file", label=label, expected=expected.words
        ) from None
