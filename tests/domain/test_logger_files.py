"""Is a logger's file judged for what it says, line by line, however it is written?"""

import io
from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain import logger_lines, loggers, readings
from tracker.domain.loggers import Profile
from tracker.domain.readings import Judged, Leg
from tracker.domain.refused import Refused

PACKED = datetime(2026, 3, 3, 14, tzinfo=UTC)
GERMAN = Profile(
    "Kelvinette 4",
    encoding="latin-1",
    skip_lines=2,
    delimiter=";",
    decimal_mark=",",
    time_format="%d.%m.%Y %H:%M",
    zone="Europe/Berlin",
    interval_seconds=600,
)
PLAIN = Profile("Plain", skip_lines=1, interval_seconds=600)


def leg(**changed) -> Leg:
    return Leg(
        **{
            "since": PACKED,
            "until": PACKED + timedelta(hours=1),
            "expected": PACKED + timedelta(hours=1),
            "low": -200.0,
            "high": -150.0,
            "interval": 600,
            **changed,
        }
    )


def judged(text: str, profile: Profile = PLAIN, **changed) -> Judged:
    lines = io.StringIO(text, newline=None)
    return readings.judge(logger_lines.read(lines, profile), leg(**changed))


def every(minutes: int, *celsius: float, start: datetime = PACKED) -> str:
    times = [start + timedelta(minutes=minutes * number) for number in range(len(celsius))]
    pairs = zip(times, celsius, strict=True)
    return "time,c\n" + "".join(f"{at.isoformat()},{value}\n" for at, value in pairs)


def code(text: str, profile: Profile = PLAIN, **changed) -> str:
    with pytest.raises(Refused) as refused:
        judged(text, profile, **changed)
    return refused.value.code


def test_a_file_without_a_fault_is_told_in_figures_alone():
    found = judged(every(10, -160, -158.04, -161.5, -160, -160, -160, -160))
    assert found.readings == 7
    assert (found.min_c_tenths, found.max_c_tenths) == (-1615, -1580)
    assert found.minutes_out == 0
    assert found.findings == ()
    assert found.last_at == PACKED + timedelta(hours=1)


def test_a_reading_a_hair_above_the_limit_is_not_rounded_into_it():
    found = judged(every(10, -160, -149.96, -160, -160, -160, -160, -160))
    assert found.max_c_tenths == -1499
    assert found.minutes_out == 10


def test_another_language_is_a_profile_and_no_code():
    text = "Gerät;Höhe\nZeit;Wert\n03.03.2026 15:00;-155,5\n03.03.2026 15:10;-154,0\n"
    found = judged(text, GERMAN)
    assert found.first_at == PACKED
    assert found.max_c_tenths == -1540


def test_fahrenheit_and_kelvin_are_turned_into_celsius():
    kelvin = Profile("K", unit="K", interval_seconds=600)
    assert judged(every(10, 113.15), kelvin).max_c_tenths == -1600
    fahrenheit = Profile("F", unit="F", interval_seconds=600)
    assert judged(every(10, 46.4), fahrenheit, low=2.0, high=8.0).minutes_out == 0


def test_what_cannot_be_read_is_counted_with_its_lines():
    text = every(10, -160, -160, -160, -160, -160, -160, -160)
    text += (
        "yesterday,-160\n2026-03-03T15:00:00+00:00,ERR\nshort\n2026-03-03T15:00:00+00:00,850\n"
    )
    assert judged(text).findings == (
        "The time cannot be read (line 9).",
        "The cell of the temperature holds no number (line 10).",
        "The line has fewer columns than the profile says (line 11).",
        "The value is implausible, outside -200 to 80 °C, and was not counted (line 12).",
    )


def test_gaps_and_uncovered_ends_are_told():
    text = every(10, -160, -160, start=PACKED + timedelta(minutes=40))
    text += every(10, -160, start=PACKED + timedelta(hours=3)).partition("\n")[2]
    assert judged(text, until=PACKED + timedelta(hours=6)).findings == (
        (
            "1 time(s) no reading came when one was due; the longest gap is 130 minutes, "
            "from 2026-03-03 14:50 UTC."
        ),
        "The first 40 minutes after packing have no reading.",
        "The last 3.0 hours before receipt have no reading.",
    )


