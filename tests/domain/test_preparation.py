"""Are the days found on which nobody is with the patient, and a way that is too long?"""

from datetime import date

from tracker.domain.preparation import Preparation, Stay, uncovered

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 10)


def day(number: int) -> date:
    return date(2026, 3, number)


def test_without_anybody_every_day_is_uncovered():
    assert uncovered((), FIRST, LAST) == ((FIRST, LAST),)


def test_gaps_between_and_around_turns_are_found():
    turns = (
        Stay("Ana", day(2), day(4)),
        Stay("Luis", day(4), day(6)),
        Stay("Eva", day(8), day(9)),
    )
    assert uncovered(turns, FIRST, LAST) == (
        (day(1), day(1)),
        (day(7), day(7)),
        (day(10), day(10)),
    )


def test_turns_that_reach_over_both_ends_leave_nothing():
    assert uncovered((Stay("Ana", date(2026, 2, 1), date(2026, 4, 1)),), FIRST, LAST) == ()


def test_thirty_minutes_are_near_enough_and_thirty_one_are_not():
    assert not Preparation(minutes=30).too_far
    assert Preparation(minutes=31).too_far
    assert not Preparation().too_far
