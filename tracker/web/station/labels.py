"""How does a label that was recorded as printed come out of the printer?"""

from __future__ import annotations

from typing import Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

import labels as drawing
from tracker.actions import naming, recording
from tracker.domain import labelling
from tracker.domain.authority_table import Action, may
from tracker.domain.journey import Label
from tracker.domain.refused import Refused
from tracker.reads import journeys
from tracker.reads.journeys import Told
from tracker.web import access, prints
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.pages import pages

FORMS: Final[dict[str, drawing.Form]] = {"svg": "svg", "pdf": "pdf", "zpl": "zpl203"}


@pages.get("/journeys/<coi>/labels/<label>")
@allow(Action.SEE_JOURNEYS)
def label(coi: str, label: str) -> ResponseReturnValue:
    """Show the label with what to do next; the label itself exists since it was recorded."""
    told = journeys.seen_by(access.actor(), coi)
    found = _found(told, label)
    worn_by = told.journey.containers.get(found.container)
    return render_template(
        "station/label.html",
        told=told,
        label=found,
        next=_next(told, found),
        outdated=worn_by is not None
        and worn_by.label == found.id
        and labelling.outdated(told.journey, worn_by),
    )


@pages.get("/journeys/<coi>/labels/<label>.<form>")
@allow(Action.SEE_JOURNEYS)
def label_picture(coi: str, label: str, form: str) -> ResponseReturnValue:
    """Return the label as SVG, PDF or ZPL (`?dpi=300` for the finer printer), read back first.

    Of one that is on its container, or destroyed, no printer gets another: that is a copy, which needs a
    reason and is counted. It is still shown, without its codes.
    """
    who = access.actor()
    told = journeys.seen_by(who, coi)
    kind = FORMS.get(form)
    if kind is None:
        raise Refused("unknown_label", label=f"{label}.{form}")
    if kind == "zpl203" and request.args.get("dpi") == "300":
        kind = "zpl300"
    asked = recording.request(clock())
    patient = naming.patient(told.journey.coi, who, asked, f"label {label}")
    found = _found(told, label)
    print_ = prints.Print(told, found, patient)
    waits = found.state == "printed"
    if not waits and kind != "svg":
        raise Refused("label_used", label=found.id, state=found.state)
    drawn = prints.picture(print_, kind) if waits else prints.likeness(print_)
    return Response(drawn, mimetype=drawing.MEDIA_TYPES[kind])


@pages.get("/journeys/<coi>/label-sheet.pdf")
@allow(Action.SEE_JOURNEYS)
def label_sheet(coi: str) -> ResponseReturnValue:
    """Return every label of one use that waits to be put on, cut lines between (`?use=cryobag`)."""
    who, use = access.actor(), request.args.get("use", "")
    told = journeys.seen_by(who, coi)
    loose = [label for label in labelling.unaccounted(told.journey) if label.container]
    chosen = [each for each in loose if told.journey.containers[each.container].use == use]
    if not chosen:
        raise Refused("no_such_sheet", what=f"{use} labels that wait to be put on".strip())
    patient = naming.patient(told.journey.coi, who, recording.request(clock()), "label sheet")
    shapes = tuple(prints.shape(prints.Print(told, label, patient)) for label in chosen)
    drawn = prints.sheet(shapes, request.args.get("paper", ""))
    return Response(drawn, mimetype=drawing.MEDIA_TYPES["pdf"])


def _found(told: Told, name: str) -> Label:
    found = told.journey.labels.get(name)
    if found is None:
        raise Refused("unknown_label", label=name)
    return found


def _next(told: Told, label: Label) -> str:
    """Return the page on which this label is bound to what it was printed for."""
    if label.state != "printed":
        return ""
    if label.shipment and may(access.actor(), Action.PACK):
        return url_for("station.packing", coi=told.journey.coi, _anchor=f"label-{label.id}")
    if not label.container:
        return url_for(
            "station.record", coi=told.journey.coi, kind="label_applied", label=label.id
        )
    if told.journey.containers[label.container].state == "collecting":
        return url_for("station.collection", coi=told.journey.coi)
    return url_for(
        "station.record",
        coi=told.journey.coi,
        kind="container_labelled",
        label=label.id,
        container=label.container,
    )
