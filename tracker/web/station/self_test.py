"""Does the scanner at this workstation send what stands in the barcode?"""

from __future__ import annotations

from flask import Response, render_template, request

import labels
from tracker.domain import scanner_test
from tracker.domain.authority_table import Action
from tracker.web.access import allow
from tracker.web.station.pages import pages


@pages.get("/scanner")
@allow(Action.WORK_HERE)
def self_test() -> str:
    return _page()


@pages.post("/scanner")
@allow(Action.WORK_HERE)
def self_tested() -> str:
    """Say what arrived. Only the return key presses the first button, which nobody sees."""
    received = request.form.get("received", "")
    entered = request.form.get("sent") == "return"
    return _page(scanner_test.judge(received, entered=entered), received)


@pages.get("/scanner.svg")
@allow(Action.WORK_HERE)
def self_test_code() -> Response:
    """Return the barcode to scan from the screen or from paper."""
    drawn = labels.bare_code(scanner_test.SAMPLE, "Scanner self-test")
    return Response(drawn, mimetype=labels.MEDIA_TYPES["svg"])


def _page(verdict: scanner_test.Verdict | None = None, received: str = "") -> str:
    return render_template(
        "station/self_test.html",
        sample=scanner_test.SAMPLE,
        verdict=verdict,
        received=received,
    )
