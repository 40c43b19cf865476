"""Which answers are made smaller on the way, for a telephone on a slow line?"""

from __future__ import annotations

import gzip
from typing import Final

from flask import Flask, Response, request

PAGES: Final = frozenset({"patient.home", "patient.visit", "assets.serve"})
"""Only these: they repeat nothing of what the address says, so that the size of an answer tells a
stranger nothing about the secrets inside it (BREACH)."""

KINDS: Final = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
LEAST: Final = 1000


def register(app: Flask) -> None:
    """Make what is worth it smaller, where the browser understands that."""
    app.after_request(_smaller)


def _smaller(answer: Response) -> Response:
    if request.endpoint not in PAGES or answer.mimetype not in KINDS:
        return answer
    answer.vary.add("Accept-Encoding")
    accepted = request.accept_encodings["gzip"] > 0
    if request.method != "GET" or answer.status_code != 200 or not accepted:
        return answer
    answer.direct_passthrough = False
    body = answer.get_data()
    if len(body) >= LEAST:
        answer.set_data(gzip.compress(body, 6, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
        answer.headers["Content-Length"] = str(len(answer.get_data()))
        if tag := answer.get_etag()[0]:
            answer.set_etag(tag, weak=True)
    return answer
