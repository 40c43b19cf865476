"""Is a number said to be answered when it is, on the site's own clock?"""

from datetime import UTC, date, datetime, time

import pytest

from tracker.domain import hours
from tracker.domain.hours import Hours, Span

WEEK = Hours((Span(0, 4, time(8), time(17)),))
CHICAGO, PHOENIX = "America/Chicago", "America/Phoenix"


def test_hours_are_read_as_an_administrator_writes_them():
    assert hours.parse("Mon-Fri 08:00-17:00") == WEEK
    saturday = hours.parse("Mon-Fri 08:00-17:00, Sat 09:00-12:00")
    assert saturday == Hours((*WEEK.spans, Span(5, 5, time(9), time(12))))
    assert hours.parse("always") == Hours()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "weekdays",
        "Mon 17:00-08:00",
        "Fri-Mon 08:00-17:00",
        "Mon 08:00-25:00",
        "Xyz 08:00-09:00",
    ],
)
def test_what_cannot_be_read_is_no_hours(text):
    assert hours.parse(text) is None


@pytest.mark.parametrize(
    ("now", "zone", "answered"),
    [
        (datetime(2026, 3, 6, 14, 0, tzinfo=UTC), CHICAGO, True),  # Friday, 8:00 standard time
        (datetime(2026, 3, 6, 13, 59, tzinfo=UTC), CHICAGO, False),
        (
            datetime(2026, 3, 9, 13, 0, tzinfo=UTC),
            CHICAGO,
            True,
        ),  # Monday, the clock has changed
        (datetime(2026, 3, 9, 13, 0, tzinfo=UTC), PHOENIX, False),  # which Arizona does not do
        (datetime(2026, 3, 7, 16, 0, tzinfo=UTC), CHICAGO, False),  # Saturday
    ],
)
def test_open_and_closed_follow_the_site_s_clock(now, zone, answered):
    assert hours.answers(WEEK, now, zone, frozenset()) == answered


def test_when_it_changes_next_skips_the_days_the_site_is_closed():
    friday_evening = datetime(2026, 3, 6, 23, 30, tzinfo=UTC)
    monday, tuesday = (datetime(2026, 3, day, 13, tzinfo=UTC) for day in (9, 10))
    assert hours.changes_at(WEEK, friday_evening, CHICAGO, frozenset()) == monday
    closed = frozenset({date(2026, 3, 9)})
    assert hours.changes_at(WEEK, friday_evening, CHICAGO, closed) == tuesday
    assert not hours.answers(WEEK, monday, CHICAGO, closed)


def test_day_and_night_never_changes():
    always, now = Hours(), datetime(2026, 3, 7, 3, tzinfo=UTC)
    assert hours.answers(always, now, CHICAGO, frozenset({now.date()}))
    assert hours.changes_at(always, now, CHICAGO, frozenset()) is None