def test_time_that_goes_back_is_told_and_no_minute_counts_twice():
    text = every(10, -100, -160, -160, -160, -160, -160, -160)
    found = judged(text + every(10, -160, -160).partition("\n")[2])
    assert found.minutes_out == 10
    assert found.findings == ("The time does not come after the one before (line 9, 10).",)


def test_what_the_logger_saw_before_packing_and_after_receipt_does_not_count():
    early = every(10, 21, 20, start=PACKED - timedelta(minutes=20))
    late = every(10, 22, start=PACKED + timedelta(minutes=61)).partition("\n")[2]
    body = every(10, -160, -160, -160, -160, -160, -160, -160).partition("\n")[2]
    found = judged(early + body + late)
    assert found.max_c_tenths == -1600
    assert found.findings == (
        "3 reading(s) before packing, after receipt or in the future were not counted.",
    )


def test_the_night_the_clocks_go_back_is_told_apart_by_the_order_of_the_lines():
    start = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    local = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]
    text = "t,c\n" + "".join(f"2026-11-01 {at},-160\n" for at in local)
    chicago = Profile("Chicago", zone="America/Chicago", interval_seconds=1800)
    found = judged(text, chicago, since=start, until=None, interval=1800)
    assert found.last_at == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert found.findings == (
        (
            "The clock shows this hour twice that night; the order of the lines was taken to tell "
            "which is meant (line 3, 4, 5 and 1 more)."
        ),
        "The shipment was not yet received when these readings were attached.",
    )


def test_a_time_that_never_was_says_that_the_zone_is_wrong():
    chicago = Profile("Chicago", zone="America/Chicago")
    assert code("t,c\n2026-03-08 02:30,-160\n", chicago) == "time_impossible"


def test_times_without_a_zone_are_never_guessed():
    assert code("t,c\n2026-03-03 14:10,-160\n") == "file_unreadable"


def test_a_file_of_another_shipment_has_no_reading():
    assert code(every(10, -160, start=PACKED - timedelta(days=9))) == "no_readings"
    assert code("time,c\n") == "no_readings"


def test_quotes_that_never_end_and_lines_without_end_are_refused():
    assert code('t,c\n"' + "2026,-1\n" * 40_000) == "file_unreadable"
    assert code("t,c\n" + "9" * 200_000) == "file_unreadable"


@pytest.mark.parametrize(
    ("start", "profile", "codec"),
    [
        (b"t,c\n", PLAIN, "utf-8-sig"),
        (b"\xef\xbb\xbft", PLAIN, "utf-8-sig"),
        (b"\xff\xfet\0", Profile("W", encoding="utf-16"), "utf-16"),
    ],
)
def test_the_mark_at_the_start_of_a_file_agrees_with_its_profile(start, profile, codec):
    assert loggers.readable_as(profile, start) == codec


@pytest.mark.parametrize(
    ("start", "profile", "refusal"),
    [
        (b"", PLAIN, "file_empty"),
        (b"\xff\xfet\0", PLAIN, "file_unreadable"),
        (b"t\0,\0", Profile("W", encoding="utf-16"), "file_unreadable"),
    ],
)
def test_a_file_that_is_written_otherwise_is_refused(start, profile, refusal):
    with pytest.raises(Refused) as refused:
        loggers.readable_as(profile, start)
    assert refused.value.code == refusal


@pytest.mark.parametrize(
    "changed",
    [
        {"model": " "},
        {"encoding": "ebcdic"},
        {"delimiter": "x"},
        {"delimiter": ",", "decimal_mark": ","},
        {"unit": "R"},
        {"time_column": 0},
        {"temperature_column": 1},
        {"skip_lines": -1},
        {"interval_seconds": 0},
        {"time_format": "%d.%m."},
        {"time_format": "%d.%m.%Y %H:%M"},
        {"zone": "Mars/Olympus"},
    ],
)
def test_a_profile_with_a_fault_is_refused(changed):
    with pytest.raises(Refused) as refused:
        loggers.checked(Profile(**{"model": "X", **changed}))
    assert refused.value.code == "profile_unfit"


def test_a_profile_survives_being_kept():
    assert loggers.from_data(loggers.as_data(loggers.checked(GERMAN))) == GERMAN


def test_a_logger_cannot_know_what_is_still_to_come():
    found = judged(every(10, -160, -160, -100), until=None, now=PACKED + timedelta(minutes=15))
    assert (found.readings, found.minutes_out) == (2, 0)
    assert "1 reading(s) before packing, after receipt or in the future" in found.findings[-1]
