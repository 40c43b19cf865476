"""Does news wait for a voice, visibly and briefly, and is each wait an entry?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.telling import at
from tracker.demo.cast import SITES
from tracker.demo.tale import DOCTOR, PLANT
from tracker.domain import news, patient_view
from tracker.domain.events import Closure
from tracker.domain.journey import Journey
from tracker.domain.kinds import Kind
from tracker.domain.owed import Owed

SITE = SITES[0]  # Chicago
FRIDAY = datetime(2026, 3, 6, 22, tzinfo=UTC)  # 16:00 there
MONDAY = datetime(
    2026, 3, 9, 21, tzinfo=UTC
)  # 16:00 there, and an hour is gone: the clock changed


@pytest.mark.parametrize(
    ("now", "promised"),
    [
        (FRIDAY, MONDAY),
        (datetime(2026, 3, 3, 15, tzinfo=UTC), datetime(2026, 3, 4, 15, tzinfo=UTC)),
        (datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 3, 9, 11, tzinfo=UTC)),
    ],
)
def test_somebody_calls_within_a_working_day_of_the_site(now, promised):
    assert news.call_by(now, SITE) == promised


def test_a_day_on_which_the_site_is_closed_does_not_count():
    closed = replace(SITE, closed_days=frozenset({date(2026, 3, 4)}))
    tuesday = datetime(2026, 3, 3, 15, tzinfo=UTC)
    assert news.call_by(tuesday, closed) == tuesday + timedelta(days=2)


def test_a_closure_of_the_whole_site_does_not_count_and_one_of_its_beds_does():
    day = date(2026, 3, 4)
    tuesday = datetime(2026, 3, 3, 15, tzinfo=UTC)
    whole = replace(SITE, closures=(Closure(day, day, "all", "a move"),))
    beds = replace(SITE, closures=(Closure(day, day, "bed", "a repair"),))
    assert news.call_by(tuesday, whole) == tuesday + timedelta(days=2)
    assert news.call_by(tuesday, beds) == tuesday + timedelta(days=1)


def test_however_long_the_site_is_closed_nobody_waits_more_than_72_hours():
    shut = replace(SITE, closed_days=frozenset({date(2026, 3, day) for day in range(1, 31)}))
    assert news.call_by(FRIDAY, shut) <= FRIDAY + news.LONGEST
    slow = replace(SITE, call_within_days=3)
    assert news.call_by(FRIDAY, slow) <= FRIDAY + news.LONGEST


def test_a_site_may_ask_for_the_call_on_the_same_day():
    assert news.call_by(FRIDAY, replace(SITE, call_within_days=0)) == FRIDAY


def test_a_wait_ends_at_its_time_and_by_being_shown():
    waiting = Journey("X", owed=(Owed("checking", FRIDAY),), call_by=MONDAY, opened_at=FRIDAY)
    assert news.waits(waiting, MONDAY - timedelta(seconds=1))
    assert not news.waits(waiting, MONDAY)
    assert news.over(waiting, MONDAY)
    assert not news.waits(replace(waiting, news_shown_at=FRIDAY), FRIDAY)
    assert not news.over(replace(waiting, news_shown_at=MONDAY), MONDAY)
    assert not news.waits(replace(waiting, owed=()), FRIDAY)


def test_a_wait_of_before_calls_had_a_time_is_over_after_the_longest():
    """Such journeys are read again with the news in them, and no entry that says by when."""
    old = Journey("X", owed=(Owed("checking", FRIDAY),), opened_at=FRIDAY)
    assert news.waits(old, FRIDAY + news.LONGEST - timedelta(seconds=1))
    assert not news.waits(old, FRIDAY + news.LONGEST)
    assert news.over(old, FRIDAY + news.LONGEST)
    assert news.told(old, FRIDAY + news.LONGEST) == old.owed


def failing_test(told):
    failed = {"test": told.protocol.release_tests[0], "result": "fail"}
    told.do(PLANT, Kind.TEST_RECORDED, signed=(PLANT,), lot=told.tale.lot(), **failed)


def test_news_that_was_struck_is_not_told_and_leaves_the_other_as_it_was():
    told = at("made")
    failing_test(told)
    first = told.journey
    told.tale.later(hours=1)
    told.do(
        PLANT, Kind.LOT_TERMINATED, signed=(PLANT,), lot=told.tale.lot(), reason="No growth."
    )
    assert [each.about for each in told.journey.owed] == ["checking", "not_made"]
    lost = told.last(Kind.LOT_TERMINATED)
    told.do(PLANT, Kind.ENTRY_STRUCK, signed=(PLANT,), struck=lost.seq, reason="Another lot.")
    assert told.journey.owed == first.owed
    assert told.journey.call_by == first.call_by


def test_second_news_never_makes_the_first_wait_longer():
    told = at("made")
    failing_test(told)
    first = told.journey.call_by
    told.tale.later(hours=5)
    told.do(PLANT, Kind.LOT_TERMINATED, signed=(PLANT,), lot=told.tale.lot(), reason="No.")
    assert [each.about for each in told.journey.owed] == ["checking", "not_made"]
    assert told.journey.call_by == first


def test_second_news_does_not_hide_again_what_has_had_its_time():
    told = at("made")
    failing_test(told)
    told.tale.later(hours=100)
    told.do(PLANT, Kind.LOT_TERMINATED, signed=(PLANT,), lot=told.tale.lot(), reason="No.")
    kinds = [entry.kind for entry in told.entries[-3:]]
    assert kinds == [Kind.LOT_TERMINATED, Kind.NEWS_SHOWN, Kind.NEWS_HELD]
    assert news.waits(told.journey, told.tale.clock)
    assert [each.about for each in news.told(told.journey, told.tale.clock)] == ["checking"]


def gone(told, bag: str, fate: str = "destroyed", **more: str) -> None:
    who = told.journey.containers[bag].custodian.id
    told.do(
        who,
        Kind.CONTAINER_DISCARDED,
        signed=(who,),
        container=bag,
        fate=fate,
        reason="The freezer stood open.",
        **more,
    )


def owed(told) -> list[str]:
    return [each.about for each in told.journey.owed]


def test_a_dose_destroyed_before_it_is_given_waits_for_a_voice_and_takes_the_dates_with_it():
    told = at("ready")
    (dose,) = told.tale.bags("dose")
    assert patient_view.visit_shown(told.journey) is not None
    gone(told, dose)
    assert owed(told) == ["damaged"]
    assert news.waits(told.journey, told.tale.clock)
    assert patient_view.visit_shown(told.journey) is None
    told.do(DOCTOR, Kind.PATIENT_INFORMED, signed=(DOCTOR,), about="the dose")
    assert patient_view.standing(told.journey, told.tale.clock) == "between"
    assert patient_view.furthest(told.journey) == patient_view.BETWEEN


def test_the_last_cells_destroyed_before_a_lot_wait_for_a_voice_and_the_ones_before_do_not():
    told = at("frozen")
    *others, last = [item.id for item in told.journey.present() if item.use == "cryobag"]
    for bag in others:
        told.tale.take([bag])
        gone(told, bag)
    assert others
    assert owed(told) == []
    told.tale.take([last])
    gone(told, last)
    assert owed(told) == ["unusable"]


def test_a_dose_that_goes_to_another_hospital_is_no_such_news():
    told = at("ready")
    (dose,) = told.tale.bags("dose")
    gone(told, dose, "transferred", taken_by="City Hospital")
    assert owed(told) == []
    assert patient_view.visit_shown(told.journey) is not None


def test_what_is_thrown_away_of_a_lot_already_told_of_is_no_further_news():
    told = at("made")
    told.do(PLANT, Kind.LOT_TERMINATED, signed=(PLANT,), lot=told.tale.lot(), reason="No.")
    for bag in told.tale.bags("dose"):
        gone(told, bag)
    assert owed(told) == ["not_made"]
