"""Whatever people try, and in whatever order: do the promises hold, and is there always a way on?"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from random import Random
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.domain import plausible, what_is_read
from tests.domain.roads import DEEP, DETOURS, NEARLY_ALWAYS, NO_PROGRESS, WAYS_OUT
from tests.domain.telling import FROZEN, Telling, at
from tracker.demo.tale import (
    BEDSIDE,
    COURIER,
    PLANT,
    SECOND_BEDSIDE,
    SECOND_TECH,
    TECH,
    Attempt,
)
from tracker.domain import chain, next_steps, recording, strikes, summary
from tracker.domain.events import Entry, Person
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.summary import Summary
from tracker.protocols import load

OTHERS = at("infused", FROZEN).tale
WRONG_SCANS = tuple(
    text.replace(OTHERS.look().coi, "CHA999026000999").replace("A9990260000", "A9990260099")
    for text in (
        OTHERS.wristband(),
        OTHERS.order(),
        OTHERS.label(OTHERS.bags("dose", "infused")[0]),
    )
)
"""The wristband, order and bag of another patient."""

CHAPTERS = [*at("opened").tale.chapters()][:-1]
SEED = st.integers(0, 2**32 - 1)
"""Hypothesis draws seeds only: its own choices prefer what comes first, and lives would be short."""

LIVES = settings(
    # `make fuzz` chooses the profile of that name, and ten times as many lives.
    max_examples=2000 if settings.get_current_profile_name() == "fuzz" else 200,
    stateful_step_count=30,
    # A failing life is printed as it was lived; to shorten it takes minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
RANDOM_KINDS = sorted(
    (*plausible.ABOUT_A_CONTAINER, *plausible.ABOUT_THE_JOURNEY, Kind.MILESTONE_REACHED)
)


def at_the_bath(name: str) -> Telling:
    """Return a journey whose dose is out of storage and checked, on the day that was cleared."""
    told = at("cleared", name)
    dose = told.tale.bags("dose")[0]
    told.tale.take([dose])
    told.tale.verify((TECH, SECOND_TECH), "pre_thaw", told.tale.order(), told.tale.label(dose))
    return told


def at_the_bedside(name: str) -> Telling:
    """Return a journey whose dose is thawed and in the hands of the infusion nurses."""
    told = at_the_bath(name)
    dose = told.tale.bags("dose")[0]
    scanned = {"scans": (told.tale.label(dose),), "signed": (TECH,)}
    told.do(TECH, Kind.THAW_STARTED, **scanned)
    told.do(TECH, Kind.THAW_ENDED, **scanned, integrity="intact")
    told.tale.hand_over(TECH, BEDSIDE, [dose])
    return told


def at_the_vein(name: str) -> Telling:
    """Return a journey whose cells flow."""
    told = at_the_bedside(name)
    scans = (told.tale.wristband(), told.tale.label(told.tale.bags("dose", "thawed")[0]))
    nurses = (BEDSIDE, SECOND_BEDSIDE)
    told.tale.verify(nurses, "bedside", *scans, stated=True)
    told.do(BEDSIDE, Kind.INFUSION_STARTED, scans=scans, signed=nurses)
    return told


def at_the_door(name: str) -> Telling:
    """Return a journey whose shipper stands at the plant, handed over and unopened."""
    told = at("shipped", name)
    handed = {"shipment": next(iter(told.journey.shipments))}
    to = {"to_role": "manufacturer_qa", "to_site": told.journey.maker}
    told.do(COURIER, Kind.CUSTODY_OFFERED, signed=(COURIER,), **handed, **to)
    told.do(PLANT, Kind.CUSTODY_ACCEPTED, signed=(PLANT,), **handed)
    return told


STARTS: list[Callable[[str], Telling]] = [
    *(partial(at, chapter) for chapter in CHAPTERS),
    at_the_door,
    at_the_bath,
    at_the_bedside,
    at_the_vein,
]
"""Where lives begin: some at each place, so that many come far."""


class LivedJourney(RuleBasedStateMachine):
    """One journey, from any chapter on, in the hands of people who get things right and wrong."""

    product: ClassVar[str]
    accepted: ClassVar[Counter[str]]
    refused: ClassVar[Counter[str]]
    turns = 0

    @initialize(seed=SEED)
    def begin(self, seed: int) -> None:
        self.turns = 0
        self.told = self.chance(seed).choice(STARTS)(self.product)
        self.seen = len(self.told.entries)
        self.boards: list[tuple[int, Summary]] = []

    def chance(self, seed: int) -> Random:
        """Return chances of this turn: Hypothesis likes to draw the same seed again."""
        self.turns += 1
        return Random(f"{seed}/{self.turns}")

    # --- what people do

    @rule(seed=SEED)
    def go_on(self, seed: int) -> None:
        self.do_well(self.chance(seed))

    def do_well(self, chance: Random) -> None:
        """Do what is suggested and no detour, and do it well, so that lives come far."""
        told = self.told
        for _ in range(chance.randint(1, 2)):
            steps = next_steps.steps(told.journey, told.protocol)
            if not (steps := tuple(step for step in steps if step.kind not in DETOURS)):
                return
            told.tale.later(minutes=2)
            found = [*plausible.attempts(told, chance.choice(steps))]
            chance.shuffle(found)
            if entries := _first_that_works(told, iter(found)):
                self.record(entries)

    @rule(seed=SEED)
    def do_what_comes_next(self, seed: int) -> None:
        chance = self.chance(seed)
        steps = next_steps.steps(self.told.journey, self.told.protocol)
        found = [*plausible.attempts(self.told, chance.choice(steps))] if steps else []
        if found:
            self.attempt(chance.choice(found))

    @rule(seed=SEED)
    def do_something_else(self, seed: int) -> None:
        chance = self.chance(seed)
        self.do_well(chance)
        if found := self.of_any_kind(chance):
            self.attempt(chance.choice(found))

    @rule(seed=SEED)
    def scan_another_patients_label(self, seed: int) -> None:
        chance = self.chance(seed)
        self.do_well(chance)
        if found := self.of_any_kind(chance):
            attempt, before = chance.choice(found), self.told.journey
            wrong = (*attempt.scans, chance.choice(WRONG_SCANS))
            assert self.attempt(replace(attempt, scans=wrong)) != ""
            assert _but_near_misses(self.told.journey) == _but_near_misses(before)

    @rule(seed=SEED)
    def sign_twice_alone(self, seed: int) -> None:
        chance = self.chance(seed)
        self.do_well(chance)
        if pairs := [item for item in self.of_any_kind(chance) if len(item.signers) > 1]:
            attempt = chance.choice(pairs)
            alone = (attempt.signers[0],) * len(attempt.signers)
            assert self.attempt(replace(attempt, signers=alone)) != ""

    def of_any_kind(self, chance: Random) -> list[Attempt]:
        return [*plausible.anything(self.told, chance.choice(RANDOM_KINDS))]

    @rule(hours=st.sampled_from((1, 24 * 3, 24 * 40)))
    def wait(self, hours: int) -> None:
        self.told.tale.later(hours=hours)

    @rule(seed=SEED)
    def strike(self, seed: int) -> None:
        chance = self.chance(seed)
        self.do_well(chance)
        latest = self.told.journey.last_seq
        number = chance.randint(max(1, latest - 12), latest)
        about = {"struck": number, "reason": "mistyped"}
        attempt = Attempt(
            "cora", Kind.ENTRY_STRUCK, self.told.tale.clock, about, signers=(("cora", ()),)
        )
        if self.attempt(attempt) == "":
            assert self.told.entries[number - 1].kind not in strikes.NEVER

    def attempt(self, attempt: Attempt) -> str:
        """Try it as the service would: record it, or keep the evidence. Returns the refusal's code."""
        told = self.told
        told.tale.later(minutes=2)
        attempt = replace(attempt, happened_at=told.tale.clock)
        facts = told.facts(attempt)
        try:
            entries = told.judged(facts)
        except Refused as refused:
            self.refused[refused.code] += 1
            now = told.tale.clock
            told.add(recording.evidence(told.journey, told.protocol, facts, refused, now))
            return refused.code
        self.record(entries)
        return ""

    def record(self, entries: tuple[Entry, ...]) -> None:
        before = self.told.journey
        self.told.add(entries)
        board = summary.summary(self.told.journey, self.told.protocol)
        self.boards.append((len(self.told.entries), board))
        self.accepted.update({entries[0].kind, str(entries[0].data.get("decision"))})
        _check_promises(before, self.told, entries)

    # --- what must hold

    @invariant()
    def entries_are_read_back_as_written(self) -> None:
        for entry in self.told.entries[self.seen :]:
            assert chain.read(chain.body(entry)) == entry
        self.seen = len(self.told.entries)

    @invariant()
    def somebody_holds_every_container(self) -> None:
        for item in self.told.journey.containers.values():
            if item.final:
                assert item.custodian is None
                assert item.offer is None
                assert not item.stored
            else:
                assert item.custodian is not None
                assert item.place
                assert item.offer is None or _same_post(item.offer.by, item.custodian)

    @invariant()
    def the_page_answers_and_runs_ahead_of_nothing(self) -> None:
        self.accepted[what_is_read.check(self.told)] += 1

    @invariant()
    def nothing_stands_on_anything(self) -> None:
        places = [item.stored for item in self.told.journey.containers.values() if item.stored]
        assert len(set(places)) == len(places)

    @invariant()
    def somebody_can_act(self) -> None:
        told = self.told
        if told.journey.closed:
            return
        steps = next_steps.steps(told.journey, told.protocol)
        for step in sorted(steps, key=lambda step: step.kind not in NEARLY_ALWAYS):
            if step.kind not in NO_PROGRESS and _works(told, plausible.attempts(told, step)):
                return
        raise AssertionError("nobody can do anything that leads on")

    def teardown(self) -> None:
        if hasattr(self, "told"):
            assert self.told.folded() == self.told.journey
            self.worklists_showed_what_the_entries_say()
            _wind_up(self.told)
            left = [item.id for item in self.told.journey.containers.values() if not item.final]
            assert not left, (
                "a closed journey has a final place for every container, and its rest"
            )

    def worklists_showed_what_the_entries_say(self) -> None:
        """Read the entries again up to the middle and to the last of what the worklists were told."""
        coi, protocol = self.told.journey.coi, self.told.protocol
        for count, shown in (*self.boards[len(self.boards) // 2 :][:1], *self.boards[-1:]):
            again = recording.fold(coi, protocol, self.told.entries[:count])
            assert summary.summary(again, protocol) == shown


def _same_post(one: Person, other: Person) -> bool:
    return (one.role, one.site) == (other.role, other.site)


def _but_near_misses(journey: Journey) -> Journey:
    """Leave out what is kept of a wrong scan, and that it came out of this journey's shipper."""
    own = {name: item for name, item in journey.deviations.items() if not item.shipment}
    return replace(journey, near_misses=0, last_seq=0, last_at=None, deviations=own)


def _works(told: Telling, attempts: Iterator[Attempt]) -> bool:
    return _first_that_works(told, attempts) is not None


def _first_that_works(told: Telling, attempts: Iterator[Attempt]) -> tuple[Entry, ...] | None:
    for attempt in attempts:
        try:
            return told.judged(told.facts(attempt))
        except Refused:
            continue
    return None


def _wind_up(told: Telling) -> None:
    """Bring the journey to its end, as people must be able to from any state."""
    for _ in range(120):
        if told.journey.closed:
            return
        told.tale.later(minutes=2)
        for kind in WAYS_OUT:
            if entries := _first_that_works(told, _ways_out(told, kind)):
                told.add(entries)
                break
        else:
            raise AssertionError("there is no way out of this journey")
    raise AssertionError("this journey goes round in circles")


def _ways_out(told: Telling, kind: Kind) -> Iterator[Attempt]:
    if kind is Kind.CUSTODY_OFFERED:
        return plausible.offers_that_lead_home(told)
    return plausible.anything(told, kind)


def _check_promises(before: Journey, told: Telling, entries: tuple[Entry, ...]) -> None:
    """Check what no journey may ever hold, whatever the rules say: written again, from outside."""
    first = entries[0]
    for item in before.containers.values():
        if item.state == "infusing":
            assert told.journey.containers[item.id].state in {"infusing", "infused"}
    _check_the_bedside(before, told, first)
    if first.kind is Kind.VISIT_CONFIRMED:
        assert any(lot.released_at for lot in before.lots.values())
    if first.kind is Kind.COLLECTION_STARTED:
        assert before.authorization is not None
        assert before.authorization.status == "approved"
    if first.kind is Kind.CUSTODY_ACCEPTED and not first.data.get("shipment"):
        held = [before.containers[name].custodian for name in first.data["containers"]]
        assert {each.site for each in held if each and each.role != "courier"} <= {
            first.by.site
        }
    if first.kind is Kind.SHIPMENT_RECEIVED and first.data["outcome"] == "accept":
        packed = before.shipments[first.data["shipment"]]
        assert set(first.data["found"]) == set(packed.containers)
        assert not first.data.get("damaged")
        assert not [item for item in before.open_deviations() if item.shipment == packed.id]


def _check_the_bedside(before: Journey, told: Telling, entry: Entry) -> None:
    if entry.kind is Kind.THAW_STARTED:
        zone = ZoneInfo(told.site.zone)
        said = told.last(Kind.DAY_ZERO_CLEARED).happened_at
        assert said.astimezone(zone).date() == entry.happened_at.astimezone(zone).date()
    if entry.kind is Kind.INFUSION_STARTED:
        _check_infusion(before, told, entry)


def _check_infusion(before: Journey, told: Telling, entry: Entry) -> None:
    bag: Container = before.containers[entry.data["container"]]
    assert before.lots[bag.lot].released_at is not None
    assert bag.received_for_use
    assert not bag.quarantine
    assert bag.thaw_started_at is not None
    minutes = (entry.happened_at - bag.thaw_started_at).total_seconds() / 60
    limit = told.protocol.infusion.thaw_to_start_minutes
    assert limit is None or 0 <= minutes <= limit
    assert bag.expires_on is None or bag.expires_on >= entry.happened_at.date()
    checks = [item for item in before.verified if item.container == bag.id]
    assert any(item.point == "bedside" and item.at >= bag.thaw_started_at for item in checks)
    assert len({signature.person.id for signature in entry.signatures}) > 1


@pytest.mark.parametrize("name", [f"{item.id}@{item.version}" for item in load().all()])
def test_every_journey_keeps_its_promises_and_can_go_on(name: str) -> None:
    accepted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    life = {"product": name, "accepted": accepted, "refused": refused}
    run_state_machine_as_test(type("Lived", (LivedJourney,), life), settings=LIVES)
    missing = [sorted(group) for group in DEEP if not group & set(accepted)]
    assert not missing, f"never recorded: {missing}"
    assert refused["identity_mismatch"]
    assert refused["second_person_is_first"]
