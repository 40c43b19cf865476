"""Which day is it since the cells came back, until when do the rules hold, and which check-ups come?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.telling import SITE, at
from tracker.domain import after_day_zero, overdue, patient_view
from tracker.domain.kinds import Kind


@pytest.fixture
def infused():
    """The cells are back in the vein."""
    return at("infused")


def day_number(told, now):
    return after_day_zero.number(told.journey, told.visit(), told.site, now)


def days(told):
    return after_day_zero.follow_ups(told.journey, told.protocol, told.site)


def test_before_the_cells_the_counter_runs_towards_day_zero():
    told = at("confirmed")
    day_zero = told.visit().day_zero
    assert day_zero is not None
    eve = datetime.combine(day_zero - timedelta(days=1), datetime.min.time(), UTC)
    assert day_number(told, eve + timedelta(hours=18)) == -1
    assert after_day_zero.given_on(told.journey, told.site) == ()
    assert days(told) == ()


@pytest.mark.parametrize(("hour", "number"), [(4, 0), (6, 1)])
def test_a_day_ends_at_midnight_of_the_hospital(infused, hour, number):
    """In Chicago it is five hours earlier than in UTC: 4:30 there is still the evening before."""
    day = after_day_zero.given_on(infused.journey, infused.site)[0] + timedelta(days=1)
    assert day_number(
        infused, datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
    ) == (number)


def test_the_days_count_from_the_day_cells_were_given_not_from_the_plan():
    told = at("cleared")
    planned = told.visit().day_zero
    assert planned is not None
    told.tale.later(days=1)
    told.do("dana", Kind.DAY_ZERO_CLEARED, signed=["dana"])
    told.tale.infuse()
    given = planned + timedelta(days=1)
    assert after_day_zero.given_on(told.journey, told.site) == (given,)
    near, *_ = after_day_zero.clocks(told.journey, told.protocol, told.visit(), told.site)
    assert near.until == given + timedelta(days=14)
    shown = patient_view.dates(told.journey, told.protocol, told.site)
    assert {each.last for each in shown} == {given + timedelta(days=14)}


def test_three_clocks_run_apart_and_a_site_may_only_lengthen_them(infused):
    site = replace(SITE, stay_near_days=28, no_driving_days=56, caregiver_days=3)
    found = after_day_zero.clocks(infused.journey, infused.protocol, infused.visit(), site)
    assert [(each.code, each.days, each.by_site) for each in found] == [
        ("stay_near", 28, True),
        ("no_driving", 56, True),
        ("caregiver", 14, False),
    ]
    first = infused.visit().day_zero
    assert [(each.until - first).days for each in found] == [28, 56, 14]


def test_the_check_ups_of_the_first_year_follow_from_day_zero(infused):
    zero = after_day_zero.given_on(infused.journey, infused.site)[0]
    assert [(each.day_after, each.day) for each in days(infused)] == [
        (day, zero + timedelta(days=day)) for day in (28, 90, 180, 365)
    ]


@pytest.mark.parametrize(
    ("day_after", "counts_for"),
    [(14, None), (21, 28), (30, 28), (60, 28), (83, 90), (100, 90), (370, 365)],
)
def test_what_was_written_down_counts_for_the_check_up_whose_day_had_come(
    infused, day_after, counts_for
):
    infused.tale.later(days=371)
    infused.do("dana", Kind.FOLLOW_UP_RECORDED, day_after=day_after, seen="by_phone")
    found = {each.day_after for each in days(infused) if each.seen}
    assert found == ({counts_for} if counts_for else set())


def test_a_check_up_nobody_wrote_down_is_late_after_two_days_and_missed_is_an_answer(infused):
    zero = after_day_zero.given_on(infused.journey, infused.site)[0]
    noon = datetime(zero.year, zero.month, zero.day, 17, tzinfo=UTC)

    def late(after: int) -> list[str]:
        found = overdue.late(
            infused.journey, infused.protocol, infused.site, noon + timedelta(days=after)
        )
        return [each.about for each in found if each.kind == "follow_up_late"]

    assert (late(30), late(31)) == ([], ["day 28"])
    infused.tale.later(days=31)
    infused.do("dana", Kind.FOLLOW_UP_RECORDED, day_after=28, seen="missed")
    assert (late(31), late(93)) == ([], ["day 90"])


def test_a_product_may_say_how_long_a_check_up_is_in_time(infused):
    visit = replace(infused.protocol.visit, follow_up_until_days=(30, 100, 194, 379))
    infused.protocol = replace(infused.protocol, visit=visit)
    zero = after_day_zero.given_on(infused.journey, infused.site)[0]
    second = days(infused)[1]
    assert second.until == zero + timedelta(days=100)
    assert not second.overdue(zero + timedelta(days=100))
    assert second.overdue(zero + timedelta(days=101))


def test_the_days_go_over_a_change_of_clocks_and_no_day_is_lost(infused):
    """Clocks go back in Chicago on 1 November 2026, to midnight and 25 hours on."""
    told = replace(infused, journey=_given_at(infused, datetime(2026, 10, 31, 15, tzinfo=UTC)))
    assert day_number(told, datetime(2026, 11, 1, 4, 30, tzinfo=UTC)) == 0
    assert day_number(told, datetime(2026, 11, 2, 5, 30, tzinfo=UTC)) == 1
    assert day_number(told, datetime(2026, 11, 2, 6, 30, tzinfo=UTC)) == 2
    assert days(told)[0].day == date(2026, 11, 28)


def _given_at(told, moment):
    return told.journey.with_containers(
        replace(item, infusion_started_at=moment)
        for item in told.journey.containers.values()
        if item.infusion_started_at
    )
