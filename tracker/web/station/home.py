"""What waits at the station, and whose is the label that was just scanned?"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import recording, scanning
from tracker.domain.refused import Refused
from tracker.reads import places, station
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.pages import HERE, address, pages


@pages.get("/")
@allow(*HERE)
def home() -> ResponseReturnValue:
    return _page()


@pages.post("/scan")
@allow(*HERE)
def scan() -> ResponseReturnValue:
    """Open the journey a label belongs to; on a journey's own page, stop at any other label."""
    raw, expect = request.form.get("raw", ""), request.form.get("expect", "")
    try:
        found = scanning.scan(raw, access.actor(), recording.request(clock()), expect=expect)
    except Refused as refused:
        if refused.code == "identity_mismatch":
            raise
        return _page(refused), 409
    name = found.container.id if found.container else found.scan.carrier
    return redirect(url_for("station.journey", coi=found.told.journey.coi, found=name))


def _page(refused: Refused | None = None) -> str:
    text = request.args.get("text", "")
    return render_template(
        "station/home.html",
        worklist=station.worklist(access.actor(), access.site(), clock(), text=text),
        zones=places.zones(),
        refused=refused,
        text=text,
        address=address,
    )
