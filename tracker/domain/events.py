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
class Standing:
    """Until when somebody is trained for each role, and which signature policy they accepted."""

    trained: tuple[tuple[Role, date], ...] = ()
    policy: str = ""


@dataclass(frozen=True)
class Actor:
    """A signed-in person with everything they may act as.

    `standing` is None only where no account stands behind the name, as in a rehearsal.
    """

    id: str
    name: str
    grants: tuple[Grant, ...]
    standing: Standing | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Signing:
    """One person signing: already re-authenticated, not yet judged by a rule.

    `means` is how some of the scans were read, as this person's page knows it. `at` is when, where it
    is not the moment of recording. `answers` is what a further person answered without seeing the first
    one's; None where they answered nothing.
    """

    actor: Actor
    meaning: str
    scans: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    answers: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Signature:
    """An electronic signature inside an entry (21 CFR 11.50: printed name, time, meaning)."""

    person: Person
    meaning: str
    signed_at: datetime
    scans: tuple[str, ...] = ()
    means: tuple[str, ...] = ()


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
    """One sealed line of a journey. `seq` counts from 1 without gaps; both times are UTC.

    `means` says how each of `scans` was read, in their order: `wedge`, `camera` or `typed`. Entries
    from before it was kept have none.
    """

    coi: str
    seq: int
    kind: Kind
    happened_at: datetime
    recorded_at: datetime
    by: Person
    data: Data
    scans: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True)
class Closure:
    """Days on which a site, or one of its resources, is closed; both days are included.

    `resource` is `all` or one of those in `visits.places`.
    """

    first: date
    last: date
    resource: str
    reason: str


@dataclass(frozen=True)
class SiteRules:
    """How one hospital works: its own data, never the product's.

    Weekdays count from Monday = 0. `max_fresh_hold_hours` has no default on purpose: makers do not
    publish it, so packing stays refused until the site has typed it in. `call_within_days` are the
    working days within which somebody calls a patient for whom there is news. A capacity of
    None is not counted. `holidays` are those of `country` and `subdivision`, by name.
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
    caregiver_days: int | None = None
    closed_days: frozenset[date] = frozenset()
    answer_offer_minutes: int = 120
    courier_wait_minutes: int = 60
    call_within_days: int = 1
    chairs: int | None = None
    beds: int | None = None
    bed_nights: int = 0
    thaws_per_day: int | None = None
    country: str = ""
    subdivision: str = ""
    chemotherapy_on_holidays: bool = False
    infusions_before_long_weekends: bool = True
    holidays: Mapping[date, str] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()


Taken = Mapping[str, Mapping[date, int]]
"""How many places of each resource are taken on each day."""


@dataclass(frozen=True)
class Device:
    """A shipper or a logger as its history has it; `out_of_use` says why, where it is."""

    kind: str
    serial: str
    checked_on: date | None
    valid_until: date | None
    out_of_use: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything a rule may know besides the journey and its protocol.

    `owners` says to which journey each identifier named in this attempt already belongs, and
    `taken` how many places other journeys hold at the site, and `devices` what is known of a shipper
    and a logger (by "shipper:serial"): all are read from the store in the
    transaction that will write the answer.
    `colleagues` are the staff of the hospital and the plant, where an attempt names one of them.
    So are `kept`, the storage positions kept for the cells of a journey, and `unmapped`, those named
    here that the site's storage map does not have; and `usual`, within how many days eight of ten
    journeys with this product went each stretch of the way here, where enough went it to say.
    `means` is what the page says of how some of what was scanned was read.
    """

    kind: Kind
    happened_at: datetime
    data: Data
    actor: Actor
    site: SiteRules
    scans: tuple[str, ...] = ()
    signings: tuple[Signing, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    taken: Taken = field(default_factory=dict)
    devices: Mapping[str, Device] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    unmapped: frozenset[str] = frozenset()
    colleagues: Mapping[str, Person] = field(default_factory=dict)
    usual: Mapping[str, tuple[int, int]] = field(default_factory=dict)
