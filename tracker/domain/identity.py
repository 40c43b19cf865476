"""Is what was scanned this patient's? Nothing else in the house may answer that question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from tracker.domain import isbt128
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Container, Journey, Verified
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.scans import Scan, read, require_accounted, shipper
from tracker.domain.specs import SPECS

NEW_DONATION: Final = frozenset({Kind.COLLECTION_STARTED})
"""Kinds that may bring a donation number nobody has seen before."""

NEW_BARCODE: Final = frozenset({Kind.IDENTIFIER_LINKED, Kind.LOT_FILLED})
"""Kinds that may bring somebody else's barcode nobody has seen before."""

BY_SCAN: Final = frozenset(
    {
        Kind.CONTAINER_LABELLED,
        Kind.STORED,
        Kind.SHIPMENT_PACKED,
        Kind.THAW_STARTED,
        Kind.INFUSION_STARTED,
    }
)
"""Kinds whose containers must be scanned, not picked from a list."""

CARRIERS: Final[Mapping[str, tuple[str, ...]]] = {
    "enrolment": ("wristband",),
    "pre_collection": ("wristband",),
    "end_of_collection": ("wristband", "container"),
    "receipt": ("order", "container"),
    "final_label": ("order", "container"),
    "pre_thaw": ("order", "container"),
    "bedside": ("wristband", "container"),
}
"""The carriers compared at each point. A wristband serves where an order sheet is asked for."""

STATED: Final = frozenset({"enrolment", "pre_collection", "bedside"})
"""Points where the patient is present and states name and birth date."""


def all_scans(facts: Facts) -> tuple[str, ...]:
    """Return every raw text read in this attempt, the signers' own scans included, once each."""
    raw = [*facts.scans, *(scan for signing in facts.signings for scan in signing.scans)]
    return tuple(dict.fromkeys(raw))


def named(facts: Facts) -> frozenset[str]:
    """Return the identifiers this attempt names, so that the store can say whose they are.

    Raises Refused for a scan that is no label we know.
    """
    scans = _said(facts, all_scans(facts))
    place = facts.data.get("place")
    places = {scan.place for scan in scans} | ({place} if isinstance(place, str) else set())
    return frozenset().union(
        *(scan.values for scan in scans),
        (f"foreign:{value}" for value in _written(facts.data)),
        (f"place:{place}" for place in places if place),
    )


def _written(data: Mapping[str, Any]) -> Iterable[str]:
    if isinstance(value := data.get("value"), str):
        yield value
    bags = data.get("bags")
    for bag in bags if isinstance(bags, list) else ():
        if isinstance(bag, dict) and isinstance(barcode := bag.get("barcode"), str):
            yield barcode


def require_ours(journey: Journey, facts: Facts) -> None:
    """Refuse when anything scanned is not this journey's, and keep it: nothing comes before that.

    What was typed instead of scanned needs a reason besides its check character.
    """
    scans = _said(facts, all_scans(facts))
    for scan in scans:
        _require_ours(journey, facts, scan)
    reason = str(facts.data.get("reason") or "")
    for means in (facts.means, *(signing.means for signing in facts.signings)):
        for scan in scans:
            require_accounted(scan, means.get(scan.raw, ""), reason)


def resolved(journey: Journey, facts: Facts) -> Facts:
    """Return `facts` with the containers, the position and the donation number that were scanned."""
    own = _said(facts, facts.scans)
    return replace(facts, data=_filled(journey, facts, own))


def _said(facts: Facts, raw: Iterable[str]) -> list[Scan]:
    """Return what each scan says. The label of a shipper counts where a label is put on, only there."""
    if facts.kind is Kind.LABEL_APPLIED:
        return [shipper(text) or read(text) for text in raw]
    return [read(text) for text in raw]


def _require_ours(journey: Journey, facts: Facts, scan: Scan) -> None:
    if scan.coi and scan.coi != journey.coi:
        raise _mismatch(facts, f"chain of identity {journey.coi}", scan.coi)
    if scan.donor and scan.donor != journey.donor:
        raise _mismatch(facts, "this patient's wristband", "another wristband")
    if scan.din and scan.din not in journey.collections:
        taken = facts.owners.get(f"din:{scan.din}", journey.coi) != journey.coi
        if taken or facts.kind not in NEW_DONATION:
            raise _mismatch(facts, "a donation number of this journey", scan.din)
    if scan.foreign:
        _require_known_barcode(journey, facts, scan)
    elif scan.product and container_of(journey, scan) is None:
        raise Refused("container_unknown", container=f"{scan.din} {scan.product}")


def _require_known_barcode(journey: Journey, facts: Facts, scan: Scan) -> None:
    owner = facts.owners.get(f"foreign:{scan.foreign}")
    if owner is not None and owner != journey.coi:
        raise _mismatch(facts, "an identifier of this journey", scan.foreign)
    known = scan.foreign in journey.links or container_of(journey, scan) is not None
    if not known and facts.kind not in NEW_BARCODE:
        raise Refused("container_unknown", container=scan.foreign)


