"""How does one shipment travel: its packing list, the courier's news, and how cold it stayed?"""

from __future__ import annotations

from typing import Final

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from tracker.actions import courier, recording
from tracker.actions import readings as attaching
from tracker.domain.authority_table import Action, may, recorders
from tracker.domain.custody import MOVING
from tracker.domain.kinds import Kind
from tracker.domain.readings import by_hour
from tracker.domain.refused import Refused
from tracker.reads import journeys, places, travels
from tracker.reads.travels import Attached, Travel
from tracker.web import access, plots
from tracker.web.access import allow
from tracker.web.clock import clock, said
from tracker.web.station.pages import pages

PATH: Final = "/journeys/<coi>/shipments/<shipment>"
LARGEST_LIST: Final = 1 << 20


@pages.get(PATH)
@allow(Action.STAND_AT_THE_STATION)
def shipment(coi: str, shipment: str) -> ResponseReturnValue:
    return _page(coi, shipment)


@pages.post(f"{PATH}/readings")
@allow(Action.STAND_AT_THE_STATION)
def attach(coi: str, shipment: str) -> ResponseReturnValue:
    """Attach a logger's file: whole, or not at all and with a sentence that says why."""
    try:
        file = _file("file")
        delivery = attaching.Delivery(coi, shipment, access.actor(), file.filename or "")
        model, asked = request.form.get("model", ""), recording.request(clock())
        sealed = attaching.attach_file(file.stream, model, delivery, asked)
    except Refused as refused:
        return _page(coi, shipment, refused), 409
    flash(
        f"{sealed[0].entry.data['readings']} readings attached as entry {sealed[0].entry.seq}."
    )
    return redirect(url_for("station.shipment", coi=coi, shipment=shipment))


@pages.post(f"{PATH}/news")
@allow(Action.STAND_AT_THE_STATION)
def news(coi: str, shipment: str) -> ResponseReturnValue:
    """Record a courier's list, each line about this shipment as its own entry."""
    try:
        raw = _whole(_file("list"))
        asked = recording.request(clock())
        count = courier.record_list(raw, coi, shipment, access.actor(), asked)
    except Refused as refused:
        return _page(coi, shipment, refused), 409
    flash(f"{count} new line(s) of the courier's list recorded.")
    return redirect(url_for("station.shipment", coi=coi, shipment=shipment))


@pages.get(f"{PATH}/temperature/<int:seq>.svg")
@allow(Action.STAND_AT_THE_STATION)
def temperature(coi: str, shipment: str, seq: int) -> ResponseReturnValue:
    """Draw what one file says, with the limits of the leg."""
    told = journeys.seen_by(access.actor(), coi)
    travel = travels.of(told, shipment)
    file = next((each.file for each in travel.attached if each.entry.seq == seq), None)
    if file is None or not file.buckets:
        raise Refused("not_found")
    zone = told.site.zone
    hours = by_hour(file.buckets)
    ends = (said(hours[0][0], zone), said(hours[-1][0], zone))
    drawn = plots.temperature(file.buckets, plots.Limits(*travel.limits), ends)
    return Response(drawn, mimetype="image/svg+xml")


@pages.get(f"{PATH}/packing-list")
@allow(Action.STAND_AT_THE_STATION)
def packing_list(coi: str, shipment: str) -> ResponseReturnValue:
    """Show the packing list as it is printed and laid into the shipper; blind until received."""
    told = journeys.seen_by(access.actor(), coi)
    if shipment in travels.blind(told.journey, access.actor()):
        raise Refused("packing_list_blind")
    travel = travels.of(told, shipment)
    return render_template(
        "station/packing_list.html",
        coi=coi,
        travel=travel,
        containers=[told.journey.containers[name] for name in travel.shipment.containers],
        told=told,
        zone=told.site.zone,
        name_of=places.name_of,
    )


def _file(name: str) -> FileStorage:
    """Return the file that was chosen. Raises Refused where none was."""
    file = request.files.get(name)
    if file is None or not file.filename:
        raise Refused("file_missing", field=name)
    return file


def _whole(file: FileStorage) -> bytes:
    """Return a small file. Raises Refused for a large one."""
    raw = file.stream.read(LARGEST_LIST + 1)
    if len(raw) > LARGEST_LIST:
        raise Refused("file_too_large", limit=LARGEST_LIST >> 20)
    return raw


def _page(coi: str, name: str, refused: Refused | None = None) -> str:
    told = journeys.seen_by(access.actor(), coi)
    travel = travels.of(told, name)
    return render_template(
        "station/shipment.html",
        coi=coi,
        travel=travel,
        told=told,
        zone=told.site.zone,
        blind=name in travels.blind(told.journey, access.actor()),
        moving=travel.shipment.state in MOVING,
        profiles=travels.profiles(told.site.code),
        may_write=access.holds(access.actor(), recorders(Kind.READINGS_ATTACHED).roles),
        may_misdirect=access.holds(access.actor(), recorders(Kind.SHIPMENT_MISDIRECTED).roles),
        may_open=may(access.actor(), Action.PACK),
        hours={each.entry.seq: _hours(each) for each in travel.attached},
        holds=[hold for hold in told.journey.open_holds() if _stops(travel, hold.containers)],
        refused=refused,
        given=request.form,
    )


def _hours(attached: Attached) -> tuple[object, ...]:
    return by_hour(attached.file.buckets) if attached.file else ()


def _stops(travel: Travel, containers: tuple[str, ...]) -> bool:
    return bool({*travel.shipment.containers} & {*containers})
