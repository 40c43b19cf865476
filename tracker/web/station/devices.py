"""Which shippers and loggers are there, are they fit to travel, and where has each been?"""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import devices as actions
from tracker.domain import devices as rules
from tracker.domain.authority_table import Action, may
from tracker.domain.devices import Line
from tracker.domain.refused import Refused
from tracker.reads import devices
from tracker.web import access
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.station.pages import pages


@pages.get("/devices")
@allow(Action.SEE_DEVICES)
def all_devices() -> ResponseReturnValue:
    return _register(None)


@pages.post("/devices")
@allow(Action.KEEP_DEVICES)
def device_noted() -> ResponseReturnValue:
    """Write a line into a device's history; the first makes it known."""
    try:
        line = _line()
        actions.write(line)
    except Refused as refused:
        return _register(refused), 409
    flash(f"{line.kind.capitalize()} {line.serial}: {line.what.replace('_', ' ')}.")
    return redirect(url_for("station.one_device", kind=line.kind, serial=line.serial.strip()))


@pages.get("/devices/<kind>/<path:serial>")
@allow(Action.SEE_DEVICES)
def one_device(kind: str, serial: str) -> ResponseReturnValue:
    found = devices.history(kind, serial, access.actor())
    return render_template(
        "station/device.html",
        found=found,
        over=devices.over(found.device, clock().date()),
        may_write=may(access.actor(), Action.KEEP_DEVICES),
        refused=None,
        given=request.form,
    )


def _register(refused: Refused | None) -> str:
    today = clock().date()
    known = [(each, devices.over(each, today)) for each in devices.register()]
    return render_template(
        "station/devices.html",
        known=known,
        may_write=may(access.actor(), Action.KEEP_DEVICES),
        kinds=rules.KINDS,
        refused=refused,
        given=request.form,
    )


def _line() -> Line:
    form = request.form
    places = [grant.place for grant in access.actor().grants]
    return Line(
        kind=form.get("kind", ""),
        serial=form.get("serial", "").strip()[:100],
        what=form.get("what", ""),
        who=access.actor().name,
        at=clock(),
        day=_day("day"),
        valid_until=_day("valid_until"),
        note=form.get("note", ""),
        site=access.site() or (places[0] if len(places) == 1 else ""),
    )


def _day(name: str) -> date | None:
    text = request.form.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("field_type", field=name, expected="a day such as 2026-11-21") from None
