"""Which days does the insurer's last word leave for a visit, and when does nobody wait for it?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.telling import at
from tests.domain.test_visit_stories import next_free, on, visit_of, window_of
from tracker.demo.tale import Attempt
from tracker.domain import visit_dates
from tracker.domain.kinds import Kind


def choices(told):
    asking = Attempt("cora", Kind.VISIT_CONFIRMED, told.tale.clock, {})
    return visit_dates.choices(told.journey, told.protocol, told.facts(asking))


def test_a_lapsed_insurance_and_an_expired_product_end_the_days():
    told = at("released")
    last = visit_of(told).day_zero + timedelta(days=3)
    said = told.journey.authorization
    assert said is not None
    said = replace(said, valid_until=last)
    told.journey = replace(told.journey, authorization=said)
    assert max(each.day_zero for each in choices(told)) <= last
    late = told.refusal("cora", Kind.VISIT_CONFIRMED, **on(next_free(last + timedelta(days=4))))
    assert "The insurance is valid until" in late.sentence


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"status": "denied"}, "denied"),
        ({"status": "expired"}, "expired"),
        ({"status": "appealed"}, "appealed"),
        ({"covered": False}, "approved, but not covered"),
        ({"preauthorized": False}, "covered, but not pre-authorised"),
        ({"status": "pending"}, ""),
    ],
)
def test_a_no_of_the_insurer_after_an_approval_leaves_no_day(said, why):
    told = at("released")
    first = visit_of(told).day_zero
    approved = told.journey.authorization
    assert approved is not None
    told.journey = replace(told.journey, authorization=replace(approved, **said))
    assert bool(choices(told)) is (not why)
    if why:
        refusal = told.refusal("cora", Kind.VISIT_CONFIRMED, **on(first))
        assert refusal.code == "day_not_possible"
        assert f"The insurer has not agreed to this treatment: {why}." in refusal.sentence


@pytest.mark.parametrize("status", ["denied", "approved"])
def test_who_has_had_chemotherapy_does_not_wait_for_an_insurer(status):
    """The cells cannot stay away then: day zero moves within its window whatever the insurer says."""
    told = at("chemotherapy")
    approved = told.journey.authorization
    assert approved is not None
    lapsed = replace(approved, status=status, valid_until=told.tale.clock.date())
    told.journey = replace(told.journey, authorization=lapsed)
    told.do("cora", Kind.VISIT_MOVED, **on(next_free(window_of(told).first), reason="fever"))
