"""What stands in the freezer room, how does a container get in, about and out, and is it all there?"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.actions import freezers as actions
from tracker.actions import recording, scanning
from tracker.domain import tank_picture
from tracker.domain.authority_table import Action, may
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.scans import read
from tracker.domain.storage_map import Box
from tracker.reads import freezers, journeys
from tracker.reads.journeys import Told
from tracker.web import access, entries, scan_fields
from tracker.web.access import allow
from tracker.web.clock import clock
from tracker.web.entries import EntryForm
from tracker.web.station.pages import pages
from tracker.web.station.record import tell


@pages.get("/freezers")
@allow(Action.LOOK_INTO_FREEZERS)
def freezer_rooms() -> ResponseReturnValue:
    """Show the room of the site worked at; the list of rooms where there are several."""
    rooms = freezers.rooms(access.actor())
    chosen = access.site() or (rooms[0].code if len(rooms) == 1 else "")
    if chosen in {room.code for room in rooms}:
        return redirect(url_for("station.freezer", site=chosen))
    return render_template("station/freezers.html", rooms=rooms)


@pages.get("/freezers/<site>")
@allow(Action.LOOK_INTO_FREEZERS)
def freezer(site: str) -> ResponseReturnValue:
    return _room(site)


@pages.post("/freezers/<site>/scan")
@allow(Action.LOOK_INTO_FREEZERS, untrained=True)
def freezer_scan(site: str) -> ResponseReturnValue:
    """Lead from the scan of a position to its tank, and from that of a container to where it goes."""
    looked = scanning.Look(request.form.get("raw", ""), means=request.form.get("means", ""))
    try:
        return redirect(_scanned(site, looked))
    except Refused as refused:
        return _room(site, refused), 409


def _scanned(site: str, looked: scanning.Look) -> str:
    freezers.require_room(access.actor(), site)
    if place := read(looked.raw).place:
        tank = freezers.tank_of(site, place)
        if not tank:
            raise Refused("place_unknown", place=place)
        return url_for("station.tank", site=site, tank=tank, found=place, _anchor=place)
    found = scanning.sought(looked, access.actor(), recording.request(clock()))
    if found.container is None:
        raise Refused("scan_missing", what="a container or a position")
    name = found.container.id
    return url_for(
        "station.storage", coi=found.told.journey.coi, container=name, scans=f"{looked.raw}\n"
    )


@pages.post("/freezers/<site>/boxes")
@allow(Action.KEEP_FREEZERS)
def box_added(site: str) -> ResponseReturnValue:
    filled = request.form
    tank, rack, name = (
        filled.get(part, "").strip().upper() for part in ("tank", "rack", "box")
    )
    size = filled.get("places", "").strip()
    try:
        number = int(size) if size.isascii() and size.isdigit() and len(size) < 4 else 0
        box = Box(site, tank, rack, name, number)
        actions.add_box(access.actor(), box)
    except Refused as refused:
        return _room(site, refused), 409
    flash(f"Box {box.name} is on the map, with {box.places} positions.")
    return redirect(url_for("station.freezer", site=site))


@pages.post("/freezers/<site>/tanks/<tank>/boxes/end")
@allow(Action.KEEP_FREEZERS)
def boxes_ended(site: str, tank: str) -> ResponseReturnValue:
    """Take an empty box, or an empty rack, off the map."""
    rack, box = request.form.get("rack", ""), request.form.get("box", "")
    try:
        count = actions.end_boxes(access.actor(), site, tank, rack, box)
    except Refused as refused:
        known = refused.code != "tank_unknown"
        return (_tank(site, tank, refused) if known else _room(site, refused)), 409
    flash(f"{count} box{'' if count == 1 else 'es'} taken off the map.")
    if any(one.name == tank for one in freezers.tanks(site)):
        return redirect(url_for("station.tank", site=site, tank=tank))
    return redirect(url_for("station.freezer", site=site))


@pages.get("/freezers/<site>/tanks/<tank>")
@allow(Action.LOOK_INTO_FREEZERS)
def tank(site: str, tank: str) -> ResponseReturnValue:
    return _tank(site, tank)


@pages.post("/freezers/<site>/tanks/<tank>/kept")
@allow(Action.KEEP_FREEZERS)
def place_kept(site: str, tank: str) -> ResponseReturnValue:
    """Keep a position for cells that will come, or let it go again."""
    gone = request.form.get("free", "")
    try:
        if gone:
            actions.free(access.actor(), site, gone)
            flash(f"{gone} is free again.")
        else:
            raw = scan_fields.lines(scan_fields.filled().get("scans", ""))
            place = actions.keep(access.actor(), site, raw, recording.request(clock()))
            flash(f"{place} is kept.")
    except Refused as refused:
        return _tank(site, tank, refused), 409
    return redirect(url_for("station.tank", site=site, tank=tank))


@pages.get("/journeys/<coi>/storage")
@allow(Action.STORE)
def storage(coi: str) -> ResponseReturnValue:
    """Put one container into a position, or move it to another."""
    told = journeys.seen_by(access.actor(), coi)
    name = request.args.get("container", "")
    return _storage(told, name, entries.form(told, Kind.STORED, fixed=_fixed(name)))


@pages.post("/journeys/<coi>/storage")
@allow(Action.STORE)
def stored(coi: str) -> ResponseReturnValue:
    told = journeys.seen_by(access.actor(), coi)
    name = request.form.get("container", "")
    try:
        sealed = entries.submit(told, Kind.STORED)
    except Refused as refused:
        form = entries.refused_form(told, Kind.STORED, refused, fixed=_fixed(name))
        return _storage(told, name, form), 409
    tell(sealed)
    site = told.journey.site
    place = str(sealed[0].entry.data["place"]) if sealed else ""
    if found := freezers.tank_of(site, place):
        there = url_for("station.tank", site=site, tank=found, found=place, _anchor=place)
        return redirect(there)
    return redirect(url_for("station.journey", coi=coi))


def _fixed(name: str) -> dict[str, str]:
    """Return what nobody types here: the position is scanned where it is, not picked from a list."""
    return {"container": name, "place": ""}


def _storage(told: Told, name: str, form: EntryForm) -> str:
    container = told.journey.containers.get(name)
    if container is None:
        raise Refused("container_unknown", container=name)
    return render_template(
        "station/storage.html",
        told=told,
        item=container,
        form=form,
        kept=freezers.kept_for(told.journey.coi),
        rooms=[room.code for room in freezers.rooms(access.actor())],
    )


def _room(site: str, refused: Refused | None = None) -> str:
    room = freezers.require_room(access.actor(), site)
    return render_template(
        "station/freezer.html",
        room=room,
        tanks=freezers.tanks(site),
        strays=freezers.off_the_map(site),
        audits=freezers.latest(site),
        may_change=freezers.may_change(access.actor(), site),
        refused=refused,
        filled=request.form,
    )


def _tank(site: str, name: str, refused: Refused | None = None) -> str:
    room = freezers.require_room(access.actor(), site)
    return render_template(
        "station/tank.html",
        room=room,
        tank=(found := freezers.tank(site, name)),
        picture=tank_picture.picture((each.box, each.states) for each in found.shelves),
        walk=freezers.progress(access.actor(), found),
        audits=freezers.latest(site, name),
        may_change=freezers.may_change(access.actor(), site),
        may_label=may(access.actor(), Action.LABEL_PLACES),
        found=request.args.get("found", ""),
        refused=refused,
        filled=scan_fields.filled(),
    )
