"""Are the ranges those of Kaplan and Meier, with everybody who still waits counted?"""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from tracker.domain import stretches
from tracker.domain.chain import instant
from tracker.domain.stretches import Waited

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def arrived(*days: int) -> list[Waited]:
    return [Waited(day, arrived=True) for day in days]


def waiting(*days: int) -> list[Waited]:
    return [Waited(day, arrived=False) for day in days]


@pytest.mark.parametrize(
    ("share", "day"),
    [(Fraction(1, 10), 1), (Fraction(1, 2), 5), (Fraction(9, 10), 9), (Fraction(1), 10)],
)
def test_with_nobody_waiting_it_is_the_plain_quantile(share, day):
    assert stretches.quantile(arrived(*range(1, 11)), share) == day


def test_freireich_s_remissions_under_6_mercaptopurine():
    """The textbook's example (Freireich 1963, 21 patients): S(6)=.857, S(13)=.690, S(23)=.448."""
    found = arrived(6, 6, 6, 7, 10, 13, 16, 22, 23)
    found += waiting(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    assert stretches.quantile(found, Fraction(1, 10)) == 6
    assert stretches.quantile(found, Fraction(3, 10)) == 13
    assert stretches.quantile(found, Fraction(1, 2)) == 23
    assert stretches.quantile(found, Fraction(9, 10)) is None


def test_worked_by_hand():
    """Five: 2 arrived, 3 waits, 4 arrived, 4 waits, 7 arrived. S(2)=4/5, S(4)=8/15, S(7)=0."""
    found = arrived(2, 4, 7) + waiting(3, 4)
    assert stretches.quantile(found, Fraction(1, 5)) == 2
    assert stretches.quantile(found, Fraction(7, 15)) == 4
    assert stretches.quantile(found, Fraction(8, 15)) == 7


def test_to_leave_out_who_waits_would_promise_too_much():
    quick, slow = arrived(*[10] * 15), waiting(*[30] * 5)
    assert stretches.of_site(quick + slow) is None
    assert stretches.of_site(quick + arrived(*[31] * 5)) == (10, 31)


def test_nineteen_are_too_few_and_twenty_enough():
    assert stretches.of_site(arrived(*range(10, 29))) is None
    assert stretches.of_site(arrived(*range(10, 30))) == (11, 27)


def test_nothing_is_said_where_nobody_is():
    assert stretches.quantile([], Fraction(1, 2)) is None
    assert stretches.quantile(waiting(5, 6), Fraction(1, 2)) is None


def test_begun_days_count_as_whole_and_who_stopped_is_not_asked_later():
    begun, ended = NOW - timedelta(days=9, hours=1), NOW - timedelta(days=2)
    found = stretches.waited(
        [
            [instant(begun), "", "waiting"],
            [instant(begun), instant(ended), "stopped"],
            [instant(begun), instant(ended), "arrived"],
        ],
        NOW,
    )
    assert found == (Waited(10, False), Waited(8, False), Waited(8, True))
