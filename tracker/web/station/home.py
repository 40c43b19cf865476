"""What waits at the station, and whose is the label that was just scanned?"""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import recording, scanning
from tracker.domain import overdue
from tracker.domain.authority_table import Action, may
from tracker.domain.refused import Refused
from tracker.reads import freezers, places, station
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.pages import address, pages


@pages.get("/")
@allow(Action.STAND_AT_THE_STATION)
def home() -> ResponseReturnValue:
    return _page()


@pages.post("/scan")
@allow(Action.STAND_AT_THE_STATION, untrained=True)
def scan() -> ResponseReturnValue:
    """Open the journey a label belongs to; on a journey's own page, stop at any other label."""
    form = request.form
    looked = scanning.Look(
        raw=form.get("raw", ""),
        expect=form.get("expect", ""),
        means=form.get("means", ""),
        reason=form.get("reason", ""),
    )
    try:
        found = scanning.judged(looked, access.actor(), recording.request(clock()))
    except Refused as refused:
        if refused.code == "identity_mismatch":
            raise
        return _page(refused), 409
    return to_journey(found)


def to_journey(found: scanning.Found) -> ResponseReturnValue:
    """Open what a scan led to. A journey says once what was scanned, and only to whoever scanned it.

    An address can be kept, sent and opened again: it must not make the answer of a scan.
    """
    coi = found.told.journey.coi
    if found.scan.shipment:
        return redirect(url_for("station.shipment", coi=coi, shipment=found.scan.shipment))
    name = found.container.id if found.container else found.scan.carrier
    session["scanned"] = {"coi": coi, "what": name}
    return redirect(url_for("station.journey", coi=coi))


def _page(refused: Refused | None = None) -> str:
    text = request.args.get("text", "")
    return render_template(
        "station/home.html",
        worklist=station.worklist(access.actor(), access.site(), clock(), text=text),
        late=tuple(station.standing_about(access.actor(), access.site())),
        late_words=overdue.AT_THE_BENCH,
        zones=places.zones(),
        refused=refused,
        asked=request.form,
        freezer_room=bool(freezers.rooms(access.actor())),
        text=text,
        address=address,
        may_label_places=may(access.actor(), Action.LABEL_PLACES),
        keeps_devices=may(access.actor(), Action.SEE_DEVICES),
    )
