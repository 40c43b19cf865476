"""By when is a release expected, and what says so?"""

from dataclasses import replace
from datetime import date, timedelta

from tests.domain.telling import FIRST_MOMENT, at
from tracker.demo.tale import Attempt
from tracker.domain import expected_release
from tracker.domain.expected_release import Expected
from tracker.domain.kinds import Kind

HISTORY = {"travel_out": (1, 1), "making": (16, 19), "testing": (4, 6)}


def asked(told, **usual):
    attempt = Attempt("cora", Kind.VISIT_PROPOSED, told.tale.clock, {})
    facts = replace(told.facts(attempt), usual=usual)
    return expected_release.expected(told.journey, told.protocol, facts)


def guide(told, *names):
    """Return the ends of the guide's ranges, added up."""
    ranges = [told.protocol.ranges_days[name] for name in names]
    return (
        timedelta(days=sum(low for low, _ in ranges)),
        timedelta(days=sum(high for _, high in ranges)),
    )


def test_nothing_is_said_before_a_slot_and_after_the_release():
    assert asked(at("opened")) is None
    assert asked(at("released")) is None


def test_with_a_slot_alone_the_guide_counts_from_today():
    told = at("banded")
    low, high = guide(told, "travel_out", "making", "testing")
    today = told.tale.clock.date()
    assert asked(told) == Expected(today + low, today + high, "guide")


def test_each_stretch_behind_is_left_out_and_counts_from_when_the_next_began():
    told = at("begun")
    begun = told.tale.clock.date()
    low, high = guide(told, "making", "testing")
    assert asked(told) == Expected(begun + low, begun + high, "guide")
    told.tale.later(days=4)
    assert asked(told) == Expected(begun + low, begun + high, "guide")
    tested = at("tested")
    begun_tests = next(iter(tested.journey.lots.values())).tested
    assert begun_tests is not None
    first = begun_tests.at.date()
    low, high = guide(tested, "testing")
    assert asked(tested).latest == max(first + high, tested.tale.clock.date())


def test_the_site_s_own_history_speaks_before_the_guide_where_it_is_enough():
    told = at("begun")
    begun = told.tale.clock.date()
    ours = asked(told, **HISTORY)
    assert ours == Expected(begun + timedelta(20), begun + timedelta(25), "history")
    assert asked(told, making=(16, 19)).source == "history and guide"


def test_what_the_maker_says_speaks_before_both():
    told = at("made")
    said = {"earliest": "2026-05-01", "latest": "2026-05-04", "source": "the portal"}
    told.do("lena", Kind.ESTIMATE_RECORDED, milestone="QA_RELEASED", **said)
    assert asked(told, **HISTORY) == Expected(date(2026, 5, 1), date(2026, 5, 4), "maker")


def test_a_release_is_never_expected_in_the_past_and_a_lost_lot_says_nothing():
    told = at("begun")
    told.tale.later(days=90)
    today = told.tale.clock.date()
    assert asked(told) == Expected(today, today, "guide")
    why = {"lot": told.tale.lot(), "reason": "contaminated"}
    told.do("max", Kind.LOT_TERMINATED, signed=["max"], **why)
    assert asked(told) is None
    assert told.refusal("cora", Kind.VISIT_PROPOSED, provisional=True).code == (
        "nothing_to_pencil_in"
    )
    assert told.tale.clock > FIRST_MOMENT
