"""What came out of the shipper? The receiver scans first; only then does a list appear."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import recording, scanning
from tracker.domain import custody, shipments
from tracker.domain.authority_table import Action, may, roles
from tracker.domain.journey import Shipment
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import journeys, receipts
from tracker.web import access, entries, scan_fields
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.liaison.journey import blind_shipments
from tracker.web.liaison.pages import pages

KIND = Kind.SHIPMENT_RECEIVED

OUTCOMES: Final = (
    ("accept", "Accept", "Everything is as packed. The containers may be used."),
    (
        "quarantine",
        "Quarantine",
        "Nothing is used until a person decides. The reason is shown to the sender.",
    ),
    ("reject", "Reject", "The containers are not used. The reason is shown to the sender."),
)


@pages.get("/journeys/<coi>/shipments/<shipment>/receive")
@allow(Action.RECEIVE)
def receive(coi: str, shipment: str) -> ResponseReturnValue:
    told, found = _here(coi, shipment)
    return _blind_page(told, found, None)


@pages.post("/journeys/<coi>/shipments/<shipment>/receive")
@allow(Action.RECEIVE)
def compare(coi: str, shipment: str) -> ResponseReturnValue:
    """Take the receiver's scans, and only then show them beside the packing list."""
    told, found = _here(coi, shipment)
    try:
        form = scan_fields.filled()
        _require_ours(coi, shipment, form)
    except Refused as refused:
        if refused.code == "identity_mismatch":
            raise
        return _blind_page(told, found, refused), 409
    return _compared_page(told, found, entries.form(told, KIND, form))


def _require_ours(coi: str, shipment: str, form: entries.forms.Filled) -> None:
    """Refuse when nothing was scanned, or anything of another journey."""
    scans, means = scan_fields.lines(form.get("scans", "")), scan_fields.means(form)
    if not scans:
        raise Refused("scan_missing", what="each container in the shipper")
    for raw in scans:
        what = scanning.Look(raw, coi, means.get(raw, ""), shipment=shipment)
        scanning.ours(what, access.actor(), recording.request(clock()))


@pages.post("/journeys/<coi>/shipments/<shipment>/decide")
@allow(Action.RECEIVE)
def decide_receipt(coi: str, shipment: str) -> ResponseReturnValue:
    """Take the receipt of the first of two people."""
    told, found = _here(coi, shipment)
    try:
        entries.submit(told, KIND, then=_home(coi))
    except Refused as refused:
        if refused.code == "identity_mismatch":
            raise
        return _compared_page(told, found, entries.refused_form(told, KIND, refused)), 409
    return redirect(_home(coi))


def _home(coi: str) -> str:
    """Return the page of the journey where this person works."""
    desk = may(access.actor(), Action.WORK_AT_THE_DESK)
    return url_for("liaison.journey" if desk else "station.journey", coi=coi)


def _here(coi: str, name: str) -> tuple[journeys.Told, Shipment]:
    """Return a shipment that is to be received where this person works. Raises Refused."""
    told = journeys.seen_by(access.actor(), coi)
    found = shipments.find(told.journey, name)
    if name not in blind_shipments(told, roles(Action.RECEIVE)):
        if found.state in custody.MOVING:
            raise Refused("wrong_destination", shipment=name, place=found.to_site)
        raise Refused("shipment_state", shipment=name, state=f"{found.state} already")
    return told, found


def _blind_page(told: journeys.Told, shipment: Shipment, refused: Refused | None) -> str:
    return render_template(
        "liaison/receive.html",
        coi=told.journey.coi,
        home=_home(told.journey.coi),
        shipment=shipment.id,
        handed_over=receipts.handed_over(told.journey, shipment),
        refused=refused,
        given=scan_fields.filled(),
    )


def _compared_page(told: journeys.Told, shipment: Shipment, form: entries.EntryForm) -> str:
    as_read = receipts.AsRead(
        request.form.get("seal", "").strip(),
        request.form.get("condition", ""),
        request.form.get("waybill", "").strip(),
    )
    filled = scan_fields.filled()
    scans = scan_fields.lines(filled.get("scans", ""))
    compared = receipts.compare(told.journey, shipment.id, scans, as_read)
    return render_template(
        "liaison/compared.html",
        coi=told.journey.coi,
        home=_home(told.journey.coi),
        shipment=shipment,
        compared=compared,
        seen=compared.seen,
        whole=compared.seen.whole,
        as_read=as_read,
        scans="\n".join(scans),
        means=filled.get("scans-means", ""),
        outcomes=OUTCOMES,
        form=form,
        given=request.form,
    )