def _mismatch(facts: Facts, expected: str, scanned: str) -> Refused:
    words = {"expected": expected, "scanned": scanned}
    kept = Event(Kind.IDENTITY_MISMATCH, {**words, "attempted": facts.kind.value})
    return Refused("identity_mismatch", keep=kept, **words)


def container_of(journey: Journey, scan: Scan) -> Container | None:
    """Return the container whose label was scanned, by donation number and product, or barcode."""
    for container in journey.containers.values():
        if scan.product and (container.din, container.product) == (scan.din, scan.product):
            return container
        if scan.foreign and container.barcode == scan.foreign:
            return container
    return None


def _filled(journey: Journey, facts: Facts, scans: list[Scan]) -> dict[str, Any]:
    """Write scanned containers, position and donation number where the fields were left empty."""
    data = dict(facts.data)
    found = [container_of(journey, scan) for scan in scans]
    scanned = list(dict.fromkeys(container.id for container in found if container))
    if facts.kind is not Kind.SHIPMENT_RECEIVED:
        _fill_containers(data, scanned, facts)
    places = [scan.place for scan in scans if scan.place]
    if places and facts.kind is Kind.STORED:
        data.setdefault("place", places[-1])
    donations = [scan.din for scan in scans if scan.din]
    if donations and facts.kind in {Kind.COLLECTION_STARTED, Kind.COLLECTION_ENDED}:
        keyed = donations[0] + isbt128.check_character(donations[0])
        data["din"] = data.get("din") or keyed
    return data


def _fill_containers(data: dict[str, Any], scanned: list[str], facts: Facts) -> None:
    about = data.get("container")
    if about and scanned and about not in scanned:
        raise Refused("other_container", expected=about, scanned=", ".join(scanned))
    if not about and not data.get("containers") and scanned:
        data |= _asked_for(facts.kind, scanned)
    if facts.kind in BY_SCAN:
        wanted = data.get("containers") or [data.get("container")]
        missing = [name for name in wanted if name not in scanned]
        if missing or not scanned:
            what = ", ".join(name for name in missing if name) or "the container"
            raise Refused("scan_missing", what=what)


def _asked_for(kind: Kind, scanned: list[str]) -> dict[str, Any]:
    """Return the scanned containers under the field this kind has for them."""
    if SPECS[kind].field("containers"):
        return {"containers": scanned}
    return {"container": scanned[0]} if SPECS[kind].field("container") else {}


def verify(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record that two people compared identifiers, each with their own scans of both carriers.

    The two identifiers must stand on both carriers and are compared with each other, not each with
    a screen (Joint Commission NPSG.01.01.01 and NPSG.01.03.01).
    """
    point = facts.data["point"]
    if point in STATED and not facts.data.get("stated"):
        raise Refused("name_not_stated")
    seen = {_compared(journey, point, scans) for scans in _scans_by_person(facts)}
    if len(seen) > 1:
        raise Refused("other_container", expected=min(seen), scanned=max(seen))
    container = seen.pop()
    wanted = facts.data.get("container")
    if wanted and container and wanted != container:
        raise Refused("other_container", expected=wanted, scanned=container)
    data = {
        **facts.data,
        "carriers": list(CARRIERS[point]),
        "matched": ["coi", "donor"] if "wristband" in CARRIERS[point] else ["coi", "din"],
    }
    if container:
        data["container"] = container
    return (Event(Kind.IDENTITY_VERIFIED, data),)


def _scans_by_person(facts: Facts) -> Iterable[tuple[str, ...]]:
    """Yield each signer's own scans; the first signer's may be the attempt's own."""
    for place, signing in enumerate(facts.signings):
        scans = signing.scans or (facts.scans if place == 0 else ())
        if not scans:
            raise Refused(
                "second_scans_missing", what=" and ".join(CARRIERS[facts.data["point"]])
            )
        yield scans


def _compared(journey: Journey, point: str, raw: tuple[str, ...]) -> str:
    """Return the container compared ("" where none is), once all carriers were scanned."""
    scans = [read(text) for text in raw]
    carriers = {scan.carrier for scan in scans}
    found = [container_of(journey, scan) for scan in scans]
    containers = [container.id for container in found if container]
    for carrier in CARRIERS[point]:
        enough = bool(containers) if carrier == "container" else carrier in carriers
        if not enough and not (carrier == "order" and "wristband" in carriers):
            raise Refused("identity_incomplete", what=f"the {carrier}")
    return containers[0] if "container" in CARRIERS[point] else ""


def verified(journey: Journey, entry: Entry) -> Journey:
    """Fold: identity was verified at a point, for one container or the patient alone."""
    check = Verified(
        entry.data["point"], entry.data.get("container", ""), entry.happened_at, entry.seq
    )
    return replace(journey, verified=(*journey.verified, check))


def report(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Record a mismatch or a refused scan that a person reports."""
    return (Event(facts.kind, facts.data),)


def near_miss(journey: Journey, entry: Entry) -> Journey:
    """Fold: something that was not this patient's was stopped in time."""
    return replace(journey, near_misses=journey.near_misses + 1)
