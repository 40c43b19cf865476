"""Is everything in this tank that should be? A walk from position to position, saved as it is scanned."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import freezers as actions
from tracker.actions import recording
from tracker.domain.authority_table import Action
from tracker.domain.refused import Refused
from tracker.reads import freezers
from tracker.store.walks import Made
from tracker.web import access, scan_fields
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.forms import Filled
from tracker.web.station.pages import pages

PATH = "/freezers/<site>/tanks/<tank>/audit"


@pages.get(PATH)
@allow(Action.KEEP_FREEZERS)
def tank_audit(site: str, tank: str) -> ResponseReturnValue:
    return _page(site, tank)


@pages.post(f"{PATH}/scans")
@allow(Action.KEEP_FREEZERS)
def walk_scanned(site: str, tank: str) -> ResponseReturnValue:
    """Save what was scanned just now; or take the last scan back, or begin again."""
    wish, room = request.form.get("do", ""), (site, tank)
    try:
        if wish == "back":
            actions.take_back(access.actor(), room)
        elif wish == "again":
            actions.begin_again(access.actor(), room)
        else:
            made = _made(scan_fields.filled())
            actions.save(access.actor(), room, made, recording.request(clock()))
    except Refused as refused:
        return _page(site, tank, refused), 409
    return redirect(url_for("station.tank_audit", site=site, tank=tank))


@pages.post(PATH)
@allow(Action.KEEP_FREEZERS)
def tank_audited(site: str, tank: str) -> ResponseReturnValue:
    """Finish the walk: only now is it compared with the record."""
    asked = recording.request(clock(), request.form.get("request_id", ""))
    try:
        number = actions.audit(access.actor(), (site, tank), asked)
    except Refused as refused:
        return _page(site, tank, refused), 409
    return redirect(url_for("station.audit", number=number))


@pages.get("/freezers/audits/<int:number>")
@allow(Action.LOOK_INTO_FREEZERS)
def audit(number: int) -> ResponseReturnValue:
    """Show what one walk through a tank found."""
    found = freezers.audit(access.actor(), number)
    room = freezers.require_room(access.actor(), found.site)
    typed = freezers.typed(found)
    return render_template(
        "station/audit.html", walk=found, result=found.result, room=room, typed=typed
    )


def _made(form: Filled) -> tuple[Made, ...]:
    """Return what was scanned: one label in the field on top, or many, each with its own means."""
    of_each, of_one = scan_fields.means(form), form.get("means", "")
    reason = form.get("reason", "")
    return tuple(
        Made(raw, of_each.get(raw, of_one), reason)
        for raw in scan_fields.lines(form.get("scans", ""))
    )


def _page(site: str, name: str, refused: Refused | None = None) -> str:
    room = freezers.require_room(access.actor(), site)
    tank = freezers.tank(site, name)
    return render_template(
        "station/walk.html",
        room=room,
        tank=tank,
        walk=freezers.progress(access.actor(), tank),
        request_id=request.form.get("request_id") or recording.request(clock()).id,
        refused=refused,
        asked=scan_fields.filled() if refused and refused.field == "reason" else {},
    )
