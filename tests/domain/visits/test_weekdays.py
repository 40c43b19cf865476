"""Which weekdays does each product leave for day zero when chemotherapy is given on weekdays only?"""

from datetime import date

import pytest

from tests.domain.visits.products import REGIMENS, visit_rules
from tracker.domain.events import SiteRules
from tracker.domain.visits.planner import plans
from tracker.domain.visits.rules import Search

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
    assert len(REGIMENS) == 9


def test_a_site_with_weekend_chemotherapy_has_all_weekdays_for_a_fixed_course():
    site = SiteRules(code="JAX", name="Jacksonville", fin="A9999", zone="America/New_York")
    found = patterns("Yescarta", "LBCL", site)
    assert {pattern[:2] for pattern in found} == {"Mo", "Tu", "We", "Th", "Fr"}
