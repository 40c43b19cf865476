"""Does the patient's calendar hold every date of the plan, in order?"""

from datetime import date

from tracker.domain.events import SiteRules
from tracker.domain.visits.days import Dated, calendar_dates
from tracker.domain.visits.planner import plans
from tracker.domain.visits.rules import Search
from tracker.protocols import load

ROCHESTER = SiteRules(code="ROCH", name="Rochester", fin="A9999", zone="America/Chicago")


def test_the_calendar_runs_from_the_first_test_to_the_last_clock():
    rules = load().latest("example-fresh").visit
    plan = plans(rules, ROCHESTER, Search(date(2026, 12, 14)))[0]
    assert calendar_dates(plan, rules.visit_hours) == (
        Dated("tests", date(2026, 11, 23), date(2026, 12, 8)),
        Dated("chemotherapy", date(2026, 12, 9), date(2026, 12, 11)),
        Dated("day_zero", date(2026, 12, 14), date(2026, 12, 14), hours=6),
        Dated("stay_near", date(2026, 12, 14), date(2026, 12, 28)),
        Dated("no_driving", date(2026, 12, 14), date(2026, 12, 28)),
        Dated("caregiver", date(2026, 12, 14), date(2026, 12, 28)),
    )
