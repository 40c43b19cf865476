"""What stands on the packing bench, what is still to be scanned, and may it leave?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain import labelling
from tracker.domain.authority_table import Action
from tracker.domain.devices import KINDS
from tracker.domain.identity import container_of
from tracker.domain.journey import Label
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.scans import read
from tracker.reads import devices, journeys, travels
from tracker.reads.journeys import Told
from tracker.web import access, entries, scan_fields
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.entries import EntryForm
from tracker.web.station.pages import pages
from tracker.web.station.record import tell

PAPERS: Final = (
    ("packing list", "Packing list"),
    ("waybill copy", "Copy of the waybill"),
    ("order sheet", "Order sheet with the chain of identity"),
    ("certificate", "Certificate, on the way back"),
    ("customs papers", "Customs papers, if it crosses a border"),
)


@pages.get("/journeys/<coi>/packing")
@allow(Action.PACK)
def packing(coi: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    return _page(told, _form(told))


@pages.post("/journeys/<coi>/packing")
@allow(Action.PACK)
def packed(coi: str) -> ResponseReturnValue:
    """Tick off what was scanned so far; with `do=pack`, the first of two people signs."""
    told = journeys.seen_by(access.actor(), coi)
    try:
        if scan_fields.filled().get("do") != "pack":
            return _page(told, _form(told))
        sealed = entries.submit(told, Kind.SHIPMENT_PACKED)
    except Refused as refused:
        again = entries.refused_form(told, Kind.SHIPMENT_PACKED, refused)
        return _page(told, again), 409
    tell(sealed)
    if not sealed:
        return redirect(url_for("station.journey", coi=coi))
    name = sealed[0].entry.data["shipment"]
    return redirect(url_for("station.shipment", coi=coi, shipment=name))


@pages.post("/journeys/<coi>/packing/labels/<label>")
@allow(Action.PACK)
def shipper_labelled(coi: str, label: str) -> ResponseReturnValue:
    """Count a shipper's label as put on, by scanning it there."""
    told = journeys.seen_by(access.actor(), coi)
    kind = Kind.LABEL_APPLIED
    try:
        raw = scan_fields.filled().get(_scan_field(label), "")
        tell(entries.submit(told, kind, fixed={"label": label, "scans": raw}))
    except Refused as refused:
        again = entries.refused_form(told, kind, refused)
        return _page(told, replace(_form(told), refused=again.refused)), 409
    return redirect(url_for("station.packing", coi=coi))


def _scan_field(label: str) -> str:
    """Return the name of the field into which this label is scanned; each on the bench has its own."""
    return f"scans-{label}"


def _loose(told: Told) -> list[Label]:
    """Return the shippers' labels that were printed and not yet scanned on their shipper."""
    return [label for label in labelling.unaccounted(told.journey) if label.shipment]


def _form(told: Told) -> EntryForm:
    return entries.form(told, Kind.SHIPMENT_PACKED, scan_fields.filled())


def _page(told: Told, form: EntryForm) -> str:
    bench = travels.bench(told, access.actor())
    scanned, unread = _scanned(told)
    serials = {kind: request.form.get(kind, "").strip() for kind in KINDS}
    return render_template(
        "station/packing.html",
        coi=told.journey.coi,
        told=told,
        zone=told.site.zone,
        bench=bench,
        scanned=scanned,
        unread=unread,
        form=form,
        papers=PAPERS,
        known={kind: devices.of(kind, serial) for kind, serial in serials.items() if serial},
        today=clock().date(),
        loose=_loose(told),
        scan_field=_scan_field,
    )


def _scanned(told: Told) -> tuple[set[str], list[str]]:
    """Return the containers scanned so far, and the lines that are no label of this journey."""
    found, unread = set(), []
    for raw in scan_fields.lines(scan_fields.filled().get("scans", "")):
        try:
            item = container_of(told.journey, read(raw))
        except Refused:
            item = None
        if item is None:
            unread.append(raw)
        else:
            found.add(item.id)
    return found, unread
