"""How is any kind of entry recorded, by whoever may record it?"""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.authority_table import Action
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import genealogy, journeys, travels
from tracker.store.log import Sealed
from tracker.web import access, entries
from tracker.web.access import allow
from tracker.web.entries import EntryForm
from tracker.web.station.pages import pages


@pages.get("/journeys/<coi>/record/<kind>")
@allow(Action.SEE_JOURNEYS)
def record(coi: str, kind: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    if page := _own_page(coi, _kind(kind)):
        return redirect(page)
    return _page(entries.form(told, _kind(kind)))


@pages.post("/journeys/<coi>/record/<kind>")
@allow(Action.SEE_JOURNEYS)
def recorded(coi: str, kind: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    if page := _own_page(coi, _kind(kind)):
        return redirect(page)
    try:
        sealed = entries.submit(told, _kind(kind))
    except Refused as refused:
        return _page(entries.refused_form(told, _kind(kind), refused)), 409
    tell(sealed)
    if printed := _label(sealed):
        return redirect(url_for("station.label", coi=coi, label=printed))
    return redirect(url_for("station.journey", coi=coi))


def tell(sealed: tuple[Sealed, ...]) -> None:
    """Say on the next page what was recorded, with its seal."""
    for each in sealed[:1]:
        number = each.entry.seq
        flash(f"Recorded as entry {number}. Seal {each.seal}.")


def _own_page(coi: str, kind: Kind) -> str:
    """Return where a kind is recorded of which the general form shows too much, or asks too little."""
    if kind is Kind.SHIPMENT_RECEIVED:
        return url_for("station.journey", coi=coi, _anchor="shipments")
    if kind is Kind.SHIPMENT_PACKED:
        return url_for("station.packing", coi=coi)
    return ""


def _label(sealed: tuple[Sealed, ...]) -> str:
    """Return the label that was just printed, if that is what was recorded."""
    first = sealed[0].entry if sealed else None
    return str(first.data["label"]) if first and first.kind is Kind.LABEL_PRINTED else ""


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise Refused("unknown_kind", kind=name) from None


def _page(form: EntryForm) -> str:
    """Show a form that does not tell what is in a shipper this person is to open blind."""
    hidden = travels.hidden(form.told.journey, access.actor())
    inputs = tuple(
        replace(each, choices=tuple(pair for pair in each.choices if pair[0] not in hidden))
        for each in form.inputs
    )
    form = replace(form, inputs=inputs)
    deciding = form.spec.kind is Kind.SUFFICIENCY_DECIDED
    cells = genealogy.counts(form.told) if deciding else None
    return render_template("station/record.html", form=form, cells=cells)
