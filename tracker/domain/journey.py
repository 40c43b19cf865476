"""What a journey is, once its history has been read: people ask it, rules judge it, nobody edits it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tracker.domain.events import Person
from tracker.domain.findings import Findings
from tracker.domain.owed import Owed

FINAL_STATES = frozenset(
    {"consumed", "infused", "destroyed", "returned", "retained", "transferred"}
)
"""A container in one of these has left the journey: nobody holds it and nothing more is done to it."""


@dataclass(frozen=True)
class Offer:
    """An open half of a hand-off: who offered, and to which role at which place."""

    by: Person
    to_role: str
    to_site: str
    at: datetime


@dataclass(frozen=True)
class Cells:
    """One count, in millions of cells; viability in thousandths."""

    tnc_e6: int
    cd3_e6: int
    viability_permille: int


@dataclass(frozen=True)
class Container:
    """A bag or vial. `id` is its donation number and product code; `place` where it stands.

    `state` is `collecting`, `open`, one of FINAL_STATES, or on the way to the vein `thawing`,
    `thawed`, `infusing`. `custodian` is None only once it is final. `rest` says what became of what a
    bag still held that was given in part: "open" until somebody says it, "" where nothing was left.
    `unstored_since` is set while frozen cells stand outside the positions of a freezer. `came_by` is the
    shipment in which it, or what it was divided or pooled from, was received last.
    """

    id: str
    use: str
    din: str
    product: str
    born: datetime
    custodian: Person | None
    place: str
    volume_ml: int = 0
    parents: tuple[str, ...] = ()
    lot: str = ""
    barcode: str = ""
    component: str = ""
    colour: str = ""
    infusion: int = 0
    state: str = "open"
    offer: Offer | None = None
    label: str = ""
    cells: Cells | None = None
    frozen_at: datetime | None = None
    stored: str = ""
    shipment: str = ""
    quarantine: str = ""
    expires_on: date | None = None
    came_by: str = ""
    received_for_use: bool = False
    thaw_started_at: datetime | None = None
    infusion_started_at: datetime | None = None
    given_ml: int = 0
    rest: str = ""
    unstored_since: datetime | None = None

    @property
    def final(self) -> bool:
        """Say whether the container has left the journey: all of it."""
        return self.state in FINAL_STATES and not self.rest_waits

    @property
    def rest_waits(self) -> bool:
        """Say whether a bag was given in part and somebody still holds what is left of it."""
        return self.rest == "open"

    @property
    def told_apart(self) -> str:
        """Say what tells this bag from the others of its lot; the colour never speaks alone."""
        part = f"infusion {self.infusion}" if self.infusion else ""
        return ", ".join(word for word in (self.component, self.colour, part) if word)


@dataclass(frozen=True)
class Collection:
    """One leukapheresis procedure, with its own donation number."""

    din: str
    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Authorization:
    """What the insurer said last. Covered and pre-authorised are two facts, not one."""

    status: str
    covered: bool
    preauthorized: bool
    reference: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class Reached:
    """A milestone reached: when, and by which entry."""

    at: datetime
    seq: int
    by_scan: bool


@dataclass(frozen=True)
class Verified:
    """Two people compared identifiers at one point of the journey."""

    point: str
    container: str
    at: datetime
    seq: int


@dataclass(frozen=True)
class Label:
    """One printed label: `state` is printed, applied or destroyed; `copy` counts reprints.

    `findings` are what was known of the donor when it was printed: its warnings follow from them.
    `container` or `shipment` names what it is for; a wristband's is the journey's own patient.
    """

    id: str
    kind: str
    container: str
    copy: int
    state: str = "printed"
    shipment: str = ""
    findings: Findings = field(default_factory=Findings)

    @property
    def purpose(self) -> str:
        """Return what the label is for, as people name it."""
        return self.container or f"{self.kind} {self.shipment}".strip()


@dataclass(frozen=True)
class Shipment:
    """Containers in one shipper. `direction` is out (to the plant) or back (to the hospital)."""

    id: str
    direction: str
    from_site: str
    to_site: str
    containers: tuple[str, ...]
    shipper: str
    seal: str
    logger: str
    waybill: str
    packed_at: datetime
    expected_arrival: datetime
    state: str = "packed"
    courier: str = ""
    minutes_out: int = 0
    received_at: datetime | None = None


@dataclass(frozen=True)
class Lot:
    """One manufacturing run. `state` is open, filled, terminated, or the disposition decided.

    `tested` is its first release test; `ended_at`, `ended_seq` are set once nothing comes of it.
    """

    id: str
    consumed: tuple[str, ...]
    opened_at: datetime
    state: str = "open"
    bags: tuple[str, ...] = ()
    tests: Mapping[str, str] = field(default_factory=dict)
    released_at: datetime | None = None
    tested: Reached | None = None
    ended_at: datetime | None = None
    ended_seq: int = 0


@dataclass(frozen=True)
class Visit:
    """The dated plan around day zero. Only a confirmed visit has dates a patient may see.

    `state` is provisional, proposed, needed, confirmed, chemotherapy, cleared, done or cancelled;
    `courses_given` counts courses of chemotherapy that have to be given again, and `tested_at` is when
    each readiness result was obtained.
    """

    id: str
    state: str
    day_zero: date | None
    chemotherapy: tuple[date, ...]
    regimen: str
    proposed_at: datetime
    second_day: date | None = None
    bed_nights: int = 0
    courses_given: int = 0
    moves: int = 0
    readiness: Mapping[str, str] = field(default_factory=dict)
    tested_at: Mapping[str, datetime] = field(default_factory=dict)
    chemotherapy_started_at: datetime | None = None
    chemotherapy_completed_at: datetime | None = None
    cleared_at: datetime | None = None

    @property
    def firm(self) -> bool:
        """Say whether the patient and the ward may rely on the dates."""
        return self.state in {"confirmed", "chemotherapy", "cleared", "done"}


@dataclass(frozen=True)
class Hold:
    """Something that stops exactly what it names: a part of the journey, or these containers."""

    id: str
    stops: str
    containers: tuple[str, ...]
    reason: str
    placed_at: datetime
    lifted: bool = False


@dataclass(frozen=True)
class Deviation:
    """A departure from plan, with its owner as they were; `hold` is what waits for its resolution.

    `shipment` is the shipper in which another patient's bag was found; it is not accepted meanwhile.
    """

    id: str
    about: str
    owner: Person
    due_on: date | None
    opened_at: datetime
    resolution: str = ""
    hold: str = ""
    shipment: str = ""


@dataclass(frozen=True)
class Journey:
    """Everything known of one therapy episode, folded from its entries in order.

    The page holds back what is `owed` until `call_by`, and no longer once `news_shown_at` is set.
    `stopped` says that the treatment does not go on, `stop_told` that a person told the patient so.
    `follow_ups` are the days after day zero, and how the patient was seen then.
    """

    coi: str
    protocol: str = ""
    protocol_version: int = 0
    protocol_digest: str = ""
    site: str = ""
    maker: str = ""
    donor: str = ""
    priority: str = "routine"
    indication: str = ""
    opened_at: datetime | None = None
    authorization: Authorization | None = None
    milestones: Mapping[str, Reached] = field(default_factory=dict)
    verified: tuple[Verified, ...] = ()
    collections: Mapping[str, Collection] = field(default_factory=dict)
    containers: Mapping[str, Container] = field(default_factory=dict)
    sufficiency: str = ""
    findings: Findings = field(default_factory=Findings)
    labels: Mapping[str, Label] = field(default_factory=dict)
    shipments: Mapping[str, Shipment] = field(default_factory=dict)
    lots: Mapping[str, Lot] = field(default_factory=dict)
    visits: Mapping[str, Visit] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    deviations: Mapping[str, Deviation] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    estimates: Mapping[str, tuple[date, date, str]] = field(default_factory=dict)
    away: tuple[tuple[date, date], ...] = ()
    near_misses: int = 0
    owed: tuple[Owed, ...] = ()
    informed_at: datetime | None = None
    call_by: datetime | None = None
    news_shown_at: datetime | None = None
    news_at_once: bool = False
    stopped: bool = False
    stop_told: bool = False
    follow_ups: tuple[tuple[int, str], ...] = ()
    struck: frozenset[int] = frozenset()
    closed: str = ""
    last_at: datetime | None = None
    last_seq: int = 0

    @property
    def open(self) -> bool:
        """Say whether the journey has begun and not ended."""
        return self.opened_at is not None and not self.closed

    @property
    def review_since(self) -> datetime | None:
        """Return since when there is news that a clinician should tell, if there is."""
        return self.owed[0].since if self.owed else None

    @property
    def visit(self) -> Visit | None:
        """Return the one visit that is neither cancelled nor done, if any."""
        return next(
            (v for v in self.visits.values() if v.state not in {"cancelled", "done"}), None
        )

    @property
    def released(self) -> Lot | None:
        """Return the lot that may be infused, if any."""
        return next((lot for lot in self.lots.values() if lot.released_at is not None), None)

    def open_holds(self) -> Iterator[Hold]:
        """Yield the holds that still stop something."""
        return (hold for hold in self.holds.values() if not hold.lifted)

    def open_deviations(self) -> Iterator[Deviation]:
        """Yield the deviations that nobody has closed."""
        return (item for item in self.deviations.values() if not item.resolution)

    def present(self) -> Iterator[Container]:
        """Yield the containers that have not left the journey."""
        return (container for container in self.containers.values() if not container.final)

    def ancestors(self, container: str) -> tuple[str, ...]:
        """Return what a container came from, nearest first: back to the vein."""
        found: list[str] = []
        waiting = list(self.containers[container].parents)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found.append(name)
                waiting.extend(self.containers[name].parents)
        return tuple(found)

    def descendants(self, container: str) -> tuple[str, ...]:
        """Return what came of a container, nearest first: on to every final place."""
        found: list[str] = []
        waiting = [container]
        while waiting:
            name = waiting.pop(0)
            for item in self.containers.values():
                if name in item.parents and item.id not in found:
                    found.append(item.id)
                    waiting.append(item.id)
        return tuple(found)

    def collected_in(self, container: str) -> tuple[str, ...]:
        """Return the donation numbers of every collection a container came from."""
        kin = (container, *self.ancestors(container))
        return tuple(sorted({self.containers[name].din for name in kin} & {*self.collections}))

    def has_verified(self, point: str, container: str = "") -> bool:
        """Say whether two people verified identity at `point` (for `container`, when given)."""
        return any(
            check.point == point and container in {"", check.container}
            for check in self.verified
        )

    def with_containers(self, containers: Iterable[Container]) -> Journey:
        """Return the journey with these containers as they are now."""
        changed = {container.id: container for container in containers}
        return replace(self, containers={**self.containers, **changed})

    def with_shipment(self, shipment: Shipment) -> Journey:
        """Return the journey with this shipment as it is now."""
        return replace(self, shipments={**self.shipments, shipment.id: shipment})

    def with_lot(self, lot: Lot) -> Journey:
        """Return the journey with this lot as it is now."""
        return replace(self, lots={**self.lots, lot.id: lot})

    def with_visit(self, visit: Visit) -> Journey:
        """Return the journey with this visit as it is now."""
        return replace(self, visits={**self.visits, visit.id: visit})

    def with_label(self, label: Label) -> Journey:
        """Return the journey with this label as it is now."""
        return replace(self, labels={**self.labels, label.id: label})
