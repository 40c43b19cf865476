"""What was scanned into the fields of a form: by scanner, by fingers, or by the camera?

Beside each field `x` of scans stand `x-photo`, photographs sent with the form, and `x-means`: one line
for each scan whose means the page knows, such as `camera =+04000...`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import g, request

from tracker.actions import recording, scanning
from tracker.web import access, photographs
from tracker.web.clock import clock
from tracker.web.forms import Filled

PHOTO: Final = "-photo"
MEANS: Final = "-means"


def filled() -> Filled:
    """Return the form that was sent; what its photographs show stands as lines in their fields.

    Each picture is judged once a request. Raises Refused for one that does not count; asked again,
    the form is returned without it, to be shown again.
    """
    if "filled" not in g:
        g.filled = Filled(request.form)
        for name in request.files:
            if name.endswith(PHOTO):
                _read(g.filled, name)
    found: Filled = g.filled
    return found


def _read(form: Filled, name: str) -> None:
    field = name.removesuffix(PHOTO)
    for photo in request.files.getlist(name):
        if photo.filename:
            asked = recording.request(clock())
            text = scanning.read_by_camera(photographs.seen(photo), access.actor(), asked)
            form[field] = "\n".join((*lines(form.get(field, "")), text, ""))
            form[field + MEANS] = "\n".join(
                (*lines(form.get(field + MEANS, "")), f"camera {text}")
            )


def lines(text: str) -> tuple[str, ...]:
    """Return the scans of a field, one a line; a scanner ends each with the return key."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def means(form: Filled) -> Mapping[str, str]:
    """Return by which means scans were read, by their text, where the page knows it."""
    marks = (mark for name in form if name.endswith(MEANS) for mark in lines(form[name]))
    return {raw: word for word, _, raw in (mark.partition(" ") for mark in marks)}
