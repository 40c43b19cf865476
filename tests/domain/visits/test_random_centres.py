"""A thousand made-up centres: is every plan sound in other eyes, and is no possible day missed?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.domain.visits.products import REGIMENS
from tracker.domain.events import Closure, SiteRules
from tracker.domain.protocol import ReadinessTest, SecondDose, VisitRules
from tracker.domain.visits.checking import faults
from tracker.domain.visits.courses import Course
from tracker.domain.visits.places import RESOURCES
from tracker.domain.visits.planner import Choice, choices, why_not
from tracker.domain.visits.rules import Search

CENTRES = 1000
HORIZON = 8
MONDAY = date(2026, 11, 23)
TESTS = (
    ReadinessTest("heart", "Heart ultrasound", -21, -7),
    ReadinessTest("swab", "Respiratory virus swab", -7, -5),
)
SPLIT = SecondDose(9, 7, 11, 20)


def around(chance: Random, most: int) -> frozenset[date]:
    return frozenset(
        MONDAY + timedelta(days=chance.randint(-12, 40)) for _ in range(chance.randint(0, most))
    )


def weekdays(chance: Random) -> frozenset[int]:
    return frozenset(chance.sample(range(7), chance.randint(3, 7)))


def centre(chance: Random) -> SiteRules:
    return SiteRules(
        code="ROCH",
        name="Rochester",
        fin="A9999",
        zone="America/Chicago",
        infusion_weekdays=weekdays(chance),
        chemotherapy_weekdays=weekdays(chance),
        infusions_per_day=chance.randint(1, 2),
        closed_days=around(chance, 3),
        chairs=chance.choice([None, 1, 2]),
        beds=chance.choice([None, 1, 2]),
        bed_nights=chance.choice([0, 0, 3]),
        thaws_per_day=chance.choice([None, 1]),
        chemotherapy_on_holidays=chance.random() < 0.5,
        infusions_before_long_weekends=chance.random() < 0.5,
        holidays=dict.fromkeys(around(chance, 3), "a holiday"),
        closures=tuple(
            Closure(day, day + timedelta(days=chance.randint(0, 2)), resource, "cleaning")
            for day in around(chance, 2)
            for resource in [chance.choice(("all", *RESOURCES))]
        ),
    )


def product(chance: Random) -> VisitRules:
    regimens = tuple(chance.choice(sorted(REGIMENS.items()))[1])
    tests = chance.choice([(), (), TESTS])
    split = chance.choice([None, None, SPLIT])
    return VisitRules(regimens, tests, 6, 14, 14, 14, (28,), split)


def search(chance: Random) -> Search:
    first = MONDAY + timedelta(days=chance.randint(0, 6))
    away = MONDAY + timedelta(days=chance.randint(0, 20))
    return Search(
        not_before=first,
        horizon_days=HORIZON,
        taken={name: dict.fromkeys(around(chance, 6), 1) for name in RESOURCES},
        indication=chance.choice(["", "", "LBCL", "B-ALL"]),
        chemotherapy_not_before=chance.choice([None, MONDAY]),
        expires_on=chance.choice([None, MONDAY + timedelta(days=20)]),
        insured_until=chance.choice([None, MONDAY + timedelta(days=24)]),
        away=chance.choice([(), ((away, away + timedelta(days=2)),)]),
        tests_from=chance.choice([None, MONDAY - timedelta(days=7)]),
        tests_done=chance.choice(
            [{}, {"swab": MONDAY + timedelta(days=chance.randint(-9, 12))}]
        ),
    )


def everything(rules: VisitRules, site: SiteRules, where: Search) -> set:
    """Return what is sound of each day zero with each course and second day there could be."""
    split = rules.second_dose is not None
    seconds = [timedelta(days=each) for each in range(13)] if split else []
    sound = set()
    for count in range(-1, where.horizon_days + 1):
        day = where.not_before + timedelta(days=count)
        for name in {each.name for each in rules.regimens}:
            for given_on in first_days(rules, name, day):
                one = Choice(day, Course(name, given_on))
                if faults(rules, site, where, one) not in {
                    (),
                    ("The number of doses is wrong.",),
                }:
                    continue
                tried = [replace(one, second_day=day + each) for each in seconds] or [one]
                if any(not faults(rules, site, where, each) for each in tried):
                    sound.add((day, given_on))
    return sound


def first_days(rules: VisitRules, name: str, day: date) -> Iterator[tuple[date, ...]]:
    """Yield the days of every course of this name that ends within nine days before `day`."""
    lengths = {each.days for each in rules.regimens if each.name == name}
    for days in sorted(lengths):
        for wait in range(10):
            yield tuple(day - timedelta(days=wait + days[-1] - each) for each in days)


@pytest.mark.parametrize("part", range(2))
def test_a_thousand_centres_have_only_sound_plans_and_all_of_them(part):
    for number in range(part * CENTRES // 2, (part + 1) * CENTRES // 2):
        chance = Random(number)
        site, rules, where = centre(chance), product(chance), search(chance)
        found = choices(rules, site, where)
        assert [faults(rules, site, where, each) for each in found] == [()] * len(found), number
        sound = everything(rules, site, where)
        assert {(each.day_zero, each.course.days) for each in found} == sound, number
        days = {day for day, _ in sound}
        for count in range(HORIZON):
            day = where.not_before + timedelta(days=count)
            assert bool(why_not(rules, site, where, day)) == (day not in days), (number, day)
