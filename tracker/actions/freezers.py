"""How is a freezer room mapped, a position kept for cells to come, and a tank audited by scan?"""

from __future__ import annotations

from dataclasses import asdict, replace

from tracker.actions import recording
from tracker.domain import storage_map
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.domain.scans import means, read, require_accounted
from tracker.domain.storage_map import Audit, Box
from tracker.reads import freezers as rooms
from tracker.reads import journeys
from tracker.store import freezers, scanned, walks
from tracker.store.db import Clash, db, writing
from tracker.store.walks import Made


def add_box(actor: Actor, box: Box) -> None:
    """Put a box on the map of a site. Raises Refused for one that is there already."""
    _require_technologist(actor, box.site)
    storage_map.require_box(box)
    writing()
    if not freezers.add(box):
        db.session.rollback()
        raise Refused("box_known", box=box.name)
    db.session.commit()


def keep(actor: Actor, site: str, raw: tuple[str, ...], asked: recording.Request) -> str:
    """Keep a scanned position for the journey of a scanned label. Returns the position."""
    _require_technologist(actor, site)
    scans = [read(text) for text in raw]
    places = {scan.place for scan in scans if scan.place}
    values = frozenset().union(*(scan.values for scan in scans))
    owners = set(journeys.owner(values).values())
    if len(places) != 1:
        raise Refused("scan_missing", what="one position")
    if len(owners) != 1:
        raise Refused("scan_missing", what="one label of the patient whose cells will come")
    place, told = places.pop(), journeys.seen_by(actor, owners.pop())
    if not told.journey.open or told.journey.site != site:
        raise Refused("not_found")
    writing()
    _require_free(site, place)
    try:
        freezers.keep(freezers.Kept(place, told.journey.coi, site, actor.id, asked.now))
        db.session.commit()
    except Clash:
        db.session.rollback()
        raise Refused("place_kept", place=place) from None
    return place


def free(actor: Actor, site: str, place: str) -> None:
    """Let a position go that was kept."""
    _require_technologist(actor, site)
    writing()
    if place in freezers.kept(site):
        freezers.free(place)
    db.session.commit()


def end_boxes(actor: Actor, site: str, tank: str, rack: str, box: str = "") -> int:
    """Take a box, or every box of a rack, off the map; only while empty. Returns how many."""
    _require_technologist(actor, site)
    writing()
    shelves = [
        shelf
        for shelf in rooms.tank(site, tank).shelves
        if shelf.box.rack == rack and box in {"", shelf.box.box}
    ]
    if not shelves:
        raise Refused("box_unknown", box="-".join(part for part in (tank, rack, box) if part))
    if used := next((shelf for shelf in shelves if shelf.used), None):
        raise Refused("box_used", box=used.box.name)
    for shelf in shelves:
        freezers.remove(shelf.box)
    db.session.commit()
    return len(shelves)


def save(
    actor: Actor, room: tuple[str, str], made: tuple[Made, ...], asked: recording.Request
) -> None:
    """Save scans of a walk through a tank as they are made: a dropped telephone loses none.

    What is refused is counted as any refused scan is, and nothing sent with it is saved.
    """
    site, name = room
    _require_technologist(actor, site)
    tank = rooms.tank(site, name)
    for one in made:
        try:
            _require_of_walk(one, tank)
        except Refused as refused:
            stray = recording.Stray(one.raw, refused.code, one.means, one.reason, site)
            recording.keep_stray(stray, actor, asked)
            raise
    read_by = [replace(one, means=means(one.raw, one.means)) for one in made]
    writing()
    walks.add(_walker(actor, room), read_by, asked.now)
    scanned.keep([_counted(one, actor, site, asked) for one in read_by])
    db.session.commit()


def _require_of_walk(made: Made, tank: rooms.Tank) -> None:
    """Refuse a position of another tank, and what was typed without its check character or a reason."""
    scan = read(made.raw)
    if scan.place and scan.place not in {place.name for place in tank.places}:
        raise Refused("place_elsewhere", place=scan.place, tank=tank.name)
    require_accounted(scan, made.means, made.reason)


def _counted(made: Made, actor: Actor, site: str, asked: recording.Request) -> scanned.Scanned:
    owners = set(journeys.owner(read(made.raw).values).values())
    coi = owners.pop() if len(owners) == 1 else ""
    parts = (site, coi, made.means, made.raw, "", made.reason, asked.id)
    return scanned.Scanned(asked.now, actor.id, *parts)


def take_back(actor: Actor, room: tuple[str, str]) -> None:
    """Forget the last scan of one's own walk."""
    _require_technologist(actor, room[0])
    writing()
    walks.take_back(_walker(actor, room))
    db.session.commit()


def begin_again(actor: Actor, room: tuple[str, str]) -> None:
    """Forget every scan of one's own walk that is not finished."""
    _require_technologist(actor, room[0])
    writing()
    walks.clear(_walker(actor, room))
    db.session.commit()


def audit(actor: Actor, room: tuple[str, str], asked: recording.Request) -> int:
    """Compare one's walk through a tank with the record, and keep what was found. Returns its number."""
    site, name = room
    _require_technologist(actor, site)
    if (before := freezers.answered(asked.id)) is not None:
        return before
    walker = _walker(actor, room)
    made = walks.scans(walker)
    if not made:
        raise Refused("scan_missing", what="every position and what stands in it")
    walk = rooms.walked(tuple(one.raw for one in made))
    writing()
    tank = rooms.tank(site, name)
    recorded = {place.name: place.container for place in tank.places if place.container}
    positions = [place.name for place in tank.places]
    found = storage_map.compare(recorded, positions, walk)
    result = {**asdict(found), "elsewhere": _elsewhere(site, found), **_as_read(made)}
    kept = freezers.Walk(0, asked.now, site, name, actor.id, actor.name, result)
    number = freezers.record(kept, asked.id)
    walks.clear(walker)
    db.session.commit()
    return number


def _as_read(made: tuple[Made, ...]) -> dict[str, list[str]]:
    """Return each scan, its means and the reason of what was typed, in three lists of one order."""
    return {
        "scanned": [one.raw for one in made],
        "means": [one.means for one in made],
        "reasons": [one.reason if one.means == "typed" else "" for one in made],
    }


def _walker(actor: Actor, room: tuple[str, str]) -> walks.Walker:
    return walks.Walker(*room, actor.id, actor.name)


def _elsewhere(site: str, found: Audit) -> dict[str, str]:
    """Return where the record has what was found here and should not be: another tank of the site."""
    where = {one.container: place for place, one in freezers.held(f"{site}-").items()}
    return {name: where[name] for name, _ in found.surplus if name in where}


def _require_technologist(actor: Actor, site: str) -> None:
    rooms.require_room(actor, site)
    if not rooms.may_change(actor, site):
        raise Refused("not_allowed", kind="Storage", roles="cell lab tech")


def _require_free(site: str, place: str) -> None:
    if not rooms.tank_of(site, place):
        raise Refused("place_unknown", place=place)
    if place in freezers.held(place):
        raise Refused("place_taken", place=place)
