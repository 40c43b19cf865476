"""A thousand made-up centres: is every plan sound in other eyes, and is no possible day missed?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.domain.visits.products import FILES, visit_rules
from tracker.domain.events import Closure, SiteRules
from tracker.domain.protocol import ReadinessTest, SecondDose, VisitRules
from tracker.domain.visits.checking import faults
from tracker.domain.visits.courses import Course
from tracker.domain.visits.opening import Release
from tracker.domain.visits.places import RESOURCES
from tracker.domain.visits.planner import Choice, after_release, choices, why_not
from tracker.domain.visits.rules import Search

CENTRES = 1000
HORIZON = 8
DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)
TESTS = (
    ReadinessTest("heart", "Heart ultrasound", -21, -7),
    ReadinessTest("swab", "Respiratory virus swab", -7, -5),
)
SPLIT = SecondDose(9, 7, 11, 20)


RULES = {
    "weekday": "gives no cells on a ",
    "holiday": "a holiday",
    "long weekend": "just before a long weekend",
    "closed": "is closed",
    "infusion places": "infusion places of",
    "thaws": "thaws of",
    "beds": "beds of",
    "no bed": "has no bed on",
    "chairs": "chemotherapy chairs are taken",
    "chemotherapy weekday": "no day for chemotherapy here",
    "notice": "the first possible day is",
    "expiry": "The product expires on",
    "insurer": "The insurer has not agreed",
    "insured from": "The insurance is valid from",
    "insured until": "The insurance is valid until",
    "away": "The patient cannot come on",
    "tests": "would have to be done by",
    "second dose": "Second dose: ",
    "indication": "say it first",
}
"""Each rule of the planner, by words of the sentence with which it forbids a day."""


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
        notice_days=chance.randint(0, 9),
        travel_days=chance.randint(0, 4),
        chemotherapy_opens_on=chance.choice(["released", "shipped", "received"]),
        holidays=dict.fromkeys(around(chance, 3), "a holiday"),
        closures=tuple(
            Closure(day, day + timedelta(days=chance.randint(0, 2)), resource, "cleaning")
            for day in around(chance, 2)
            for resource in [chance.choice(("all", *RESOURCES))]
        ),
    )


def product(chance: Random) -> VisitRules:
    regimens = visit_rules(chance.choice(sorted(FILES))).regimens
    tests = chance.choice([(), (), TESTS])
    split = chance.choice([None, None, SPLIT])
    return VisitRules(regimens, tests, 6, 14, 14, 14, (28,), split)


def some_day(chance: Random, first: int, last: int) -> date | None:
    """Return no day, or one so many days from the Monday."""
    return chance.choice([None, MONDAY + timedelta(days=chance.randint(first, last))])


def release(chance: Random) -> Release:
    """Return a product that is released, perhaps on its way, perhaps here."""
    signed = MONDAY - timedelta(days=chance.randint(0, 4))
    shipped = chance.choice([None, signed + timedelta(days=chance.randint(0, 2))])
    here = shipped and chance.choice([None, shipped + timedelta(days=chance.randint(1, 3))])
    return Release(signed, shipped, here)


def search(chance: Random, site: SiteRules, rules: VisitRules) -> Search:
    """Return where a visit is looked for after a release, by the rules of the site."""
    come, away = release(chance), MONDAY + timedelta(days=chance.randint(0, 20))
    named = sorted({each.indication for each in rules.regimens})
    taken = {name: dict.fromkeys(around(chance, 6), 1) for name in RESOURCES}
    found = after_release(site, come, taken, chance.choice(["", *named, *named]))
    opens, arrives = opened_by_hand(site, come)
    assert (found.chemotherapy_not_before, found.not_before) == (opens, arrives)
    return replace(
        found,
        horizon_days=HORIZON,
        expires_on=some_day(chance, 4, 24),
        uninsured=chance.choice(["", "", "", "", "", "", "", "denied"]),
        insured_from=some_day(chance, -4, 8),
        insured_until=some_day(chance, 8, 24),
        away=chance.choice([(), ((away, away + timedelta(days=2)), (MONDAY, MONDAY))]),
        tests_from=chance.choice([None, MONDAY - timedelta(days=7)]),
        tests_done=chance.choice(
            [{}, {"swab": MONDAY + timedelta(days=chance.randint(-9, 12))}]
        ),
    )


def opened_by_hand(site: SiteRules, come: Release) -> tuple[date, date]:
    """Return the first day of chemotherapy and of the cells, day by day, as the site's rules read."""
    arrives = come.released
    for day in (come.shipped, come.received):
        arrives = day or arrives
    if come.received is None:
        arrives += site.travel_days * DAY
    opens = come.released + site.notice_days * DAY
    while (
        (site.chemotherapy_opens_on == "received" and opens < arrives)
        or (site.chemotherapy_opens_on == "shipped" and come.shipped and opens < come.shipped)
        or opens < come.released
    ):
        opens += DAY
    return opens, arrives + DAY


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
        site, rules = centre(chance), product(chance)
        where = search(chance, site, rules)
        found = choices(rules, site, where)
        assert [faults(rules, site, where, each) for each in found] == [()] * len(found), number
        sound = everything(rules, site, where)
        assert {(each.day_zero, each.course.days) for each in found} == sound, number
        days = {day for day, _ in sound}
        for count in range(HORIZON):
            day = where.not_before + timedelta(days=count)
            assert bool(why_not(rules, site, where, day)) == (day not in days), (number, day)


def test_the_made_up_centres_differ_in_every_rule_there_is():
    """A rule that no centre has, or that never forbids anything, would be compared with nothing."""
    found = set()
    for number in range(CENTRES // 4):
        chance = Random(number)
        site, rules = centre(chance), product(chance)
        where = search(chance, site, rules)
        for count in range(HORIZON):
            day = where.not_before + timedelta(days=count)
            found |= {
                kind
                for kind, words in RULES.items()
                for why in why_not(rules, site, where, day)
                if words in why
            }
    assert found == set(RULES)
