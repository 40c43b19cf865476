"""What a person claims, what a rule answers, and what an entry of a journey holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tracker.domain.kinds import Kind, Role

Data = Mapping[str, Any]
"""JSON values only: text, integers with their unit in the name, booleans, lists and objects of these.

Floats never occur (they have no single canonical text); days are `YYYY-MM-DD`, moments
`YYYY-MM-DDThh:mm:ssZ`.
"""


@dataclass(frozen=True)
class Person:
    """Somebody as they were when they acted: kept in the entry, so history outlives the account."""

    id: str
    name: str
    role: str
    site: str


SERVICE = Person(id="service", name="Samevein", role="service", site="")
"""Who records what follows by rule and not by hand, such as the visit proposed at release."""


@dataclass(frozen=True)
class Grant:
    """One role, held at one place: a site code, a manufacturer's code, or `*` for everywhere."""

    role: Role
    place: str


@dataclass(frozen=True)
class Actor:
    """A signed-in person with everything they may act as."""

    id: str
    name: str
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Signing:
    """One person signing now: already re-authenticated, not yet judged by a rule."""

    actor: Actor
    meaning: str
    scans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """An electronic signature inside an entry (21 CFR 11.50: printed name, time, meaning)."""

    person: Person
    meaning: str
    signed_at: datetime
    scans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """What a rule says happened; it becomes an entry when it is recorded.

    `by` is None for the person who acts, or SERVICE for what follows by rule.
    """

    kind: Kind
    data: Data
    by: Person | None = None


@dataclass(frozen=True)
class Entry:
    """One sealed line of a journey. `seq` counts from 1 without gaps; both times are UTC."""

    coi: str
    seq: int
    kind: Kind
    happened_at: datetime
    recorded_at: datetime
    by: Person
    data: Data
    scans: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True)
class SiteRules:
    """How one hospital works: its own data, never the product's.

    Weekdays count from Monday = 0. `max_fresh_hold_hours` has no default on purpose: makers do not
    publish it, so packing stays refused until the site has typed it in.
    """

    code: str
    name: str
    fin: str
    zone: str
    infusion_weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    chemotherapy_weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4, 5, 6})
    infusions_per_day: int = 2
    max_fresh_hold_hours: int | None = None
    chemotherapy_opens_on: str = "received"
    notice_days: int = 5
    travel_days: int = 3
    stay_near_days: int | None = None
    no_driving_days: int | None = None
    closed_days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Facts:
    """Everything a rule may know besides the journey and its protocol.

    `owners` says to which journey each identifier named in this attempt already belongs, and
    `booked` how many infusions of other journeys each day holds at the site: both are read from the
    store in the transaction that will write the answer.
    """

    kind: Kind
    happened_at: datetime
    data: Data
    actor: Actor
    site: SiteRules
    scans: tuple[str, ...] = ()
    signings: tuple[Signing, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    booked: Mapping[date, int] = field(default_factory=dict)
