"""What does one product ask for: milestones, gates, signatures, limits, visit, sentences?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.kinds import Kind, Role


@dataclass(frozen=True)
class Milestone:
    """One step that can be reached once.

    `needs` are milestones that come first. `on` is the kind of entry that reaches it (with the
    accepted values in `when`), or None when a person records it by hand (`milestone_reached`);
    then `roles` may. `due_hours` count from the last of its needs. `group` is the patient's
    step, 1 to 10, or 0 for what the patient is not shown.
    """

    code: str
    title: str
    needs: tuple[str, ...]
    on: Kind | None
    when: Mapping[str, tuple[str, ...]]
    roles: tuple[Role, ...]
    signatures: int
    due_hours: int | None
    group: int


@dataclass(frozen=True)
class Gate:
    """Milestones this product wants before a kind of entry, with the reason people read."""

    kind: Kind
    needs: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Material:
    """How the collected cells travel. Temperatures are tenths of a degree Celsius."""

    freezes_at_site: bool
    freeze_within_hours: int | None
    out_min_c_tenths: int
    out_max_c_tenths: int
    back_min_c_tenths: int
    back_max_c_tenths: int
    volume_tolerance_ml: int


@dataclass(frozen=True)
class Target:
    """How many cells are enough, in millions; either may be 0 for "no figure"."""

    cd3_e6: int
    tnc_e6: int


@dataclass(frozen=True)
class Regimen:
    """One way to give chemotherapy: its days, and how far day zero may then wait.

    `days` are offsets such as (-5, -4, -3) when day zero is fixed; with `gap_min_days` and
    `gap_max_days` they count from the first day of chemotherapy (1, 2, 3) and day zero falls
    that many days after the last of them. Once it has been given, day zero may wait until
    `repeat_after_days` after its last day, or as long as the gap.
    """

    name: str
    indication: str
    days: tuple[int, ...]
    gap_min_days: int | None
    gap_max_days: int | None
    repeat_after_days: int | None = None

    @property
    def wait_days(self) -> int | None:
        """Return how long day zero may wait after the last dose before chemotherapy is repeated."""
        return self.repeat_after_days or self.gap_max_days

    @property
    def shortest_wait_days(self) -> int:
        """Return how long the cells wait at least after the last dose: days that are fixed stay so."""
        return max(1, self.gap_min_days if self.gap_min_days is not None else -self.days[-1])


@dataclass(frozen=True)
class SecondDose:
    """When the second part of a split dose is given, in days after day zero.

    Planned on `day`, or as near to it as the window allows; moved no later than `latest_day`.
    """

    day: int
    from_day: int
    to_day: int
    latest_day: int


@dataclass(frozen=True)
class ReadinessTest:
    """A test before chemotherapy, from `from_day` to `to_day` (negative: before day zero)."""

    code: str
    title: str
    from_day: int
    to_day: int


@dataclass(frozen=True)
class VisitRules:
    """How the return visit is built around day zero.

    `follow_up_until_days` are the last days on which each check-up is in time; None leaves it to the
    house's own figure.
    """

    regimens: tuple[Regimen, ...]
    readiness: tuple[ReadinessTest, ...]
    visit_hours: int
    stay_near_days: int
    no_driving_days: int
    caregiver_days: int
    follow_up_days: tuple[int, ...]
    second_dose: SecondDose | None = None
    follow_up_until_days: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Infusion:
    """Time limits from thaw to vein, in minutes; None where the maker gives none."""

    thaw_to_start_minutes: int | None
    thaw_to_end_minutes: int | None


@dataclass(frozen=True)
class Sentence:
    """What the patient reads while a step is the latest one reached, and what comes next."""

    title: Mapping[str, str]
    now: Mapping[str, str]
    next: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """Where a figure of the protocol comes from, how sure we are, and what is left to check.

    `field` is the dotted name of a figure, or of the table that holds it.
    """

    field: str
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True)
class Protocol:
    """One version of one product, never edited once a journey has been opened with it."""

    id: str
    version: int
    digest: str
    title: str
    notice: str
    maker: str
    label_date: str
    material: Material
    target: Target
    milestones: tuple[Milestone, ...]
    gates: tuple[Gate, ...]
    signatures: Mapping[Kind, int]
    release_tests: tuple[str, ...]
    product_codes: Mapping[str, str]
    visit: VisitRules
    infusion: Infusion
    sentences: Mapping[int, Sentence]
    ranges_days: Mapping[str, tuple[int, int]]
    sources: tuple[Source, ...] = ()
    by_code: Mapping[str, Milestone] = field(default_factory=dict)
