"""Which weekdays does each product leave for day zero when chemotherapy is given on weekdays only?"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.visits.products import FILES, visit_rules
from tracker.domain.events import SiteRules
from tracker.domain.visits.planner import choices, plans, second_days
from tracker.domain.visits.rules import Search
from tracker.protocols import load

NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEKDAYS = frozenset(range(5))
WEEKDAY_SITE = SiteRules(
    code="ROCH",
    name="Rochester",
    fin="A9999",
    zone="America/Chicago",
    infusion_weekdays=WEEKDAYS,
    chemotherapy_weekdays=WEEKDAYS,
)
FIVE_WEEKS = Search(not_before=date(2026, 11, 23), horizon_days=35)


def patterns(product: str, indication: str, site: SiteRules = WEEKDAY_SITE) -> set[str]:
    """Return every pattern the planner finds, such as `Mo < We Th Fr`."""
    search = Search(FIVE_WEEKS.not_before, FIVE_WEEKS.horizon_days, indication=indication)
    return {
        f"{NAMES[plan.day_zero.weekday()]} < "
        + " ".join(NAMES[day.weekday()] for day in plan.chemotherapy)
        for plan in plans(visit_rules(product), site, search)
    }


@pytest.mark.parametrize(
    ("product", "indication", "expected"),
    [
        ("Yescarta", "LBCL", {"Mo < We Th Fr"}),
        ("Tecartus", "MCL", {"Mo < We Th Fr"}),
        ("Tecartus", "B-ALL", {"Fr < Mo Tu We"}),
        ("Abecma", "MM", {"Fr < Mo Tu We"}),
        (
            "Carvykti",
            "MM",
            {"Mo < We Th Fr", "Mo < Tu We Th", "Tu < We Th Fr", "Fr < Mo Tu We"},
        ),
        ("Aucatzyl", "B-ALL", {"Mo < Tu We Th Fr", "Mo < Mo Tu We Th", "Tu < Tu We Th Fr"}),
        ("Tecelra", "sarcoma", {"Mo < Mo Tu We Th", "Tu < Tu We Th Fr"}),
        ("Amtagvi", "melanoma", set()),
    ],
)
def test_chemotherapy_on_weekdays_leaves_exactly_these_days(product, indication, expected):
    assert patterns(product, indication) == expected


@pytest.mark.parametrize(
    ("product", "indication", "count"),
    [("Breyanzi", "LBCL", 13), ("Kymriah", "LBCL", 13), ("Kymriah", "B-ALL", 9)],
)
def test_a_wide_window_leaves_every_weekday(product, indication, count):
    found = patterns(product, indication)
    assert len(found) == count
    assert {pattern[:2] for pattern in found} == {"Mo", "Tu", "We", "Th", "Fr"}


def test_nine_products_are_compared():
    assert len(FILES) == 9


@pytest.mark.parametrize(
    ("product", "indication", "count", "days"),
    [
        ("example-fresh", "LBCL", 1, "Mo"),
        ("example-fresh", "FL", 1, "Mo"),
        ("example-frozen", "LBCL", 13, "Mo Tu We Th Fr"),
        ("example-frozen", "B-ALL", 9, "Mo Tu We Th Fr"),
    ],
)
def test_the_products_that_ship_keep_the_same_weekdays(product, indication, count, days):
    """Count the longest course alone, and no wait of more than a week, as the table does."""
    rules = load().latest(product).visit
    where = replace(FIVE_WEEKS, indication=indication)
    found = choices(rules, WEEKDAY_SITE, where)
    longest = max(len(each.course.days) for each in found)
    kept = {
        (each.day_zero.weekday(), tuple(day.weekday() for day in each.course.days))
        for each in found
        if len(each.course.days) == longest
        if (each.day_zero - each.course.days[-1]).days <= 7
    }
    assert len(kept) == count
    assert {NAMES[day] for day, _ in kept} == set(days.split())


def test_a_dose_begun_on_monday_goes_on_on_wednesday_of_the_week_after_or_any_weekday_of_it():
    rules, monday = visit_rules("Aucatzyl", split=True), FIVE_WEEKS.not_before
    days = [day.weekday() for day in second_days(rules, monday)]
    assert (days[0], sorted(days)) == (2, [0, 1, 2, 3, 4])
    found = plans(rules, WEEKDAY_SITE, FIVE_WEEKS)
    begun = [each for each in found if each.day_zero.weekday() == 0]
    assert {each.second_day.weekday() for each in begun if each.second_day} == {2}


def test_a_site_with_weekend_chemotherapy_has_all_weekdays_for_a_fixed_course():
    site = SiteRules(code="JAX", name="Jacksonville", fin="A9999", zone="America/New_York")
    found = patterns("Yescarta", "LBCL", site)
    assert {pattern[:2] for pattern in found} == {"Mo", "Tu", "We", "Th", "Fr"}
