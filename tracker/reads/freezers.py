"""What stands where in a freezer room, and whose is each label scanned on a walk through it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.domain.authority_table import Action, may_at
from tracker.domain.events import Actor, SiteRules
from tracker.domain.identity import container_of
from tracker.domain.refused import Refused
from tracker.domain.scans import Scan, read
from tracker.domain.storage_map import Box
from tracker.reads import journeys
from tracker.store import freezers, sites, walks

LAST: Final = 6
"""How many scans of a walk its page repeats: enough to see where one stopped."""


@dataclass(frozen=True)
class Place:
    """One position. `state` is free, held or kept."""

    name: str
    number: int
    state: str
    coi: str = ""
    container: str = ""


@dataclass(frozen=True)
class Shelf:
    """One box with what stands in each of its positions."""

    box: Box
    places: tuple[Place, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Return what each position is, in order."""
        return tuple(place.state for place in self.places)

    @property
    def used(self) -> bool:
        """Say whether anything stands in the box or is awaited there."""
        return any(place.state != "free" for place in self.places)


@dataclass(frozen=True)
class Tank:
    """One tank: how full it is, box by box."""

    site: str
    name: str
    shelves: tuple[Shelf, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Return every position of the tank."""
        return tuple(place for shelf in self.shelves for place in shelf.places)

    def count(self, state: str) -> int:
        """Return how many positions are in a state."""
        return sum(place.state == state for place in self.places)


def rooms(actor: Actor) -> tuple[SiteRules, ...]:
    """Return the sites whose freezer room this person may look into."""
    looks = Action.LOOK_INTO_FREEZERS
    return tuple(
        site for site in sites.everywhere() if may_at(actor, looks, site=site.code, maker="")
    )


def require_room(actor: Actor, site: str) -> SiteRules:
    """Return a site whose freezer room this person may see. Raises Refused as if there were none."""
    found = next((room for room in rooms(actor) if room.code == site), None)
    if found is None:
        raise Refused("unknown_site", site=site)
    return found


def may_change(actor: Actor, site: str) -> bool:
    """Say whether a person may store, keep and audit here."""
    return may_at(actor, Action.KEEP_FREEZERS, site=site, maker="")


def tanks(site: str) -> tuple[Tank, ...]:
    """Return every tank of a site, with what stands in it and what is kept."""
    held, kept = freezers.held(f"{site}-"), freezers.kept(site)
    found: dict[str, list[Shelf]] = {}
    for box in freezers.boxes(site):
        found.setdefault(box.tank, []).append(_shelf(box, held, kept))
    return tuple(Tank(site, name, tuple(shelves)) for name, shelves in found.items())


def tank(site: str, name: str) -> Tank:
    """Return one tank. Raises Refused for an unknown one."""
    found = next((one for one in tanks(site) if one.name == name), None)
    if found is None:
        raise Refused("tank_unknown", tank=name)
    return found


def off_the_map(site: str) -> dict[str, freezers.Held]:
    """Return what is recorded at positions of this site that its map does not have."""
    known = {place for box in freezers.boxes(site) for place in box.positions()}
    held = freezers.held(f"{site}-")
    return {place: one for place, one in held.items() if place not in known}


def tank_of(site: str, place: str) -> str:
    """Return the tank a position is in, "" for one that is not on the map."""
    boxes = freezers.boxes(site)
    return next((box.tank for box in boxes if place in box.positions()), "")


def latest(site: str, tank: str = "") -> tuple[freezers.Walk, ...]:
    """Return the latest audits, newest first."""
    return freezers.audits(site, tank=tank)


def audit(actor: Actor, number: int) -> freezers.Walk:
    """Return one audit this person may see. Raises Refused otherwise."""
    found = freezers.audit(number)
    if found is None or found.site not in {room.code for room in rooms(actor)}:
        raise Refused("audit_unknown", number=number)
    return found


def typed(walk: freezers.Walk) -> tuple[tuple[str, str], ...]:
    """Return what was typed on a walk, with its reason; of an old walk nobody wrote it down."""
    kept = (walk.result.get(what, ()) for what in ("scanned", "means", "reasons"))
    lines = zip(*kept, strict=False)
    return tuple((raw, reason) for raw, means, reason in lines if means == "typed")


@dataclass(frozen=True)
class Progress:
    """How far one's walk through a tank is; `last` holds the latest scans, newest first."""

    scans: int
    looked_at: int
    last: tuple[tuple[str, str], ...]
    others: tuple[walks.Unfinished, ...]


def progress(actor: Actor, tank: Tank) -> Progress:
    """Return how far a walk is, without a word of what should stand where."""
    made = walks.scans(walks.Walker(tank.site, tank.name, actor.id))
    raw = tuple(scan.raw for scan in made)
    known = {place.name for place in tank.places}
    unfinished = walks.unfinished(tank.site, tank.name)
    return Progress(
        scans=len(raw),
        looked_at=len(known & {read(text).place for text in raw}),
        last=tuple(reversed(walked(raw[-LAST:]))),
        others=tuple(walk for walk in unfinished if walk.staff_id != actor.id),
    )


def kept_for(coi: str) -> tuple[str, ...]:
    """Return the positions kept for a journey."""
    return freezers.kept_for(coi)


def name_of(scan: Scan) -> str:
    """Return the container a label names by our record; the label's own text where we know none."""
    plain = f"{scan.din}-{scan.product}" if scan.product else ""
    wanted = frozenset({f"container:{plain}"}) if plain else scan.values
    owners = set(journeys.owner(wanted).values())
    if len(owners) != 1 or (scan.coi and scan.coi not in owners):
        return plain or scan.raw[:60]
    if plain:
        return plain
    found = container_of(journeys.tell(owners.pop()).journey, scan)
    return found.id if found else scan.raw[:60]


def walked(raw: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return each scan of a walk: ("place", position) or ("container", name)."""
    found = []
    for text in raw:
        scan = read(text)
        found.append(("place", scan.place) if scan.place else ("container", name_of(scan)))
    return tuple(found)


def _shelf(box: Box, held: dict[str, freezers.Held], kept: dict[str, freezers.Kept]) -> Shelf:
    places = []
    for number, name in enumerate(box.positions(), start=1):
        if one := held.get(name):
            places.append(Place(name, number, "held", one.coi, one.container))
        elif waiting := kept.get(name):
            places.append(Place(name, number, "kept", waiting.coi))
        else:
            places.append(Place(name, number, "free"))
    return Shelf(box, tuple(places))
