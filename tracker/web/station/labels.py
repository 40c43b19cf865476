"""How does a label that was recorded as printed come out of the printer?"""

from __future__ import annotations

from typing import Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

import labels as drawing
from tracker.actions import looking, recording
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
@allow()
def label(coi: str, label: str) -> ResponseReturnValue:
    """Show the label with what to do next; the label itself exists since it was recorded."""
    told = journeys.seen_by(access.actor(), coi)
    found = _found(told, label)
    return render_template(
        "station/label.html", told=told, label=found, next=_next(told, found)
    )


@pages.get("/journeys/<coi>/labels/<label>.<form>")
@allow()
def label_picture(coi: str, label: str, form: str) -> ResponseReturnValue:
    """Return the label as SVG, PDF or ZPL (`?dpi=300` for the finer printer), read back first."""
    who = access.actor()
    told = journeys.seen_by(who, coi)
    kind = FORMS.get(form)
    if kind is None:
        raise Refused("unknown_label", label=f"{label}.{form}")
    if kind == "zpl203" and request.args.get("dpi") == "300":
        kind = "zpl300"
    asked = recording.request(clock())
    patient = looking.at_patient(told, who, asked, f"label {label}")
    drawn = prints.picture(prints.Print(told, _found(told, label), patient), kind)
    return Response(drawn, mimetype=drawing.MEDIA_TYPES[kind])


def _found(told: Told, name: str) -> Label:
    found = told.journey.labels.get(name)
    if found is None:
        raise Refused("unknown_label", label=name)
    return found


def _next(told: Told, label: Label) -> str:
    """Return the page on which this label is bound to what it was printed for."""
    if label.state != "printed":
        return ""
    if label.kind == "wristband":
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
